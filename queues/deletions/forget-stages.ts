import { type Deletion, noteDeletion } from "../../domain/deletions/index.ts";
import type { TakenJob } from "../../domain/jobs/index.ts";
import type { Ports } from "../../ports/index.ts";

export type Job = TakenJob<"transcription.forget">;

/** The next stage, or more of the same, in an invocation of its own. */
export const goOn = (job: Job) => ({
  next: [{ kind: "transcription.forget" as const, payload: job.payload, key: `forget:${job.id}` }],
  apart: true,
});

/** It is done: its receipt stays, without whose it was. */
export const close = ({ db, clock }: Ports, { id }: Deletion) =>
  noteDeletion(db, id, { state: "done", endedAt: clock.now(), userId: null, telegramId: null });
