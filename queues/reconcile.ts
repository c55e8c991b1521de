import { releaseExpired } from "../domain/billing/index.ts";
import { forgetAdmins, forgetAnswers } from "../domain/groups/index.ts";
import { claimOverdue, measureJobs } from "../domain/jobs/index.ts";
import { callForgotten } from "../domain/transcripts/index.ts";
import { cleanUp, countRows, measureHourly } from "../domain/watch/index.ts";
import { nameTrouble, Unavailable } from "../ports/errors.ts";
import type { Ports } from "../ports/index.ts";
import type { LogFields } from "../ports/log.ts";
import { watchAvatars } from "./avatars/watch.ts";
import { watchRetention } from "./deletions/retain.ts";
import { expireExports } from "./exports/expire.ts";
import { discardLeftBehind } from "./groups/discard.ts";
import { watchImages } from "./images/watch.ts";
import { bringHome } from "./storage/bring-home.ts";
import { sweepParts } from "./storage/sweep.ts";
import { remind } from "./todos/remind.ts";
import { expireOffers } from "./transcription/expire-offers.ts";
import { expireUploads } from "./uploads/expire.ts";
import { tellBlind } from "./watch/blind.ts";
import { watch } from "./watch/watch.ts";

/** One part of the tick; what it answers is for the tick's line in the log. */
type Part = (ports: Ports, now: Date) => Promise<LogFields>;

/** In their order: what is overdue, then what is wrong, before anything that may take long. */
const parts: Record<string, Part> = {
  async wake({ db, jobs }, now) {
    const overdue = [...(await claimOverdue(db, now)), ...(await callForgotten(db, now))];
    if (overdue.length > 0) await jobs.wake(overdue);
    return { woken: overdue.length };
  },
  async count({ db }, now) {
    await countRows(db, now);
    await measureHourly(db, now);
    return {};
  },
  async watch(ports) {
    const told = await watch(ports);
    return told ? { told } : {};
  },
  jobs: ({ db }, now) => measureJobs(db, now).then((measured) => ({ ...measured })),
  async holds({ db, log }, now) {
    const released = await releaseExpired(db, now);
    if (released > 0) log.error("holds.expired", { released });
    return {};
  },
  avatars: async (ports) => ({ avatars: await watchAvatars(ports) }),
  images: async (ports) => ({ images: await watchImages(ports) }),
  reminders: async (ports) => ({ reminded: await remind(ports) }),
  offers: async (ports) => ({ letGo: await expireOffers(ports) }),
  retention: async (ports) => ({ retained: await watchRetention(ports) }),
  rows: async ({ db }, now) => ({ forgotten: (await cleanUp(db, now)).jobs }),
  async groups(ports, now) {
    await Promise.all([forgetAdmins(ports.db, now), forgetAnswers(ports.db, now), discardLeftBehind(ports)]);
    return {};
  },
  // Files wait for their store without that being the tick's failure.
  async files(ports) {
    const { log } = ports;
    await expireUploads(ports).catch((error) => log.warn("uploads.kept", { error: nameTrouble(error) }));
    await expireExports(ports).catch((error) => log.warn("exports.kept", { error: nameTrouble(error) }));
    await sweepParts(ports).catch((error) => log.warn("parts.kept", { error: nameTrouble(error) }));
    return {};
  },
  home: async (ports) => ({ home: await bringHome(ports) }),
};

/**
 * Every minute: sends lost wake-ups again, says what is wrong and what is stuck, and forgets what nobody asks for any
 * more. A part that breaks keeps no other from being done, except that nothing is done without Postgres; admins are told
 * when the alarms themselves cannot be looked at. `tickAt`: the minute that this tick is of. Throws at the end when
 * something broke, so that the platform counts the tick as failed, too.
 */
export async function reconcile(ports: Ports, tickAt: Date): Promise<void> {
  const { clock, log, env } = ports;
  const now = clock.now();
  const fields: LogFields = {};
  const broken: string[] = [];
  for (const [name, part] of Object.entries(parts)) {
    try {
      Object.assign(fields, await part(ports, now));
    } catch (error) {
      broken.push(name);
      log.error("tick.broke", { part: name, error: nameTrouble(error) });
      const isAway = error instanceof Unavailable && error.part === "postgres";
      if (!isAway && name !== "watch") continue;
      const isBack = await tellBlind(ports, error, tickAt, () => part(ports, clock.now()));
      if (isAway && !isBack) break;
    }
  }
  const isSlow = Number(fields.oldestSeconds ?? 0) > env.ALERT_QUEUE_SECONDS;
  log[isSlow ? "error" : "info"]("reconciled", fields);
  if (broken.length > 0) throw new Error(`the tick broke: ${broken.join(", ")}`);
}
