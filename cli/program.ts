import { Command } from "commander";
import { addBackup } from "./commands/backup.ts";
import { addCredits, addPromo } from "./commands/credits.ts";
import { addInstall, addTelegram } from "./commands/install.ts";
import { addJobs } from "./commands/jobs.ts";
import { addNews } from "./commands/news.ts";
import { loadSettings } from "./settings.ts";

/** All the operator's commands. */
export function buildProgram(): Command {
  const program = new Command("aisha")
    .description("The operator's commands")
    .option("--env <name>", "an environment of wrangler.toml; its secrets are in .env.<name>")
    .showHelpAfterError()
    .addHelpText(
      "after",
      "\nEvery command takes --json. Exit codes: 0 done; 1 not done, or what was looked at is bad.",
    )
    .hook("preAction", () => loadSettings(program.opts<{ env?: string }>().env));
  for (const add of [addInstall, addTelegram, addBackup, addJobs, addCredits, addPromo, addNews])
    add(program);
  return program;
}
