import { and, desc, eq, gte, type SQL, sql } from "drizzle-orm";
import { secondsLater } from "../../ports/clock.ts";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { invoices, payments, users, wallets } from "../../schema/index.ts";
import type { NewJob } from "../jobs/index.ts";
import { newId } from "../new-id.ts";
import { ownerOf } from "../users/index.ts";
import type { Package } from "./tariff.ts";

export type Invoice = typeof invoices.$inferSelect;
export type Payment = typeof payments.$inferSelect;

/** An invoice can be paid for this long; afterwards prices may be others. */
const INVOICE_SECONDS = 7 * 86_400;

/** Purchases can be given back by their buyer for this long, while the coins are still there. */
export const RETURN_DAYS = 14;

const at = (moment: Date) => sql`${moment.toISOString()}::timestamptz`;

/** Offers a package to somebody; the job shows them the invoice. */
export function offerPackage(
  db: Db,
  telegramId: number,
  { coins, stars }: Package,
  now: Date,
): { change: Statement; job: NewJob } {
  const invoiceId = newId("inv", now);
  return {
    change: db
      .insert(invoices)
      .values({ id: invoiceId, userId: ownerOf(telegramId), coins, stars, createdAt: now }),
    job: { kind: "notices.invoice", payload: { invoiceId }, key: `invoice:${invoiceId}` },
  };
}

/** An invoice and the Telegram id of its owner; null when there is none. */
export async function findInvoice(db: Db, id: string): Promise<(Invoice & { telegramId: number }) | null> {
  const [found] = await reach(() =>
    db
      .select({ invoice: invoices, telegramId: users.telegramId })
      .from(invoices)
      .innerJoin(users, eq(users.id, invoices.userId))
      .where(eq(invoices.id, id)),
  );
  return found ? { ...found.invoice, telegramId: found.telegramId } : null;
}

/** What Telegram asks before it takes the Stars. */
export interface Checkout {
  telegramId: number;
  /** The payload we gave: an invoice's id, if it is ours. */
  invoiceId: string;
  currency: string;
  stars: number;
}

/**
 * Whether a payment can be honoured: null when it can, otherwise why not. One look into the database. An invoice that is
 * another's and one that does not exist are the same to the payer.
 */
export async function checkCheckout(
  db: Db,
  { telegramId, invoiceId, currency, stars }: Checkout,
  now: Date,
): Promise<"unknown" | "stale" | "paid" | "blocked" | null> {
  if (currency !== "XTR") return "unknown";
  const [invoice] = await reach(() =>
    db
      .select({
        createdAt: invoices.createdAt,
        blockedAt: users.blockedAt,
        paid: sql<boolean>`exists (select 1 from ${payments} where ${payments.invoiceId} = ${invoices.id} and ${payments.state} <> 'returned')`,
      })
      .from(invoices)
      .innerJoin(users, eq(users.id, invoices.userId))
      .where(and(eq(invoices.id, invoiceId), eq(users.telegramId, telegramId), eq(invoices.stars, stars))),
  );
  if (!invoice) return "unknown";
  if (invoice.blockedAt) return "blocked";
  if (invoice.paid) return "paid";
  return invoice.createdAt < secondsLater(now, -INVOICE_SECONDS) ? "stale" : null;
}

/** Stars that Telegram says were paid. */
export interface Charge extends Omit<Checkout, "currency"> {
  chargeId: string;
}

/**
 * Credits a payment, once for each charge. Answers `{ outcome }`: "credited", "repeated", or "unmatched" when no invoice
 * of the payer's explains it: then nothing is credited, and an admin must look.
 */
export const creditPayment = (db: Db, charge: Charge, now: Date): Statement =>
  db.execute(
    sql`select credit_payment(${charge.chargeId}, ${charge.invoiceId}, ${charge.telegramId}::bigint,
                              ${charge.stars}::int, ${at(now)}) as outcome`,
  );

/** Holds when this charge was not credited because nothing explains it. */
export const isUnmatched = (chargeId: string): SQL =>
  sql`exists (select 1 from ${payments} where ${payments.chargeId} = ${chargeId} and ${payments.state} = 'unmatched')`;

