import { expect, test } from "vitest";
import { secondsLater } from "../../ports/clock.ts";
import { openPostgres } from "../../ports/postgres.ts";
import { type Alert, decideAlerts, type Observed } from "./alerts.ts";

/** Statements are built, not sent. */
const db = openPostgres("postgresql://nobody:nothing@nowhere.invalid/none");
const NOW = new Date("2026-11-21T12:00:00Z");
const ago = (seconds: number) => secondsLater(NOW, -seconds);
const row = (change: Partial<Alert> = {}): Alert => ({
  id: "queue-old",
  episode: 1,
  since: ago(600),
  seenAt: ago(60),
  toldAt: ago(600),
  resolvedAt: null,
  detail: "16 min",
  ...change,
});
const OLD: Observed = { id: "queue-old", detail: "20 min" };
const decide = (known: Alert[], observed: Observed[]) => {
  const { changes, jobs } = decideAlerts(db, known, observed, [11, 22], NOW);
  return { rows: changes.length, told: jobs.map(({ payload }) => payload), keys: jobs.map(({ key }) => key) };
};

test("what begins is told to every admin", () => {
  expect(decide([], [OLD]).told).toEqual([
    { telegramId: 11, screen: "alert", about: "queue-old" },
    { telegramId: 22, screen: "alert", about: "queue-old" },
  ]);
});

test("what goes on is noted and not told, until six hours later", () => {
  expect(decide([row()], [OLD])).toMatchObject({ rows: 1, told: [] });
  expect(decide([row({ toldAt: ago(6 * 3600) })], [OLD]).told).toHaveLength(2);
});

test("what is over is told once it has been quiet for five minutes", () => {
  expect(decide([row({ seenAt: ago(299) })], [])).toMatchObject({ rows: 0, told: [] });
  expect(decide([row({ seenAt: ago(301) })], []).told[0]).toMatchObject({ screen: "alert-resolved" });
  expect(decide([row({ seenAt: ago(301), resolvedAt: ago(10) })], [])).toMatchObject({ rows: 0, told: [] });
});

test("what only a failing job can notice is over after three quiet hours", () => {
  expect(decide([row({ id: "fal-balance", seenAt: ago(3_600) })], []).told).toEqual([]);
  expect(decide([row({ id: "fal-balance", seenAt: ago(3 * 3_600) })], []).told).toHaveLength(2);
});

test("what comes back soon is told neither again nor as over", () => {
  const back = row({ resolvedAt: ago(100), toldAt: ago(900) });
  expect(decide([back], [OLD])).toMatchObject({ rows: 1, told: [] });
  const untold = row({ since: ago(500), toldAt: ago(900), seenAt: ago(400) });
  expect(decide([untold], [])).toMatchObject({ rows: 1, told: [] });
});

test("two who see the same at once owe the same message", () => {
  expect(decide([], [OLD]).keys).toEqual(decide([], [OLD]).keys);
  expect(decide([row({ toldAt: ago(6 * 3600) })], [OLD]).keys).not.toEqual(decide([], [OLD]).keys);
});
