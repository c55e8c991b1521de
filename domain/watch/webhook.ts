import type { Env } from "../../ports/env.ts";

/** Where Telegram is to deliver updates: the Worker's own address, and the path of worker/routes.ts. */
export const webhookAddress = (publicUrl: string): string =>
  `${publicUrl.replace(/\/$/, "")}/webhook/telegram`;

/**
 * What is wrong with where Telegram delivers to: nothing is set, or another house. Null when it is here, where nobody
 * has said where here is, and on a developer's machine, which fetches its updates. Names a host at most: what follows
 * it may be somebody's secret.
 */
export function findMisdirection(
  url: string,
  { PUBLIC_URL, ENVIRONMENT }: Pick<Env, "PUBLIC_URL" | "ENVIRONMENT">,
): string | null {
  if (!PUBLIC_URL || ENVIRONMENT === "local") return null;
  const set = URL.parse(url);
  if (!set) return "no webhook is set";
  const here = new URL(webhookAddress(PUBLIC_URL));
  if (set.href === here.href) return null;
  return set.host === here.host
    ? `the webhook leads to another path of ${set.host}`
    : `the webhook leads to ${set.host}`;
}
