import { type Command, Option } from "commander";
import { JOB_STATES } from "../../schema/jobs.ts";
import { answers } from "../answer.ts";
import { withDatabase } from "../database.ts";
import { describeJob, drop, list, retry } from "../jobs.ts";
import { tell } from "./tell.ts";

export function addJobs(program: Command): void {
  const jobs = program.command("jobs").description("work that is owed, or that was given up");

  answers(
    jobs
      .command("list")
      .description("show jobs, the newest first")
      .addOption(new Option("--state <state>", "which ones").choices(JOB_STATES).default("dead"))
      .option("--limit <number>", "how many at most", Number, 50),
    ({ state, limit }: { state: (typeof JOB_STATES)[number]; limit: number }) =>
      withDatabase(async (database) => {
        const found = await list(database, state, limit);
        return { text: found.map(describeJob).join("\n") || `no ${state} jobs`, data: found };
      }),
  );
  answers(
    jobs.command("retry <id>").description("run a dead job again; the worker takes it up within a minute"),
    (id: string) => tell((database) => retry(database, id, new Date())),
  );
  answers(jobs.command("drop <id>").description("take a job off the list"), (id: string) =>
    tell((database) => drop(database, id, new Date())),
  );
}