/** A payment, and whose it is; null when it does not exist. */
export async function findPayment(
  db: Db,
  chargeId: string,
): Promise<(Payment & { telegramId: number }) | null> {
  const [found] = await reach(() =>
    db
      .select({ payment: payments, telegramId: users.telegramId })
      .from(payments)
      .innerJoin(users, eq(users.id, payments.userId))
      .where(eq(payments.chargeId, chargeId)),
  );
  return found ? { ...found.payment, telegramId: found.telegramId } : null;
}

/** A person's payments, the newest first. */
export const listPayments = (db: Db, userId: string, limit: number): Promise<Payment[]> =>
  reach(() =>
    db
      .select()
      .from(payments)
      .where(eq(payments.userId, userId))
      .orderBy(desc(payments.createdAt))
      .limit(limit),
  );

/** The last payment of an invoice, for its payer only. */
export async function findOwnPayment(db: Db, telegramId: number, invoiceId: string): Promise<Payment | null> {
  const [payment] = await reach(() =>
    db
      .select()
      .from(payments)
      .where(and(eq(payments.invoiceId, invoiceId), eq(payments.userId, ownerOf(telegramId))))
      .orderBy(desc(payments.createdAt))
      .limit(1),
  );
  return payment ?? null;
}

/** The newest payment that its buyer may give back by the rule: recent, and all of its coins still there. */
export async function findReturnable(db: Db, userId: string, now: Date): Promise<Payment | null> {
  const [found] = await reach(() =>
    db
      .select({ payment: payments })
      .from(payments)
      .innerJoin(wallets, eq(wallets.userId, payments.userId))
      .where(
        and(
          eq(payments.userId, userId),
          eq(payments.state, "paid"),
          gte(payments.createdAt, secondsLater(now, -RETURN_DAYS * 86_400)),
          sql`${wallets.balance} - ${wallets.held} >= ${payments.coins} + ${payments.bonus}`,
        ),
      )
      .orderBy(desc(payments.createdAt))
      .limit(1),
  );
  return found?.payment ?? null;
}

/**
 * Begins to return a payment: its coins are taken back, and the job returns the Stars. The commit fails with
 * NOT_ENOUGH_COINS when they are spent. `by` is whose wish it is: a buyer may return only their own, and only by the rule.
 */
export function beginReturn(
  db: Db,
  { chargeId, returns }: Pick<Payment, "chargeId" | "returns">,
  by: { telegramId: number } | "admin",
  words: string | null,
  now: Date,
): { change: Statement; job: NewJob; when: SQL } {
  const own = by !== "admin";
  const since = secondsLater(now, -RETURN_DAYS * 86_400);
  return {
    change: db.execute(sql`
      select begin_return(${chargeId}, ${own ? by.telegramId : null}::bigint, ${words}, ${at(now)}) as begun
       where ${own ? sql`exists (select 1 from ${payments} where ${payments.chargeId} = ${chargeId} and ${payments.createdAt} >= ${at(since)})` : sql`true`}`),
    job: {
      kind: "notices.return",
      payload: { chargeId },
      // Names the attempt: two taps at once mean the same one.
      key: `return:${chargeId}:${returns + 1}`,
    },
    when: sql`exists (select 1 from ${payments} where ${payments.chargeId} = ${chargeId} and ${payments.state} = 'returning')`,
  };
}

/** The Stars are back with their payer, whoever returned them. */
export const endReturn = (db: Db, chargeId: string, now: Date): Statement =>
  db.execute(sql`select end_return(${chargeId}, ${at(now)}) as ended`);

/** The same, for a charge of this payer only: what an update says is believed no further than that. */
export const returnedByTelegram = (db: Db, telegramId: number, chargeId: string, now: Date): Statement =>
  db.execute(sql`
    select end_return(${payments.chargeId}, ${at(now)}) as ended
      from ${payments} where ${payments.chargeId} = ${chargeId} and ${payments.userId} = ${ownerOf(telegramId)}`);

/** Telegram would not return them: the coins come again. */
export const undoReturn = (db: Db, chargeId: string, now: Date): Statement =>
  db.execute(sql`select undo_return(${chargeId}, ${at(now)}) as undone`);
