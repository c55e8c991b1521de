import { expect, test } from "vitest";
import type { GroupName, Task } from "./digest.ts";
import { gatherParts, type PartResult } from "./gather.ts";

const point = (text: string, at: number, more: Partial<Task> = {}): Task => ({
  text,
  quote: `«${text}»`,
  source: 0,
  at,
  until: at + 1,
  ...more,
});
const part = (title: string | null, dropped: number, ...points: [GroupName, Task][]): PartResult => ({
  title,
  points: points.map(([of, one]) => ({ of, point: one })),
  dropped,
});

test("a summary keeps its parts as sections in their order, below what matters most", () => {
  const digest = gatherParts(
    "summary",
    [part("Начало", 1, ["points", point("А", 1)]), part("Конец", 2, ["points", point("Б", 90)])],
    [point("Главное", 1)],
  );
  expect(digest).toMatchObject({
    dropped: 3,
    groups: [
      { of: "overview", points: [{ text: "Главное" }] },
      { of: "points", title: "Начало", points: [{ text: "А" }] },
      { of: "points", title: "Конец", points: [{ text: "Б" }] },
    ],
  });
});

test("minutes bring together what is of one kind, each kind in the order in which it was said", () => {
  const digest = gatherParts("minutes", [
    part("Встреча", 0, ["tasks", point("Т1", 1)], ["decisions", point("Р1", 2)]),
    part("Дальше", 0, ["tasks", point("Т2", 50)], ["points", point("О1", 60)]),
  ]);
  expect(
    "groups" in digest && digest.groups.map(({ of, points }) => [of, points.map(({ text }) => text)]),
  ).toEqual([
    ["points", ["О1"]],
    ["decisions", ["Р1"]],
    ["tasks", ["Т1", "Т2"]],
  ]);
});

test("the same task told twice is one, with what either mention says", () => {
  const digest = gatherParts("todo", [
    part(null, 0, ["tasks", point("Отправить договор", 1)]),
    part(null, 0, ["tasks", point("отправить договор.", 90, { owner: "Анна" })]),
  ]);
  expect("groups" in digest && digest.groups[0]?.points).toEqual([
    { ...point("Отправить договор", 1), owner: "Анна" },
  ]);
});

test("texts follow one another; what is to be known of any is said once", () => {
  expect(
    gatherParts("clean", [
      { text: "Первая часть.\n", notes: ["shorter"] },
      { text: "Вторая.", notes: ["shorter", "numbers"] },
    ]),
  ).toEqual({ text: "Первая часть.\n\nВторая.", notes: ["shorter", "numbers"] });
});

test("where nothing was said there is nothing", () => {
  expect(gatherParts("todo", [part(null, 0)])).toEqual({ groups: [], dropped: 0 });
});
