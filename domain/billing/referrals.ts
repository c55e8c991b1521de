import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { departed, referrals, users } from "../../schema/index.ts";
import { fingerprintOf } from "../deletions/index.ts";
import type { NewJob } from "../jobs/index.ts";
import type { Tariff } from "./tariff.ts";

/** What a link carries after "ref_": our id of the inviter, without its prefix. */
export const referralName = (userId: string): string => userId.replace(/^usr_/, "");

/** Our id of the inviter, or null when this is no such name. */
export const inviterOf = (name: string): string | null =>
  /^[0-9a-hjkmnp-tv-z]{26}$/.test(name) ? `usr_${name}` : null;

/**
 * Notes by whose link somebody came. Only those who are new with this very update come by a link, and not those who had
 * everything deleted and come again (`fingerprint`, domain/deletions); nobody comes by their own.
 */
export const comeBy = (
  db: Db,
  telegramId: number,
  fingerprint: string,
  inviterId: string,
  now: Date,
): Statement =>
  db.execute(sql`
    insert into ${referrals} (invitee_id, inviter_id, created_at)
    select invitee.id, inviter.id, ${now.toISOString()}::timestamptz
      from ${users} invitee, ${users} inviter
     where invitee.telegram_id = ${telegramId} and invitee.created_at = ${now.toISOString()}::timestamptz
       and inviter.id = ${inviterId} and inviter.id <> invitee.id
       and not exists (select 1 from ${departed} where ${departed.fingerprint} = ${fingerprint})
    on conflict do nothing`);

/**
 * The reward for two people that is due when the one who came by a link has got or bought something for the first time:
 * a change for that very commit, and the jobs that tell both. Nothing for everybody else. `secret` keys the fingerprint
 * of the inviter, whose friends of before they had everything deleted count, too.
 */
export async function rewardReferral(
  db: Db,
  telegramId: number,
  tariff: Tariff,
  secret: string,
  now: Date,
): Promise<{ changes: Statement[]; jobs: (NewJob & { when: SQL })[] }> {
  if (tariff.free || tariff.referral === 0) return { changes: [], jobs: [] };
  const inviter = alias(users, "inviter");
  const [due] = await reach(() =>
    db
      .select({ inviteeId: users.id, inviter: inviter.telegramId })
      .from(referrals)
      .innerJoin(users, eq(users.id, referrals.inviteeId))
      .innerJoin(inviter, eq(inviter.id, referrals.inviterId))
      .where(and(eq(users.telegramId, telegramId), isNull(referrals.rewardedAt))),
  );
  if (!due) return { changes: [], jobs: [] };
  const inviterTrace = await fingerprintOf(secret, due.inviter);
  const when = sql`exists (select 1 from ${referrals} where ${referrals.inviteeId} = ${due.inviteeId} and ${referrals.coins} > 0)`;
  const tell = (to: number, screen: string) => ({
    kind: "notices.show" as const,
    payload: { telegramId: to, screen, about: due.inviteeId },
    key: `${screen}:${due.inviteeId}`,
    when,
  });
  return {
    changes: [
      db.execute(
        sql`select reward_referral(${due.inviteeId}, ${tariff.referral}::int, ${tariff.referralsMost}::int, ${now.toISOString()}::timestamptz, ${inviterTrace})`,
      ),
    ],
    jobs: [tell(telegramId, "friend-came"), tell(due.inviter, "friend-invited")],
  };
}

/** How many friends somebody has brought, and what they got for it. */
export async function countFriends(db: Db, userId: string): Promise<{ came: number; coins: number }> {
  const [row] = await reach(() =>
    db
      .select({ came: sql<string>`count(*)`, coins: sql<string>`coalesce(sum(${referrals.coins}), 0)` })
      .from(referrals)
      .where(eq(referrals.inviterId, userId)),
  );
  return { came: Number(row?.came ?? 0), coins: Number(row?.coins ?? 0) };
}
