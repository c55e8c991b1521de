import { expect, test } from "vitest";
import { readClaims, readClaimsSoFar, readOverview } from "./claims.ts";

const whole = JSON.stringify({
  title: "План",
  points: [{ text: "Первое.", quote: "первое {слово}" }],
  tasks: [
    { text: "Второе [важно].", quote: "второе", owner: "Анна", due: null },
    { text: "Третье.", quote: "третье", owner: null, due: "завтра" },
  ],
});

test("a whole answer is read as it is", () => {
  expect(readClaims(JSON.parse(whole))).toEqual({
    title: "План",
    claims: [
      { of: "points", text: "Первое.", quote: "первое {слово}", owner: null, due: null },
      { of: "tasks", text: "Второе [важно].", quote: "второе", owner: "Анна", due: null },
      { of: "tasks", text: "Третье.", quote: "третье", owner: null, due: "завтра" },
    ],
  });
});

test("while it is written its whole points are read, never a half one", () => {
  let most = 0;
  for (let end = 0; end <= whole.length; end++) {
    const texts = readClaimsSoFar(whole.slice(0, end)).map(({ text }) => text);
    expect(texts.length).toBeGreaterThanOrEqual(most);
    most = texts.length;
    for (const text of texts) expect(["Первое.", "Второе [важно].", "Третье."]).toContain(text);
  }
  expect(readClaimsSoFar(whole).at(-1)).toMatchObject({ of: "tasks", due: "завтра" });
});

test.each([
  [null],
  [[]],
  ["text"],
  [{ points: "none" }],
  [
    {
      points: [
        null,
        7,
        "x",
        {},
        { text: "t" },
        { quote: "q" },
        { text: 1, quote: 2 },
        { text: " ", quote: "q" },
      ],
    },
  ],
])("what is not what was asked for is left out: %j", (json) => {
  expect(readClaims(json)).toEqual({ title: null, claims: [] });
  expect(readOverview(json)).toEqual([]);
});

test("an overview keeps only numbers as its points", () => {
  expect(
    readOverview({ overview: [{ text: "Главное.", points: [1, "2", 3.5, null] }, { text: "" }] }),
  ).toEqual([{ text: "Главное.", rests: [1] }]);
});
