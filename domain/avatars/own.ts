import { and, eq, inArray, ne, type SQL, sql } from "drizzle-orm";
import type { Db, Statement } from "../../ports/postgres.ts";
import { avatars, trainings } from "../../schema/index.ts";
import { ownerOf } from "../users/index.ts";
import { trainingBefore } from "./states.ts";

/** Makes one of the owner's ready avatars the one that draws. Another's id changes nothing, not even the present one. */
export const makeMain = (db: Db, telegramId: number, id: string): Statement[] => {
  const owner = ownerOf(telegramId);
  const chosen = sql`exists (select 1 from ${avatars} chosen where chosen.id = ${id} and chosen.user_id = ${owner}
    and chosen.state = 'ready' and not chosen.is_test)`;
  return [
    db
      .update(avatars)
      .set({ isMain: false })
      .where(and(eq(avatars.userId, owner), avatars.isMain, ne(avatars.id, id), chosen)),
    db
      .update(avatars)
      .set({ isMain: true })
      .where(and(eq(avatars.id, id), eq(avatars.userId, owner), chosen)),
  ];
};

/**
 * Deletes an avatar of the owner's for them at once; the job that follows removes its rows and objects. A training
 * under way is stopped, and its coins come back. `when` holds when this was the deletion, `otherwise` when not: of several
 * taps the first one decides.
 */
export function deleteAvatar(
  db: Db,
  telegramId: number,
  id: string,
  now: Date,
): { changes: Statement[]; when: SQL; otherwise: SQL } {
  const at = sql`${now.toISOString()}::timestamptz`;
  const mine = sql`(select ${avatars.id} from ${avatars} where ${avatars.id} = ${id}
    and ${avatars.userId} = ${ownerOf(telegramId)} and ${avatars.state} <> 'deleted')`;
  const deleted = sql`exists (select 1 from ${avatars} where ${avatars.id} = ${id} and ${avatars.userId} = ${ownerOf(telegramId)}
      and ${avatars.state} = 'deleted' and ${avatars.changedAt} = ${at})`;
  return {
    changes: [
      db
        .update(trainings)
        .set({ state: "cancelled", endedAt: now, changedAt: now })
        .where(
          and(sql`${trainings.avatarId} = ${mine}`, inArray(trainings.state, trainingBefore("cancelled"))),
        ),
      db.execute(sql`
        select void_work('avatar:' || ${trainings.id},
                         (${trainings.submittedAt} is not null and not ${trainings.isTest})::int::float8, ${at})
          from ${trainings} where ${trainings.avatarId} = ${mine} and ${trainings.state} = 'cancelled'
           and ${trainings.endedAt} = ${at}`),
      db
        .update(avatars)
        .set({ state: "deleted", isMain: false, awaits: null, changedAt: now })
        .where(sql`${avatars.id} = ${mine}`)
        .returning({ id: avatars.id }),
    ],
    when: deleted,
    otherwise: sql`not ${deleted}`,
  };
}

/** Removes what is left of a deleted avatar: itself, its photos, its trainings. */
export const eraseAvatar = (db: Db, id: string): Statement =>
  db.delete(avatars).where(and(eq(avatars.id, id), eq(avatars.state, "deleted")));
