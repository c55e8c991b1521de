import { claimSilent, listPhotosDue } from "../../domain/avatars/index.ts";
import { type NewJob, owe, withId } from "../../domain/jobs/index.ts";
import type { Ports } from "../../ports/index.ts";
import { commit } from "../../ports/postgres.ts";

/** As many as one tick takes up; the rest follows a minute later. */
const SWEEP = 50;

/** Part of every tick: silent trainings are asked about, and photos that were kept long enough go. Answers how many jobs are owed. */
export async function watchAvatars({
  db,
  clock,
  jobs,
}: Pick<Ports, "db" | "clock" | "jobs">): Promise<number> {
  const now = clock.now();
  const minute = Math.floor(now.getTime() / 60_000);
  const [silent, due] = await Promise.all([claimSilent(db, now, SWEEP), listPhotosDue(db, now, SWEEP)]);
  const wanted: NewJob[] = [
    ...silent.map(
      ({ id }): NewJob => ({
        kind: "avatars.poll",
        payload: { trainingId: id },
        key: `poll:${id}:${now.getTime()}`,
      }),
    ),
    ...due.map(
      ({ id }): NewJob => ({
        kind: "avatars.forget",
        payload: { avatarId: id },
        key: `forget:${id}:${minute}`,
      }),
    ),
  ];
  if (wanted.length === 0) return 0;
  const owed = wanted.map((job) => withId(job, now));
  await commit(
    db,
    owed.map((job) => owe(db, job, now)),
  );
  await jobs.wake(owed);
  return owed.length;
}
