import type { SQL } from "drizzle-orm";
import type { JobKind, NewJob, TakenJob } from "../domain/jobs/index.ts";
import type { Ports } from "../ports/index.ts";
import type { Statement } from "../ports/postgres.ts";

/** What a step did, and what is to be committed together with its job's end. */
export interface Outcome {
  /** For the log: what was done, or why nothing was. */
  did: string;
  changes?: readonly Statement[];
  /** Jobs that are owed now. A single one runs at once, in the same invocation. */
  next?: readonly (NewJob & { when?: SQL })[];
  /** A single successor, too, begins in an invocation of its own: for chains with no end in sight. */
  apart?: boolean;
  /** Cosmetic work after the commit (`rows`: each change's answer). Its failure is logged and harms nothing. */
  afterwards?: (rows: readonly unknown[]) => Promise<unknown>;
}

/** Nothing was to be done, and that is fine. */
export const skip = (why: string): Outcome => ({ did: `nothing: ${why}` });

/** One kind of job: how it is done, and what becomes of its subject when it is given up. */
export interface Step<K extends JobKind = JobKind> {
  /** Does the work outside and returns the change to commit. Safe to run twice. Throws Refused, Unavailable, or a bug. */
  run(ports: Ports, job: TakenJob<K>): Promise<Outcome>;
  /** It carries files of any size at others' pace, and may honestly outlast its lease, which is then renewed. */
  carries?: true;
  /** The change that ends the job's subject in its failed state, and the job that tells the user. */
  giveUp(ports: Ports, job: TakenJob<K>, reason: string): Promise<Outcome>;
  /** Cosmetic: tells the user that a vendor keeps the job waiting. */
  onWait?(ports: Ports, job: TakenJob<K>): Promise<unknown>;
  /** How long it may wait for a vendor before it is given up. */
  patienceSeconds(ports: Ports): number;
}
