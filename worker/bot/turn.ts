import type { SQL } from "drizzle-orm";
import { Context } from "grammy";
import type { User as TelegramUser, Update, UserFromGetMe } from "grammy/types";
import { tariffOf, welcomeCoins } from "../../domain/billing/index.ts";
import { fingerprintOf } from "../../domain/deletions/index.ts";
import { enterGroup } from "../../domain/groups/index.ts";
import { type NewJob, type OwedJob, owe, withId } from "../../domain/jobs/index.ts";
import { arrive, BLOCKED, type LimitedAction, TOO_FAST } from "../../domain/users/index.ts";
import { brokeUnique, commit, type Statement, sqlDetail, sqlState } from "../../ports/postgres.ts";
import { type Locale, type Translate, translator } from "../../views/translate.ts";
import type { Visit } from "../visit.ts";
import { refuseBlocked, slowDown } from "./door.ts";

/** What one update asks for: changes and owed jobs, committed together or not at all. */
export interface Wish {
  changes?: readonly Statement[];
  /** A job with an `id` may be owed by one of the changes already. */
  jobs?: readonly (NewJob & { when?: SQL; id?: string })[];
  /** Which rate limit it counts towards. "open": everybody may, the blocked and the fast too (it is about their money). */
  limit?: LimitedAction | "open";
}

/** How a wish was committed. */
export interface Granted {
  /** The sender's texts. */
  t: Translate;
  /** The answer of each change. */
  rows: readonly unknown[];
}

/**
 * One update on its way through the bot: grammY's context, with a `commit` instead of an API. Nothing here talks to
 * Telegram: what is to be said is a job, so that it survives us.
 */
export class Turn extends Context {
  readonly visit: Visit;
  readonly now: Date;

  constructor(update: Update, me: UserFromGetMe, visit: Visit) {
    super(update, undefined as never, me);
    this.visit = visit;
    this.now = visit.ports.clock.now();
  }

  /** Names this update's wish, for keys that make a repetition harmless. */
  get wishName(): string {
    return `update-${this.update.update_id}`;
  }

  /** By what somebody is known who had everything deleted and comes again. */
  fingerprintOf(telegramId: number): Promise<string> {
    return fingerprintOf(this.visit.ports.env.TELEGRAM_WEBHOOK_SECRET, telegramId);
  }

  /**
   * Commits the wish together with "this update was seen" and "this person was here": one round trip. Then wakes the
   * jobs, after the answer to Telegram. Null when the update was seen before, or its sender may not (they are told, if
   * there is something to tell): then nothing was changed.
   */
  async commit(sender: TelegramUser, wish: Wish): Promise<Granted | null> {
    const { changes = [], jobs = [], limit = "other" } = wish;
    const { ports } = this.visit;
    const { db } = ports;
    const owed = nameJobs(jobs, this.now);
    const unlimited = !ports.env.RATE_LIMITS || ports.env.TELEGRAM_ADMIN_IDS.includes(sender.id);
    const limited = unlimited && limit !== "open" ? "none" : limit;
    const door = [
      arrive(db, this.update.update_id, sender, limited, this.now),
      ...(await welcomeIfPaid(this, sender.id)),
    ];
    let answers: unknown[];
    try {
      answers = await commit(db, [...door, ...changes, ...oweAll(this, owed)]);
    } catch (error) {
      if (sqlState(error) === BLOCKED) {
        await refuseBlocked(this, sender);
        return null;
      }
      if (sqlState(error) === TOO_FAST) {
        await slowDown(this, sender, limit, sqlDetail(error));
        return null;
      }
      if (!brokeUnique(error, "telegram_updates_pkey")) throw error;
      ports.log.info("update.repeated", { update: this.update.update_id });
      return null;
    }
    wakeAll(this, owed);
    const { rows } = answers[0] as { rows: [{ locale: Locale }] };
    return {
      t: translator(rows[0].locale),
      rows: answers.slice(door.length, door.length + changes.length),
    };
  }

  /**
   * The same for what is said in a group: its sender does not become a user of the bot by that, and whoever is too fast
   * or blocked gets silence. Answers each change's rows; null when nothing was changed.
   */
  async commitInGroup(
    chatId: number,
    memberId: number,
    wish: Omit<Wish, "limit">,
  ): Promise<readonly unknown[] | null> {
    const { changes = [], jobs = [] } = wish;
    const { ports } = this.visit;
    const { db, log, env } = ports;
    const owed = nameJobs(jobs, this.now);
    const door = enterGroup(db, this.update.update_id, chatId, memberId, env.RATE_LIMITS, this.now);
    try {
      const answers = await commit(db, [...door, ...changes, ...oweAll(this, owed)]);
      wakeAll(this, owed);
      return answers.slice(door.length, door.length + changes.length);
    } catch (error) {
      const refused = [BLOCKED, TOO_FAST].includes(sqlState(error) ?? "");
      if (!refused && !brokeUnique(error, "telegram_updates_pkey")) throw error;
      log.info(refused ? "update.silenced" : "update.repeated", { update: this.update.update_id });
      return null;
    }
  }
}

/** Starts work once the answer is on its way: begun at once, it would stand before it on this thread. */
async function answerFirst<T>(work: () => Promise<T>): Promise<T> {
  await new Promise((resolve) => setTimeout(resolve));
  return work();
}

/** The welcome coins, where there are any: only then it must be known who was here before. */
async function welcomeIfPaid(turn: Turn, telegramId: number): Promise<Statement[]> {
  const { env, db } = turn.visit.ports;
  const tariff = tariffOf(env);
  if (tariff.free || tariff.welcome === 0) return [];
  return welcomeCoins(db, telegramId, await turn.fingerprintOf(telegramId), tariff, turn.now);
}

type Named = readonly (OwedJob & { when?: SQL })[];

const nameJobs = (jobs: NonNullable<Wish["jobs"]>, now: Date): Named =>
  jobs.map((job) => ({ ...withId(job, now), ...job }));

const oweAll = ({ visit, now }: Turn, owed: Named): Statement[] =>
  owed.map(({ when, ...job }) => owe(visit.ports.db, job as OwedJob, now, when ? { when } : {}));

function wakeAll({ visit, update }: Turn, owed: Named): void {
  const { ports, later, runHere } = visit;
  const slow = owed.filter(({ kind }) => !kind.startsWith("notices."));
  if (slow.length > 0) later(answerFirst(() => ports.jobs.wake(slow)));
  // A screen is what somebody waits for with a finger on the glass: it is shown from here, the queue is its safety net.
  for (const job of owed) if (job.kind.startsWith("notices.")) later(answerFirst(() => runHere(job)));
  ports.log.info("update", { update: update.update_id, jobs: owed.map(({ id }) => id).join(" ") });
}
