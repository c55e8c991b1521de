import { owe, withId } from "../../domain/jobs/index.ts";
import {
  decideAlerts,
  findMisdirection,
  judgeVitals,
  listAlerts,
  noteReading,
  type Observed,
  readVitals,
} from "../../domain/watch/index.ts";
import { nameTrouble } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { commit } from "../../ports/postgres.ts";
import { run } from "../run.ts";

/** Telegram reports its last failed delivery for ever; only a fresh one is news. */
const WEBHOOK_TROUBLE_SECONDS = 300;

/**
 * Every minute: looks what is wrong, and tells the admins, here and now: a queue that stands still
 * may be what is wrong. Who cannot be told now is told by the queue later. Answers what was told.
 */
export async function watch(ports: Ports): Promise<string> {
  const { db, clock, env, log } = ports;
  const now = clock.now();
  const [vitals, known, webhook] = await Promise.all([
    readVitals(db, now),
    listAlerts(db),
    lookAtWebhook(ports),
  ]);
  const bounds = { ceilingCents: env.VENDOR_CENTS_PER_DAY, oldSeconds: env.ALERT_QUEUE_SECONDS };
  const observed = [...judgeVitals(vitals, bounds), ...webhook];
  const { changes, jobs: notices, told } = decideAlerts(db, known, observed, env.TELEGRAM_ADMIN_IDS, now);
  const owed = notices.map((notice) => withId(notice, now));
  await commit(db, [...changes, ...owed.map((job) => owe(db, job, now))]);
  await Promise.all(
    owed.map((job) =>
      run(ports, job).catch((error) => log.warn("alert.waits", { job: job.id, error: nameTrouble(error) })),
    ),
  );
  return told.map(({ id, screen }) => (screen === "alert" ? id : `${id} ended`)).join(", ");
}

/** Asks Telegram how its deliveries go, where somebody would want to know. */
async function lookAtWebhook({ db, clock, env, telegram, log }: Ports): Promise<Observed[]> {
  if (env.TELEGRAM_ADMIN_IDS.length === 0 && !env.METRICS_TOKEN) return [];
  try {
    const { url, pending, lastError, lastErrorAt } = await telegram.webhook();
    const now = clock.now();
    const misdirected = findMisdirection(url, env);
    const isFresh =
      url !== "" &&
      pending > 0 &&
      lastErrorAt !== null &&
      now.getTime() / 1000 - lastErrorAt < WEBHOOK_TROUBLE_SECONDS;
    const detail = misdirected ?? (isFresh ? `${pending}: ${lastError ?? ""}`.slice(0, 200) : null);
    await commit(db, [
      noteReading(db, "webhook_pending", "", pending, now),
      noteReading(db, "webhook_failing", "", detail === null ? 0 : 1, now),
    ]);
    return detail === null ? [] : [{ id: "webhook", detail }];
  } catch (error) {
    log.warn("webhook.unknown", { error: nameTrouble(error) });
    return [];
  }
}
