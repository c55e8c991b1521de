import { and, eq, or, type SQL, sql } from "drizzle-orm";
import { type Db, reach } from "../../ports/postgres.ts";
import { avatars, images, transcripts, users, works } from "../../schema/index.ts";
import {
  type Entry,
  findWallet,
  listEntries,
  listPayments,
  type Payment,
  type Wallet,
} from "../billing/index.ts";
import { isId } from "../new-id.ts";
import type { User } from "../users/index.ts";
import { type AuditEntry, listAudit } from "./audit.ts";

/** Finds somebody as an admin names them: a Telegram id, @name, or our own id. Null when there is nobody. */
export async function findPerson(db: Db, named: string): Promise<User | null> {
  const name = named.trim();
  const where = /^\d{1,16}$/.test(name)
    ? eq(users.telegramId, Number(name))
    : isId(name, "usr")
      ? eq(users.id, name)
      : /^@?\w{3,32}$/.test(name)
        ? sql`lower(${users.username}) = ${name.replace("@", "").toLowerCase()}`
        : null;
  if (!where) return null;
  // A name may have wandered from one person to another: whoever was seen with it last is meant.
  const [found] = await reach(() =>
    db.select().from(users).where(or(where)).orderBy(sql`${users.seenAt} desc`).limit(1),
  );
  return found ?? null;
}

/** Everything an admin sees of somebody: facts and figures, never words of theirs. */
export interface Card {
  user: User;
  wallet: Wallet;
  recordings: { all: number; delivered: number; failed: number };
  avatars: number;
  pictures: number;
  /** What they have cost in the last thirty days, in millionths of a US dollar. */
  vendorMicros: number;
  entries: Entry[];
  payments: Payment[];
  audit: AuditEntry[];
}

export async function readCard(db: Db, user: User, now: Date): Promise<Card> {
  const count = (which?: SQL) =>
    which ? sql<number>`(count(*) filter (where ${which}))::int` : sql<number>`count(*)::int`;
  const [wallet, [recordings], [drawn], [cost], entries, payments, audit] = await Promise.all([
    findWallet(db, user.id),
    reach(() =>
      db
        .select({
          all: count(),
          delivered: count(eq(transcripts.state, "delivered")),
          failed: count(sql`${transcripts.state} in ('failed', 'refused')`),
        })
        .from(transcripts)
        .where(eq(transcripts.userId, user.id)),
    ),
    reach(() =>
      db
        .select({
          avatars: sql<number>`(select count(*)::int from ${avatars} where ${avatars.userId} = ${user.id} and ${avatars.state} = 'ready')`,
          pictures: sql<number>`(coalesce(sum(${images.count}), 0))::int`,
        })
        .from(images)
        .where(and(eq(images.userId, user.id), eq(images.state, "done"))),
    ),
    reach(() =>
      db
        .select({ micros: sql<string>`coalesce(sum(${works.vendorMicros}), 0)` })
        .from(works)
        .where(
          sql`${works.userId} = ${user.id} and ${works.createdAt} > ${now.toISOString()}::timestamptz - interval '30 days'`,
        ),
    ),
    listEntries(db, user.id, { limit: 5 }),
    listPayments(db, user.id, 3),
    listAudit(db, user.id, 3),
  ]);
  return {
    user,
    wallet,
    recordings: recordings ?? { all: 0, delivered: 0, failed: 0 },
    avatars: drawn?.avatars ?? 0,
    pictures: drawn?.pictures ?? 0,
    vendorMicros: Number(cost?.micros ?? 0),
    entries,
    payments,
    audit,
  };
}
