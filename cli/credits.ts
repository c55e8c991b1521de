import { readFileSync } from "node:fs";
import {
  type Act,
  addPromo,
  audit,
  blockUser,
  endPromo,
  findPaid,
  findPerson,
  findWorker,
  giveCoins,
  MOST_COINS,
  readCard,
  readCosts,
  refundJob,
  returnPayment,
  unblockUser,
} from "../domain/admin/index.ts";
import {
  findPromo,
  listBrokenWallets,
  listPromos,
  move,
  type NewPromo,
  readCode,
} from "../domain/billing/index.ts";
import type { Database } from "./database.ts";
import { oweJobs } from "./owe-jobs.ts";

/** Commits an act of the command line, and owes its jobs: the worker takes them up within a minute. */
async function carryOut(database: Database, act: Act, now: Date): Promise<void> {
  try {
    await database.commit([...act.changes, ...oweJobs(database, act, now)]);
  } catch (error) {
    for (let cause = error; cause instanceof Error; cause = cause.cause)
      if ("code" in cause && cause.code === "AI002")
        throw new Error("nothing has changed: there are not that many free coins");
    throw error;
  }
}

async function personOf({ db }: Database, named: string) {
  const person = await findPerson(db, named);
  if (!person) throw new Error(`there is nobody called ${named}`);
  return person;
}

/** Somebody's coins, payments and last movements, as JSON for eyes and programs. */
export async function showPerson(database: Database, named: string, now: Date): Promise<string> {
  const { user, wallet, ...rest } = await readCard(database.db, await personOf(database, named), now);
  const { id, telegramId, username, blockedAt } = user;
  return JSON.stringify({ id, telegramId, username, blockedAt, wallet, ...rest }, null, 2);
}

/** Gives coins, or takes them below zero. `wish` names this command, so that the ledger can. */
export async function giveOrTake(
  database: Database,
  named: string,
  coins: number,
  why: string,
  wish: string,
  now: Date,
): Promise<string> {
  if (!Number.isSafeInteger(coins) || coins === 0 || Math.abs(coins) > MOST_COINS)
    throw new Error(`coins are whole, and at most ${MOST_COINS} at once`);
  const person = await personOf(database, named);
  await carryOut(database, giveCoins(database.db, person, coins, why, "cli", wish, now), now);
  return `${coins > 0 ? "gave" : "took"} ${Math.abs(coins)} coins: ${person.telegramId}`;
}

/** Gives back what a work cost, or returns a payment's Stars; whichever is called so. */
export async function refundWhat(database: Database, what: string, why: string, now: Date): Promise<string> {
  const { db } = database;
  const [worker, paid] = await Promise.all([findWorker(db, what), findPaid(db, what)]);
  if (worker) {
    if (worker.coins === 0) throw new Error(`nothing was taken for ${what}, or it was given back before`);
    await carryOut(database, refundJob(db, what, worker.user, why, "cli", now), now);
    return `gave the coins of ${what} back to ${worker.user.telegramId}`;
  }
  if (paid?.payment.state === "returning" || paid?.payment.state === "returned")
    throw new Error(
      `the Stars of ${what} are ${paid.payment.state === "returned" ? "back" : "on their way back"} already`,
    );
  if (!paid) throw new Error(`there is no work and no payment called ${what}`);
  await carryOut(database, returnPayment(db, paid.payment, paid.user, why, "cli", now), now);
  return `the Stars of ${what} go back to ${paid.user.telegramId} within a minute`;
}

export async function setBlocked(
  database: Database,
  named: string,
  blocked: boolean,
  why: string,
  now: Date,
): Promise<string> {
  const person = await personOf(database, named);
  const act = blocked ? blockUser : unblockUser;
  await carryOut(database, act(database.db, person, why, "cli", now), now);
  return `${blocked ? "blocked" : "unblocked"} ${person.telegramId}`;
}

