import process from "node:process";
import type { Answer } from "./answer.ts";
import { databaseUrl } from "./database.ts";
import { examine, report } from "./doctor/index.ts";
import { migrate } from "./migrate.ts";
import { botOf, setWebhook, webhookUrl } from "./telegram.ts";
import { forEnvironment, wrangler } from "./wrangler.ts";

interface DeployOptions {
  env?: string;
  /** Deploys although the doctor found something. */
  force?: boolean;
  /** Builds and looks, changes nothing. */
  dryRun?: boolean;
}

/** Before the first deploy these cannot be right: there is no Worker, no webhook, and the migrations come next. */
const LATER = new Set(["worker", "webhook", "fal webhook", "migrations"]);

/**
 * Doctor, then migrations, then the Worker, then the webhook; stops at the first that fails. The schema goes first,
 * because migrations keep the running Worker working and the new one needs them.
 */
export async function deploy({ env, force = false, dryRun = false }: DeployOptions): Promise<Answer> {
  const say = (line: string) => console.error(line);
  const findings = await examine(process.env);
  const failed = findings.filter(({ check, state }) => state === "fail" && !LATER.has(check));
  if (failed.length > 0 && !force) {
    const { text, data } = report(findings.filter(({ state }) => state !== "ok"));
    return { text: `${text}\nnot deployed: mend this first, or add --force`, data, ok: false };
  }
  say(
    `doctor: ${failed.length === 0 ? "nothing in the way" : `${failed.length} failed, deployed all the same`}`,
  );
  if (dryRun) {
    const { ok, output } = wrangler(["deploy", "--dry-run", ...forEnvironment(env)]);
    return { text: output, data: { deployed: false, output }, ok };
  }
  await migrate(databaseUrl(process.env));
  say("migrations: applied");
  const { ok } = wrangler(["deploy", ...forEnvironment(env)], { show: true });
  if (!ok)
    return {
      text: "the Worker was not deployed; the database is newer, which the running one understands",
      data: { deployed: false },
      ok,
    };
  const url = webhookUrl(process.env);
  if (!url)
    return { text: "deployed. Set PUBLIC_URL, then: npm run aisha -- webhook set", data: { deployed: true } };
  await setWebhook(botOf(process.env), { url, secret: process.env.TELEGRAM_WEBHOOK_SECRET ?? "" });
  return { text: `deployed, and Telegram delivers to ${url}`, data: { deployed: true, webhook: url } };
}
