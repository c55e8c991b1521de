import { releaseExpired } from "../domain/billing/index.ts";
import { forgetAdmins, forgetAnswers } from "../domain/groups/index.ts";
import { claimOverdue, measureJobs } from "../domain/jobs/index.ts";
import { callForgotten } from "../domain/transcripts/index.ts";
import { cleanUp } from "../domain/watch/index.ts";
import { nameTrouble } from "../ports/errors.ts";
import type { Ports } from "../ports/index.ts";
import { watchAvatars } from "./avatars/watch.ts";
import { watchRetention } from "./deletions/retain.ts";
import { expireExports } from "./exports/expire.ts";
import { discardLeftBehind } from "./groups/discard.ts";
import { watchImages } from "./images/watch.ts";
import { bringHome } from "./storage/bring-home.ts";
import { sweepParts } from "./storage/sweep.ts";
import { remind } from "./todos/remind.ts";
import { expireUploads } from "./uploads/expire.ts";
import { watch } from "./watch/watch.ts";

/** Every minute: sends lost wake-ups again, says what is stuck, and forgets what nobody asks for any more. */
export async function reconcile(ports: Ports): Promise<void> {
  const { db, clock, jobs, log, env } = ports;
  const now = clock.now();
  const overdue = [...(await claimOverdue(db, now)), ...(await callForgotten(db, now))];
  if (overdue.length > 0) await jobs.wake(overdue);
  const { waiting, dead, oldestSeconds } = await measureJobs(db, now);
  const released = await releaseExpired(db, now);
  if (released > 0) log.error("holds.expired", { released });
  const watched = (await watchAvatars(ports)) + (await watchImages(ports));
  const { jobs: forgotten } = await cleanUp(db, now);
  await Promise.all([forgetAdmins(db, now), forgetAnswers(db, now), discardLeftBehind(ports)]);
  const retained = await watchRetention(ports);
  // A store that is away must not keep the rest from being done.
  await expireUploads(ports).catch((error) => log.warn("uploads.kept", { error: nameTrouble(error) }));
  await expireExports(ports).catch((error) => log.warn("exports.kept", { error: nameTrouble(error) }));
  await sweepParts(ports).catch((error) => log.warn("parts.kept", { error: nameTrouble(error) }));
  const reminded = await remind(ports);
  const home = await bringHome(ports);
  const told = await watch(ports);
  log[oldestSeconds > env.ALERT_QUEUE_SECONDS ? "error" : "info"]("reconciled", {
    woken: overdue.length,
    waiting,
    dead,
    oldestSeconds,
    watched,
    forgotten,
    retained,
    reminded,
    home,
    ...(told && { told }),
  });
}