export async function makePromo(
  database: Database,
  promo: Omit<NewPromo, "createdBy">,
  now: Date,
): Promise<string> {
  const code = readCode(promo.code);
  if (!code) throw new Error("a code is 4 to 32 letters, digits and dashes");
  if (await findPromo(database.db, code)) throw new Error(`there is a code ${code} already`);
  await carryOut(database, addPromo(database.db, { ...promo, code, createdBy: null }, "cli", now), now);
  return `there is a code ${code}`;
}

export async function stopPromo(database: Database, typed: string, now: Date): Promise<string> {
  const code = typed.toUpperCase();
  const promo = await findPromo(database.db, code);
  if (!promo || promo.disabledAt) throw new Error(`there is no valid code ${code}`);
  await carryOut(database, endPromo(database.db, code, "cli", now), now);
  return `${code} is not valid any more`;
}

export async function showPromos({ db }: Database): Promise<string> {
  const lines = (await listPromos(db, 100)).map(
    ({ code, kind, amount, uses, mostUses, validUntil, disabledAt }) =>
      `${code}  ${amount}${kind === "percent" ? " %" : " coins"}  ${uses}/${mostUses ?? "any"}  until ${validUntil?.toISOString() ?? "ever"}${disabledAt ? "  disabled" : ""}`,
  );
  return lines.join("\n") || "no codes";
}

/** Revenue, cost and margin per feature and day, one line each. */
export async function showCosts(
  { db }: Database,
  days: number,
  starMicros: number,
  now: Date,
): Promise<string> {
  const { lines, starsPaid, starsReturned } = await readCosts(db, days, starMicros, now);
  const dollars = (micros: number) => `$${(micros / 1e6).toFixed(3)}`;
  return [
    ...lines.map(
      ({ day, feature, works, coins, revenueMicros, vendorMicros }) =>
        `${day}  ${feature.padEnd(7)} ${works} works  ${coins} coins  revenue ${dollars(revenueMicros)}  cost ${dollars(vendorMicros)}  margin ${dollars(revenueMicros - vendorMicros)}`,
    ),
    `Stars paid ${starsPaid}, returned ${starsReturned}`,
  ].join("\n");
}

/** Says whether every wallet equals its ledger; the database sees to it, this looks. */
export async function checkLedger({ db }: Database): Promise<string> {
  const broken = await listBrokenWallets(db);
  if (broken.length > 0)
    throw new Error(
      `these wallets do not equal their ledger: ${broken.map(({ userId }) => userId).join(", ")}`,
    );
  return "every wallet equals its ledger";
}

/**
 * Carries balances over from an older bot: lines of "<telegram id>,<balance>". Fractions are rounded up, in the person's
 * favour. Each person once, however often the file is imported; those who are not here yet are named, and come with the
 * next import. Throws on a line that is none, before anything is moved.
 */
export async function importBalances({ db, commit }: Database, file: string, now: Date): Promise<string> {
  const rows = readFileSync(file, "utf8")
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line, i) => line !== "" && !(i === 0 && /[a-z]/i.test(line)))
    .map((line) => {
      const [, id = "", balance = ""] = /^(\d{1,16})\s*[,;\t]\s*(\d{1,7}(?:\.\d+)?)$/.exec(line) ?? [];
      if (id === "") throw new Error(`not "<telegram id>,<balance>": ${line}`);
      return { telegramId: id, coins: Math.ceil(Number(balance)) };
    });
  const missing: string[] = [];
  let moved = 0;
  for (const { telegramId, coins } of rows) {
    const person = await findPerson(db, telegramId);
    if (!person) missing.push(telegramId);
    else if (coins > 0) {
      const entry = { userId: person.id, coins, reason: "import", ref: telegramId } as const;
      const [answer] = await commit([
        move(db, entry, now),
        audit(db, "cli", "import", person.id, { coins }, now),
      ]);
      if ((answer as { rows: { moved: boolean }[] }).rows[0]?.moved) moved++;
    }
  }
  return `imported ${moved} balances${missing.length > 0 ? `; not here yet: ${missing.join(" ")}` : ""}`;
}
