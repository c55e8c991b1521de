import { desc, eq, type SQL, sql } from "drizzle-orm";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { auditLog } from "../../schema/index.ts";

/** Who acts: an admin by Telegram id, or the command line. */
export type Actor = number | "cli";

export type AuditEntry = typeof auditLog.$inferSelect;

/** Writes down what an admin does, in the commit that does it. `subject`: to whom or what, by id. */
export const audit = (
  db: Db,
  actor: Actor,
  action: string,
  subject: string,
  details: Record<string, string | number | null>,
  now: Date,
  when?: SQL,
): Statement =>
  db.execute(sql`
    insert into ${auditLog} (actor, action, subject, details, created_at)
    select ${String(actor)}, ${action}, ${subject}, ${JSON.stringify(details)}::jsonb, ${now.toISOString()}::timestamptz
     where ${when ?? sql`true`}`);

/** What admins did last, the newest first. */
export const listRecentAudit = (db: Db, limit: number): Promise<AuditEntry[]> =>
  reach(() => db.select().from(auditLog).orderBy(desc(auditLog.id)).limit(limit));

/** What was done to somebody or something, the newest first. */
export const listAudit = (db: Db, subject: string, limit: number): Promise<AuditEntry[]> =>
  reach(() =>
    db.select().from(auditLog).where(eq(auditLog.subject, subject)).orderBy(desc(auditLog.id)).limit(limit),
  );
