import { expect, test } from "vitest";
import { indexWords } from "../quotes/index.ts";
import type { Passage } from "../transcripts/index.ts";
import { sourceOf } from "./find.ts";
import { linesOf } from "./lines.ts";
import { prove } from "./prove.ts";

const owner = { locale: "ru", timeZone: null } as const;
type Transcript = Parameters<typeof sourceOf>[0];
const transcript = (more: Partial<Transcript>) =>
  ({ passages: [], speakers: null, container: "ogg", seconds: 9, languages: ["ru"], ...more }) as Transcript;
const arrived = new Date("2026-11-20T10:00:00Z");

test("a recording's day is that on which it was said, by its owner's clock, guessed or named", () => {
  const late = transcript({ createdAt: arrived, saidAt: new Date("2026-11-12T22:30:00Z") });
  expect(sourceOf(late, owner).day).toBe("2026-11-13");
  expect(sourceOf(late, { ...owner, timeZone: "America/New_York" }).day).toBe("2026-11-12");
  expect(sourceOf(transcript({ createdAt: arrived, saidAt: null }), owner).day).toBe("2026-11-20");
});

test("each message of a dialogue means its own tomorrow", () => {
  const passages: Passage[] = [
    { from: 0, to: 5, text: "Договор отправлю завтра утром.", saidAt: "2026-11-10T10:00:00Z" },
    { from: 5, to: 9, text: "Смету проверю завтра вечером.", saidAt: "2026-11-12T10:00:00Z" },
  ];
  const source = sourceOf(transcript({ passages, createdAt: arrived, saidAt: arrived }), owner);
  const index = indexWords(linesOf([source]));
  const dueOf = (quote: string) =>
    prove({ of: "tasks", text: quote, quote, owner: null, due: "завтра" }, index, [source], "ru")?.due?.on;
  expect(dueOf("Договор отправлю завтра утром")).toBe("2026-11-11");
  expect(dueOf("Смету проверю завтра вечером")).toBe("2026-11-13");
});
