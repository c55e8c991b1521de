import { existsSync } from "node:fs";
import process from "node:process";
import { Command, Option } from "commander";
import { JOB_STATES } from "../schema/jobs.ts";
import { type Database, databaseUrl, openDatabase } from "./database.ts";
import { describeJob, drop, list, retry } from "./jobs.ts";
import { migrate } from "./migrate.ts";
import { setCommands } from "./telegram.ts";

for (const file of [".env", ".dev.vars"]) if (existsSync(file)) process.loadEnvFile(file);

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
  .command("commands")
  .description("Telegram's command menu")
  .command("set")
  .description("fill it in every language")
  .action(async () => {
    const { TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: apiRoot = "https://api.telegram.org" } =
      process.env;
    if (!token) throw new Error("set TELEGRAM_BOT_TOKEN");
    await setCommands({ token, apiRoot }, process.env.BILLING_MODE === "coins");
    console.log("the command menu is set in every language");
  });

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
