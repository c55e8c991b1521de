import { type NewJob, owe, withId } from "../../domain/jobs/index.ts";
import { endReminder, listReminders } from "../../domain/todos/index.ts";
import type { Ports } from "../../ports/index.ts";
import { commit } from "../../ports/postgres.ts";

/** As many as one tick takes up; the rest follows a minute later. */
const SWEEP = 100;

/** Part of every tick: reminders whose time has come become jobs, each exactly once. Answers how many. */
export async function remind({ db, clock, jobs }: Pick<Ports, "db" | "clock" | "jobs">): Promise<number> {
  const now = clock.now();
  const due = (await listReminders(db, now, SWEEP)).flatMap(({ id, remindAt }) =>
    remindAt ? [{ id, remindAt }] : [],
  );
  if (due.length === 0) return 0;
  const owed = due.map(({ id, remindAt }) => {
    const job: NewJob = {
      kind: "notices.todo-reminder",
      payload: { todoId: id },
      key: `remind:${id}:${remindAt.getTime()}`,
    };
    return withId(job, now);
  });
  await commit(db, [
    ...due.map(({ id, remindAt }) => endReminder(db, id, remindAt)),
    ...owed.map((job) => owe(db, job, now)),
  ]);
  await jobs.wake(owed);
  return owed.length;
}
