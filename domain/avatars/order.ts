import { and, eq, inArray, isNotNull, type SQL, sql } from "drizzle-orm";
import type { Db, Statement } from "../../ports/postgres.ts";
import { avatarPhotos, avatars, trainings } from "../../schema/index.ts";
import { beginWork, type Price, type Tariff } from "../billing/index.ts";
import { ownerOf } from "../users/index.ts";
import type { OwnedAvatar } from "./find.ts";
import { keepsPhotos } from "./source-photos.ts";
import { OPEN, type Preset, type Training, UNDER_WAY } from "./states.ts";

/** The work whose coins a training costs. */
export const workOf = (trainingId: string): string => `avatar:${trainingId}`;

/** Holds when the avatar has at least so many kept photos, and none is being looked at any more. */
const hasPhotos = (avatarId: string, least: number): SQL =>
  sql`(select count(*) filter (where ${avatarPhotos.state} = 'kept') >= ${least}::int
          and count(*) filter (where ${avatarPhotos.state} = 'received') = 0
         from ${avatarPhotos} where ${avatarPhotos.avatarId} = ${avatarId})`;

/** Holds while the avatar is not being trained. */
export const rests = (avatarId: string | SQL): SQL =>
  sql`not exists (select 1 from ${trainings} where ${trainings.avatarId} = ${avatarId} and ${inArray(trainings.state, [...UNDER_WAY])})`;

/** Writes down the price that the review shows: ordering is a yes to it. */
export const quoteAvatar = (db: Db, id: string, coins: number, now: Date): Statement =>
  db.update(avatars).set({ quotedCoins: coins, changedAt: now }).where(eq(avatars.id, id));

/** Their choice for the avatar's next training. */
export const choosePreset = (db: Db, telegramId: number, id: string, preset: Preset, now: Date): Statement =>
  db
    .update(avatars)
    .set({ preset, changedAt: now })
    .where(
      and(
        eq(avatars.id, id),
        eq(avatars.userId, ownerOf(telegramId)),
        inArray(avatars.state, [...OPEN, "ready"]),
      ),
    );

/**
 * Orders a training and sets its coins aside: once, however often and from wherever it is asked for. `when` holds when
 * this order was the one. A first training (of an OPEN avatar) takes the avatar with it; a further one (`isAgain`) leaves
 * it ready, and uses up the price that was shown: a late second tap finds none.
 */
export function orderTraining(
  db: Db,
  { avatar }: OwnedAvatar,
  plan: Pick<
    Training,
    "id" | "trainer" | "preset" | "steps" | "trigger" | "isTest" | "isAgain" | "statusMessageId"
  >,
  { price, tariff, least }: { price: Price; tariff: Tariff; least: number },
  now: Date,
): { changes: Statement[]; when: SQL } {
  const { isAgain } = plan;
  const state = isAgain ? "ready" : "training";
  const taken = and(eq(avatars.id, avatar.id), eq(avatars.trainingId, plan.id), eq(avatars.state, state));
  const ordered = sql`exists (select 1 from ${trainings} where ${trainings.id} = ${plan.id})`;
  const at = now.toISOString();
  return {
    changes: [
      db
        .update(avatars)
        .set({
          state,
          trainingId: plan.id,
          failure: null,
          awaits: null,
          changedAt: now,
          // Before a further order they are looked over anew.
          laidOut: [],
          ...(isAgain && { quotedCoins: null }),
        })
        .where(
          and(
            eq(avatars.id, avatar.id),
            isNotNull(avatars.name),
            isNotNull(avatars.consentedAt),
            hasPhotos(avatar.id, least),
            ...(isAgain
              ? [
                  eq(avatars.state, "ready"),
                  isNotNull(avatars.quotedCoins),
                  rests(avatar.id),
                  keepsPhotos(now),
                ]
              : [inArray(avatars.state, [...OPEN])]),
          ),
        ),
      db.execute(sql`
        insert into ${trainings} (id, avatar_id, trainer, preset, steps, trigger, is_test, is_again, status_message_id,
                                  status_edited_at, created_at, changed_at)
        select ${plan.id}, id, ${plan.trainer}, ${plan.preset}, ${plan.steps}::int, ${plan.trigger}, ${plan.isTest}::boolean,
               ${isAgain}::boolean, ${plan.statusMessageId}::bigint, ${at}::timestamptz - interval '1 hour',
               ${at}::timestamptz, ${at}::timestamptz
          from ${avatars} where ${taken}`),
      beginWork(
        db,
        { ref: workOf(plan.id), userId: avatar.userId, chatId: avatar.chatId, price },
        tariff,
        now,
        ordered,
      ),
    ],
    when: ordered,
  };
}
