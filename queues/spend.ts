import {
  beginWork,
  ceilingReached,
  endWork,
  priceOfHelp,
  readStanding,
  tariffOf,
  voidWork,
} from "../domain/billing/index.ts";
import type { TakenJob } from "../domain/jobs/index.ts";
import { Refused } from "../ports/errors.ts";
import type { Ports } from "../ports/index.ts";
import { commit, type Statement } from "../ports/postgres.ts";

/** What a model is asked for on the way to an order: a voice is heard, words are written out, faces are looked at. */
export type Help = "hear" | "write" | "look";

/** Each time that a job is tried anew by hand it is a work of its own; its retries are the same one. */
const refOf = ({ id, patientSince }: Pick<TakenJob, "id" | "patientSince">, help: Help): string =>
  `${help}:${id}:${patientSince.getTime()}`;

/**
 * Notes that a vendor is about to be asked for something that costs no coins, so that the day's ceilings and figures know of
 * it. Throws Refused("ceiling-user" | "ceiling-chat" | "ceiling-house") instead where that would be too much for one day.
 */
export async function spend(
  { db, env, clock }: Pick<Ports, "db" | "env" | "clock">,
  job: TakenJob,
  help: Help,
  of: { userId: string; chatId: number; feature: "image" | "avatar"; seconds?: number },
): Promise<void> {
  const { userId, chatId, feature, seconds } = of;
  const tariff = tariffOf(env);
  const price = priceOfHelp(feature, seconds ?? null, tariff);
  const ceiling = ceilingReached(
    await readStanding(db, { userId, chatId, feature }, clock.now()),
    price,
    tariff,
  );
  if (ceiling) throw new Refused(ceiling);
  await commit(db, [beginWork(db, { ref: refOf(job, help), userId, chatId, price }, tariff, clock.now())]);
}

/** It was answered: part of the commit that keeps the answer. */
export const spent = (
  { db, clock }: Pick<Ports, "db" | "clock">,
  job: Pick<TakenJob, "id" | "patientSince">,
  help: Help,
): Statement => endWork(db, refOf(job, help), 0, clock.now());

/** Nothing came of it: a vendor that did not answer takes nothing, one whose answer was of no use does. */
export const spentInVain = (
  { db, clock }: Pick<Ports, "db" | "clock">,
  job: Pick<TakenJob, "id" | "patientSince">,
  help: Help,
  reason: string,
): Statement =>
  voidWork(db, refOf(job, help), /-(down|key|quota)$|^vision$/.test(reason) ? 0 : 1, clock.now());
