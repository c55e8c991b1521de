import { and, eq, inArray, isNotNull, type SQL, sql } from "drizzle-orm";
import type { Db, Statement } from "../../ports/postgres.ts";
import { avatarPhotos, avatars, trainings } from "../../schema/index.ts";
import { beginWork, type Price, type Tariff } from "../billing/index.ts";
import type { OwnedAvatar } from "./find.ts";
import { OPEN, type Training } from "./states.ts";

/** The work whose coins a training costs. */
export const workOf = (trainingId: string): string => `avatar:${trainingId}`;

/** Holds when the avatar has at least so many kept photos, and none is being looked at any more. */
const hasPhotos = (avatarId: string, least: number): SQL =>
  sql`(select count(*) filter (where ${avatarPhotos.state} = 'kept') >= ${least}::int
          and count(*) filter (where ${avatarPhotos.state} = 'received') = 0
         from ${avatarPhotos} where ${avatarPhotos.avatarId} = ${avatarId})`;

/** Writes down the price that the review shows: ordering is a yes to it. */
export const quoteAvatar = (db: Db, id: string, coins: number, now: Date): Statement =>
  db.update(avatars).set({ quotedCoins: coins, changedAt: now }).where(eq(avatars.id, id));

/**
 * Orders a training and sets its coins aside: once, however often and from wherever it is asked for. `when` holds when
 * this order was the one.
 */
export function orderTraining(
  db: Db,
  { avatar }: OwnedAvatar,
  plan: Pick<Training, "id" | "trainer" | "preset" | "steps" | "trigger" | "isTest" | "statusMessageId">,
  { price, tariff, least }: { price: Price; tariff: Tariff; least: number },
  now: Date,
): { changes: Statement[]; when: SQL } {
  const taken = and(
    eq(avatars.id, avatar.id),
    eq(avatars.trainingId, plan.id),
    eq(avatars.state, "training"),
  );
  const ordered = sql`exists (select 1 from ${trainings} where ${trainings.id} = ${plan.id})`;
  const at = now.toISOString();
  return {
    changes: [
      db
        .update(avatars)
        .set({ state: "training", trainingId: plan.id, failure: null, awaits: null, changedAt: now })
        .where(
          and(
            eq(avatars.id, avatar.id),
            inArray(avatars.state, [...OPEN]),
            isNotNull(avatars.name),
            isNotNull(avatars.consentedAt),
            hasPhotos(avatar.id, least),
          ),
        ),
      db.execute(sql`
        insert into ${trainings} (id, avatar_id, trainer, preset, steps, trigger, is_test, status_message_id,
                                  status_edited_at, created_at, changed_at)
        select ${plan.id}, id, ${plan.trainer}, ${plan.preset}, ${plan.steps}::int, ${plan.trigger}, ${plan.isTest}::boolean,
               ${plan.statusMessageId}::bigint, ${at}::timestamptz - interval '1 hour', ${at}::timestamptz, ${at}::timestamptz
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
