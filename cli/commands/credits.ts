import { randomUUID } from "node:crypto";
import process from "node:process";
import { type Command, Option } from "commander";
import { secondsLater } from "../../ports/clock.ts";
import { answers } from "../answer.ts";
import {
  checkLedger,
  giveOrTake,
  importBalances,
  makePromo,
  refundWhat,
  setBlocked,
  showCosts,
  showPerson,
  showPromos,
  stopPromo,
} from "../credits.ts";
import { type Database, withDatabase } from "../database.ts";
import { tell } from "./tell.ts";

/** What is JSON already stays what it is. */
const show = (act: (database: Database) => Promise<string>) =>
  withDatabase(async (database) => {
    const text = await act(database);
    return { text, data: JSON.parse(text) as unknown };
  });
const lines = (act: (database: Database) => Promise<string>) =>
  withDatabase(async (database) => {
    const text = await act(database);
    return { text, data: text.split("\n") };
  });

export function addCredits(program: Command): void {
  const credits = program.command("credits").description("coins: who has how many, and why");
  const why = () =>
    new Option("--why <reason>", "goes into the ledger and the audit log").makeOptionMandatory();

  answers(
    credits.command("show <who>").description("a person by Telegram id, @name or our id"),
    (who: string) => show((database) => showPerson(database, who, new Date())),
  );

  for (const [name, sign] of [
    ["give", 1],
    ["take", -1],
  ] as const)
    answers(
      credits.command(`${name} <who> <coins>`).description(`${name} coins`).addOption(why()),
      (who: string, coins: string, options: { why: string }) =>
        tell((database) =>
          giveOrTake(database, who, sign * Number(coins), options.why, randomUUID(), new Date()),
        ),
    );

  answers(
    credits
      .command("refund <what>")
      .description("a recording's id or a charge: gives back its coins, or its Stars")
      .addOption(why()),
    (what: string, options: { why: string }) =>
      tell((database) => refundWhat(database, what, options.why, new Date())),
  );

  for (const name of ["block", "unblock"] as const)
    answers(
      credits.command(`${name} <who>`).description(`${name} a person`).addOption(why()),
      (who: string, options: { why: string }) =>
        tell((database) => setBlocked(database, who, name === "block", options.why, new Date())),
    );

  answers(
    credits
      .command("import <file>")
      .description('balances of an older bot: lines of "<telegram id>,<balance>"; each person once'),
    (file: string) => tell((database) => importBalances(database, file, new Date())),
  );
  answers(credits.command("check").description("does every wallet equal its ledger?"), () =>
    tell(checkLedger),
  );
  answers(
    credits
      .command("costs")
      .description("revenue, cost and margin per feature and day")
      .option("--days <number>", "how far back", Number, 7),
    ({ days }: { days: number }) =>
      lines((database) => showCosts(database, days, Number(process.env.STAR_MICROS ?? 13_000), new Date())),
  );
}

interface PromoOptions {
  kind: "coins" | "percent";
  amount: number;
  uses?: number;
  perUser: number;
  days?: number;
}

export function addPromo(program: Command): void {
  const promo = program.command("promo").description("promo codes");
  answers(promo.command("list").description("the codes there are, the newest first"), () =>
    lines(showPromos),
  );
  answers(
    promo
      .command("create <code>")
      .description("a code of 4 to 32 letters, digits and dashes")
      .addOption(new Option("--kind <kind>").choices(["coins", "percent"]).default("coins"))
      .requiredOption("--amount <number>", "coins, or percent of the next purchase", Number)
      .option("--uses <number>", "by everybody together", Number)
      .option("--per-user <number>", "by one person", Number, 1)
      .option("--days <number>", "valid for so long", Number),
    (code: string, { kind, amount, uses, perUser, days }: PromoOptions) =>
      tell((database) => {
        const now = new Date();
        const validUntil = days ? secondsLater(now, days * 86_400) : null;
        const wish = { code, kind, amount, mostUses: uses ?? null, usesPerUser: perUser, validUntil };
        return makePromo(database, wish, now);
      }),
  );
  answers(promo.command("disable <code>").description("nobody can use it any more"), (code: string) =>
    tell((database) => stopPromo(database, code, new Date())),
  );
}
