import { decide, priceOfSpeech, readStanding, tariffOf } from "../../domain/billing/index.ts";
import { isGroup, noteSolvent } from "../../domain/groups/index.ts";
import type { NewJob, TakenJob } from "../../domain/jobs/index.ts";
import {
  beginSpeech,
  calledBy,
  callNext,
  findTranscript,
  listParts,
  type Owned,
  offer,
  paidBefore,
} from "../../domain/transcripts/index.ts";
import type { Ports } from "../../ports/index.ts";
import { alertAdmins } from "../alert.ts";
import { type Outcome, type Step, skip } from "../step.ts";
import { fail, patienceSeconds } from "./fail.ts";
import { claimProgress, showProgress, stopStatus, wasStopped } from "./status.ts";

/**
 * Finds the price, now that the true length is known. What is cheap, free or agreed to begins at once, with its coins
 * set aside in the same commit; for the rest the owner is asked, and the recording waits for their word.
 */
export const quote: Step<"transcription.quote"> = {
  async run(ports, job): Promise<Outcome> {
    const { db, env, clock } = ports;
    const found = await findTranscript(db, job.payload.transcriptId);
    if (!found) return skip("no such recording");
    const { transcript, owner } = found;
    if (wasStopped(transcript)) await stopStatus(ports, found);
    if (transcript.state !== "received" && transcript.state !== "quoted")
      return skip(`already ${transcript.state}`);
    const tariff = tariffOf(env);
    const [standing, parts] = await Promise.all([
      readStanding(db, { userId: owner.id, chatId: transcript.chatId, feature: "speech" }, clock.now()),
      listParts(db, transcript.id),
    ]);
    const freeMinutesLeft = tariff.freeMinutesPerDay - standing.freeUnitsToday;
    const open = parts.filter(({ state }) => state === "waiting").map(({ position }) => position);
    const paid = paidBefore(transcript, open.length, parts.length);
    const whole = priceOfSpeech(transcript.seconds ?? 0, freeMinutesLeft, tariff);
    const price = { ...whole, coins: Math.max(0, whole.coins - paid) };
    const agreed = transcript.agreedCoins === null ? null : Math.max(0, transcript.agreedCoins - paid);
    const decision = decide(price, agreed, standing, tariff);
    if (decision.do === "refuse") return refuse(ports, job, decision.reason);
    if (decision.do === "ask" && isGroup(transcript.chatId))
      return fail(ports, job, decision.enough ? "group-dear" : "group-broke");
    if (decision.do === "ask") return ask(ports, job, found, decision.coins, paid);
    return {
      did: `begins for ${decision.price.coins} coins`,
      changes: [
        claimProgress(ports, transcript),
        ...beginSpeech(db, transcript, decision.price, paid, tariff, clock.now()),
        ...(isGroup(transcript.chatId) ? [noteSolvent(db, transcript.chatId)] : []),
      ],
      next: jobsFor(open, transcript.id, transcript.run),
      afterwards: ([claimed]) =>
        showProgress(
          ports,
          found,
          // An offer that was agreed to gives way to the progress at once, however young it is.
          transcript.state === "quoted" ? [{ statusMessageId: transcript.statusMessageId }] : claimed,
          { stage: "listening" },
        ),
    };
  },
  giveUp: fail,
  patienceSeconds,
};

type Job = TakenJob<"transcription.quote">;

async function refuse(ports: Ports, job: Job, reason: string): Promise<Outcome> {
  const failed = await fail(ports, job, reason);
  if (reason !== "ceiling-house") return failed;
  ports.log.error("ceiling.reached", { ceiling: reason });
  return { ...failed, next: [...(failed.next ?? []), ...alertAdmins(ports, "alert-ceiling")] };
}

const ask = (
  { db, clock, jobs }: Ports,
  job: Job,
  { transcript }: Owned,
  coins: number,
  paid: number,
): Outcome => ({
  did: `asks for ${coins} coins`,
  changes: [offer(db, transcript.id, coins, paid, clock.now()), callNext(db, transcript.id, clock.now())],
  afterwards: (rows) => jobs.wake(calledBy(rows.at(-1))),
  next: [
    {
      kind: "transcription.ask",
      payload: { transcriptId: transcript.id, again: transcript.state === "quoted" },
      key: `ask:${job.id}`,
    },
  ],
});

/** One job for each part that is still to be heard; where a retry finds none, only the merge. */
function jobsFor(open: readonly number[], transcriptId: string, run: number): NewJob[] {
  if (open.length === 0)
    return [{ kind: "transcription.merge", payload: { transcriptId }, key: `merge:${transcriptId}:${run}` }];
  return open.map((position) => ({
    kind: "transcription.transcribe",
    payload: { transcriptId, position },
    key: `transcribe:${transcriptId}:${run}:${position}`,
  }));
}
