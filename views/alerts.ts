import type { Outgoing } from "../ports/telegram/message.ts";
import type { Translate } from "./translate.ts";

/** What an alarm says, and where help is written down; `page`: where the login to the operator's page is, if anywhere. */
export const alertMessage = (
  { id, detail }: { id: string; detail: string },
  page: string | null,
  t: Translate,
): Outgoing => ({
  html: `${t(`alert-${id}`, { detail })}\n\n${t("alert-help", { id })}`,
  ...(page && { buttons: [[{ text: t("alert-page"), login: page }]] }),
});

/** That an alarm is over, and how long it went on. */
export function alertOver(
  { id, since, resolvedAt }: { id: string; since: Date; resolvedAt: Date | null },
  t: Translate,
): Outgoing {
  const minutes = Math.round(((resolvedAt ?? since).getTime() - since.getTime()) / 60_000);
  return { html: t("alert-over", { what: t(`alert-name-${id}`), minutes: Math.max(1, minutes) }) };
}
