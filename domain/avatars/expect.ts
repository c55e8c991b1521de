import { and, desc, eq, isNotNull, sql } from "drizzle-orm";
import { type Db, reach } from "../../ports/postgres.ts";
import { trainings } from "../../schema/index.ts";
import type { Training } from "./states.ts";

/** How many trainings an expected time is found from: the latest ones. */
const MEASURED = 20;

/** The median of what trainings like this one took lately, seconds; null before one has ended. */
export const medianSeconds = (
  db: Db,
  { trainer, preset, steps }: Pick<Training, "trainer" | "preset" | "steps">,
): Promise<number | null> =>
  reach(async () => {
    const took = db
      .select({
        seconds:
          sql<number>`extract(epoch from ${trainings.endedAt} - coalesce(${trainings.submittedAt}, ${trainings.createdAt}))`.as(
            "seconds",
          ),
      })
      .from(trainings)
      .where(
        and(
          eq(trainings.trainer, trainer),
          eq(trainings.preset, preset),
          eq(trainings.steps, steps),
          eq(trainings.state, "ready"),
          eq(trainings.isTest, false),
          isNotNull(trainings.endedAt),
        ),
      )
      .orderBy(desc(trainings.endedAt))
      .limit(MEASURED)
      .as("took");
    const [row] = await db
      .select({
        median: sql<number | null>`percentile_cont(0.5) within group (order by ${took.seconds})::float8`,
      })
      .from(took);
    return row?.median ?? null;
  });
