import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import process from "node:process";
import { Command, Option } from "commander";
import { secondsLater } from "../ports/clock.ts";
import { JOB_STATES } from "../schema/jobs.ts";
import { checkConfig } from "./config.ts";
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
} from "./credits.ts";
import { type Database, databaseUrl, openDatabase } from "./database.ts";
import { describeJob, drop, list, retry } from "./jobs.ts";
import { migrate } from "./migrate.ts";
import { offersOf, setCommands } from "./telegram.ts";

// The environment wins over .env, and .env over what `npm start` keeps of its own stack.
for (const file of [".env", ".dev.vars", ".local/worker.env"])
  if (existsSync(file)) process.loadEnvFile(file);

const program = new Command("aisha").description("The operator's commands").showHelpAfterError();

program
  .command("migrate")
  .description("bring the database to the newest schema")
  .action(async () => {
    await migrate(databaseUrl(process.env));
    console.log("the schema is up to date");
  });

const jobs = program.command("jobs").description("work that is owed, or that was given up");

jobs
  .command("list")
  .description("show jobs, the newest first")
  .addOption(new Option("--state <state>", "which ones").choices(JOB_STATES).default("dead"))
  .option("--limit <number>", "how many at most", Number, 50)
  .option("--json", "one JSON array")
  .action((options: { state: (typeof JOB_STATES)[number]; limit: number; json?: boolean }) =>
    withDatabase(async (database) => {
      const found = await list(database, options.state, options.limit);
      if (options.json) console.log(JSON.stringify(found));
      else console.log(found.length > 0 ? found.map(describeJob).join("\n") : `no ${options.state} jobs`);
    }),
  );

jobs
  .command("retry <id>")
  .description("run a dead job again; the worker takes it up within a minute")
  .action((id: string) =>
    withDatabase(async (database) => console.log(await retry(database, id, new Date()))),
  );

jobs
  .command("drop <id>")
  .description("take a job off the list")
  .action((id: string) =>
    withDatabase(async (database) => console.log(await drop(database, id, new Date()))),
  );

program
  .command("config")
  .description("the settings of this environment")
  .command("check")
  .description("say what is wrong, and which settings have no meaning any more")
  .action(() => {
    const { wrong, retired } = checkConfig(process.env);
    for (const line of wrong) console.error(`wrong: ${line}`);
    for (const line of retired) console.log(`without a meaning: ${line}`);
    if (wrong.length > 0) process.exitCode = 1;
    else console.log("the settings are complete");
  });

program
  .command("commands")
  .description("Telegram's command menu")
  .command("set")
  .description("fill it in every language")
  .action(async () => {
    const { TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: apiRoot = "https://api.telegram.org" } =
      process.env;
    if (!token) throw new Error("set TELEGRAM_BOT_TOKEN");
    await setCommands({ token, apiRoot }, offersOf(process.env));
    console.log("the command menu is set in every language");
  });

const credits = program.command("credits").description("coins: who has how many, and why");
const say = (act: (database: Database) => Promise<string>) =>
  withDatabase(async (database) => console.log(await act(database)));
const why = new Option("--why <reason>", "goes into the ledger and the audit log").makeOptionMandatory();

credits
  .command("show <who>")
  .description("a person by Telegram id, @name or our id")
  .action((who: string) => say((database) => showPerson(database, who, new Date())));

for (const [name, sign] of [
  ["give", 1],
  ["take", -1],
] as const)
  credits
    .command(`${name} <who> <coins>`)
    .description(`${name} coins`)
    .addOption(why)
    .action((who: string, coins: string, options: { why: string }) =>
      say((database) =>
        giveOrTake(database, who, sign * Number(coins), options.why, randomUUID(), new Date()),
      ),
    );

credits
  .command("refund <what>")
  .description("a recording's id or a charge: gives back its coins, or its Stars")
  .addOption(why)
  .action((what: string, options: { why: string }) =>
    say((database) => refundWhat(database, what, options.why, new Date())),
  );

for (const name of ["block", "unblock"] as const)
  credits
    .command(`${name} <who>`)
    .description(`${name} a person`)
    .addOption(why)
    .action((who: string, options: { why: string }) =>
      say((database) => setBlocked(database, who, name === "block", options.why, new Date())),
    );

credits
  .command("import <file>")
  .description('balances of an older bot: lines of "<telegram id>,<balance>"; each person once')
  .action((file: string) => say((database) => importBalances(database, file, new Date())));

credits
  .command("check")
  .description("does every wallet equal its ledger?")
  .action(() => say(checkLedger));

credits
  .command("costs")
  .description("revenue, cost and margin per feature and day")
  .option("--days <number>", "how far back", Number, 7)
  .action(({ days }: { days: number }) =>
    say((database) => showCosts(database, days, Number(process.env.STAR_MICROS ?? 13_000), new Date())),
  );

const promo = program.command("promo").description("promo codes");

promo.command("list").action(() => say(showPromos));

promo
  .command("create <code>")
  .addOption(new Option("--kind <kind>").choices(["coins", "percent"]).default("coins"))
  .requiredOption("--amount <number>", "coins, or percent of the next purchase", Number)
  .option("--uses <number>", "by everybody together", Number)
  .option("--per-user <number>", "by one person", Number, 1)
  .option("--days <number>", "valid for so long", Number)
  .action(
    (
      code: string,
      options: { kind: "coins" | "percent"; amount: number; uses?: number; perUser: number; days?: number },
    ) =>
      say((database) => {
        const now = new Date();
        return makePromo(
          database,
          {
            code,
            kind: options.kind,
            amount: options.amount,
            mostUses: options.uses ?? null,
            usesPerUser: options.perUser,
            validUntil: options.days ? secondsLater(now, options.days * 86_400) : null,
          },
          now,
        );
      }),
  );

promo
  .command("disable <code>")
  .action((code: string) => say((database) => stopPromo(database, code, new Date())));

async function withDatabase(act: (database: Database) => Promise<void>): Promise<void> {
  const database = await openDatabase(databaseUrl(process.env));
  try {
    await act(database);
  } finally {
    await database.close();
  }
}

program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
