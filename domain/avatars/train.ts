import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { secondsLater } from "../../ports/clock.ts";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { avatars, trainings } from "../../schema/index.ts";
import { endWork, voidWork } from "../billing/index.ts";
import { ownerOf } from "../users/index.ts";
import type { OwnedAvatar } from "./find.ts";
import { workOf } from "./order.ts";
import { PHOTO_DAYS } from "./source-photos.ts";
import {
  type Training,
  type TrainingFailure,
  type TrainingState,
  trainingBefore,
  UNDER_WAY,
} from "./states.ts";

type TrainingFacts = Partial<
  Pick<
    Training,
    | "archiveKey"
    | "archiveBytes"
    | "requestId"
    | "submittedAt"
    | "lostRequests"
    | "startedAt"
    | "queuePosition"
    | "percent"
    | "askAfter"
    | "weightsUrl"
    | "configUrl"
    | "statusMessageId"
    | "toldAt"
  >
>;

/** Moves a training to `state` with what was learned; does nothing where the table of states forbids it. Answers `[{ id }]` when it moved. */
export const advanceTraining = (db: Db, id: string, state: TrainingState, facts: TrainingFacts, now: Date) =>
  db
    .update(trainings)
    .set({ ...facts, state, changedAt: now })
    .where(and(eq(trainings.id, id), inArray(trainings.state, trainingBefore(state))))
    .returning({ id: trainings.id });

/** What was learned without a change of state, while the training is under way. */
export const noteTraining = (db: Db, id: string, facts: TrainingFacts, now: Date): Statement =>
  db
    .update(trainings)
    .set({ ...facts, changedAt: now })
    .where(and(eq(trainings.id, id), inArray(trainings.state, [...UNDER_WAY])));

/** The vendor's id of a request whose training ended meanwhile: it is needed to stop it there. */
export const rememberRequest = (db: Db, id: string, requestId: string): Statement =>
  db
    .update(trainings)
    .set({ requestId })
    .where(and(eq(trainings.id, id), sql`${trainings.requestId} is null`));

/** The message that shows how far it is, or that it was told how it ended. Also after the end. */
export const markTraining = (
  db: Db,
  id: string,
  facts: Pick<TrainingFacts, "statusMessageId" | "toldAt">,
): Statement => db.update(trainings).set(facts).where(eq(trainings.id, id));

/** Holds while the training is in this state. */
export const trainingIs = (id: string, state: TrainingState): SQL =>
  sql`exists (select 1 from ${trainings} where ${trainings.id} = ${id} and ${trainings.state} = ${state}::training_state)`;

/** What the vendor was paid for, as far as we know: nothing before the first request. */
const share = (id: string): SQL =>
  sql`(select (${trainings.submittedAt} is not null and not ${trainings.isTest})::int::float8
         from ${trainings} where ${trainings.id} = ${id})`;

/** Ends a training without an avatar, and gives its coins back. Final states stay as they are. */
export const failTraining = (db: Db, id: string, failure: TrainingFailure, now: Date): Statement[] => [
  db
    .update(trainings)
    .set({ state: "failed", failure, endedAt: now, changedAt: now })
    .where(and(eq(trainings.id, id), inArray(trainings.state, trainingBefore("failed")))),
  db
    .update(avatars)
    .set({ state: "failed", failure, changedAt: now })
    .where(and(eq(avatars.trainingId, id), eq(avatars.state, "training"), trainingIs(id, "failed"))),
  voidWork(db, workOf(id), share(id), now, trainingIs(id, "failed")),
];

