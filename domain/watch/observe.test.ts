import { expect, test } from "vitest";
import { judgeVitals, type Vitals } from "./observe.ts";

const WELL: Vitals = {
  dead: {},
  oldestSeconds: 20,
  ended: 400,
  died: 0,
  vendors: { telegram: { calls: 900, failed: 3 } },
  spentMicros: 2_000_000,
  misplaced: 0,
  misplacedSeconds: 0,
  backupSeconds: null,
};
const judge = (change: Partial<Vitals>, ceilingCents = 10_000) =>
  judgeVitals({ ...WELL, ...change }, { ceilingCents, oldSeconds: 900 }).map(
    ({ id, detail }) => `${id}: ${detail}`,
  );

test("a house that works raises no alarm", () => {
  expect(judge({})).toEqual([]);
});

test.each<[string, Partial<Vitals>, string[]]>([
  ["a job given up", { dead: { "notices.show": 2 } }, ["dead-letters: 2 × notices.show"]],
  ["a job that waits for 16 minutes", { oldestSeconds: 960 }, ["queue-old: 16 min"]],
  ["a tenth of all jobs dying", { ended: 40, died: 5 }, ["error-rate: 5/40"]],
  ["few deaths in few jobs", { ended: 4, died: 4 }, []],
  [
    "a vendor that fails every other time",
    { vendors: { fal: { calls: 20, failed: 10 } } },
    ["vendor: fal 10/20"],
  ],
  ["a vendor that was hardly asked", { vendors: { fal: { calls: 3, failed: 3 } } }, []],
  ["objects that came home within minutes", { misplaced: 9, misplacedSeconds: 300 }, []],
  ["objects that do not come home", { misplaced: 9, misplacedSeconds: 1_800 }, ["storage: 9, 30 min"]],
  ["a backup of this morning", { backupSeconds: 35 * 3_600 }, []],
  ["a backup of the day before yesterday", { backupSeconds: 50 * 3_600 }, ["backup: 50 h"]],
  ["four fifths of the budget", { spentMicros: 80_000_000 }, ["budget: $80.00 / $100.00"]],
])("%s", (_, change, alarms) => {
  expect(judge(change)).toEqual(alarms);
});

test("a house without a ceiling has no budget to exceed", () => {
  expect(judge({ spentMicros: 1e12 }, 0)).toEqual([]);
});