/** Its owner stops a training: the photos stay, the coins come back. */
export const cancelTraining = (
  db: Db,
  telegramId: number,
  { avatarId, trainingId }: { avatarId: string; trainingId: string },
  now: Date,
): { changes: Statement[]; when: SQL } => {
  const stopped = sql`exists (select 1 from ${trainings} where ${trainings.id} = ${trainingId}
    and ${trainings.avatarId} = ${avatarId} and ${trainings.state} = 'cancelled' and ${trainings.endedAt} = ${now.toISOString()}::timestamptz)`;
  return {
    changes: [
      db
        .update(trainings)
        .set({ state: "cancelled", endedAt: now, changedAt: now })
        .where(
          and(
            eq(trainings.id, trainingId),
            sql`${trainings.id} = (select ${avatars.trainingId} from ${avatars}
                  where ${avatars.id} = ${avatarId} and ${avatars.userId} = ${ownerOf(telegramId)})`,
            inArray(trainings.state, trainingBefore("cancelled")),
          ),
        )
        .returning({ id: trainings.id }),
      db
        .update(avatars)
        .set({ state: "draft", changedAt: now })
        .where(and(eq(avatars.id, avatarId), eq(avatars.state, "training"), stopped)),
      db.execute(sql`
        select void_work('avatar:' || ${trainings.id},
                         (${trainings.submittedAt} is not null and not ${trainings.isTest})::int::float8,
                         ${now.toISOString()}::timestamptz)
          from ${trainings} where ${trainings.id} = ${trainingId} and ${stopped}`),
    ],
    when: stopped,
  };
};

/**
 * The weights are ours: the avatar can draw with them, its coins are taken, and the first one becomes the main one. A
 * training that was played teaches a ready avatar nothing: it stays what it is.
 */
export function finishTraining(
  db: Db,
  { avatar, training }: OwnedAvatar & { training: Training },
  weightsKey: string | null,
  now: Date,
): Statement[] {
  const { id, isAgain } = training;
  const done = trainingIs(id, "ready");
  const until = secondsLater(now, PHOTO_DAYS * 86_400);
  const made = {
    madeBy: id,
    weightsKey,
    trigger: training.trigger,
    trainer: training.trainer,
    isTest: training.isTest,
    isMain: sql`not ${training.isTest}::boolean and (${avatars.isMain} or not exists (
      select 1 from ${avatars} other where other.user_id = ${avatar.userId} and other.is_main))`,
    // Of photos that are kept until their owner deletes them, or that they have wished away meanwhile, that holds.
    photosUntil: isAgain
      ? sql`case when ${avatars.photosUntil} > ${now.toISOString()}::timestamptz
                 then ${until.toISOString()}::timestamptz else ${avatars.photosUntil} end`
      : until,
  };
  return [
    db
      .update(trainings)
      .set({ state: "ready", percent: 100, endedAt: now, changedAt: now })
      .where(and(eq(trainings.id, id), inArray(trainings.state, trainingBefore("ready")))),
    db
      .update(avatars)
      .set({
        state: "ready",
        failure: null,
        quotedCoins: null,
        changedAt: now,
        ...(isAgain && training.isTest ? {} : made),
      })
      .where(
        and(
          eq(avatars.id, avatar.id),
          eq(avatars.trainingId, id),
          eq(avatars.state, isAgain ? "ready" : "training"),
          done,
        ),
      ),
    training.isTest ? voidWork(db, workOf(id), 0, now, done) : endWork(db, workOf(id), "all", now),
  ];
}

/** Trainings that the vendor is to be asked about now; each is left alone for a minute then. */
export const claimSilent = (db: Db, now: Date, most: number): Promise<{ id: string }[]> => {
  const silent = db
    .select({ id: trainings.id })
    .from(trainings)
    .where(
      and(
        inArray(trainings.state, ["submitting", "training"]),
        sql`${trainings.askAfter} <= ${now.toISOString()}::timestamptz`,
      ),
    )
    .limit(most)
    .for("update", { skipLocked: true });
  return reach(() =>
    db
      .update(trainings)
      .set({ askAfter: secondsLater(now, ASK_EVERY_SECONDS) })
      .where(inArray(trainings.id, silent))
      .returning({ id: trainings.id }),
  );
};

/** How often the vendor is asked about a training that says nothing. */
export const ASK_EVERY_SECONDS = 60;

/** One edit of the status message every few seconds, whoever wants to make it. Answers a row when it may be made. */
export const claimStatus = (db: Db, id: string, now: Date) =>
  db
    .update(trainings)
    .set({ statusEditedAt: now })
    .where(
      and(
        eq(trainings.id, id),
        inArray(trainings.state, [...UNDER_WAY]),
        sql`${trainings.statusEditedAt} <= ${now.toISOString()}::timestamptz - interval '3 seconds'`,
      ),
    )
    .returning({ statusMessageId: trainings.statusMessageId });
