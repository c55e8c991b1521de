import { expect, test } from "vitest";
import { cleanName, NAME_CHARACTERS } from "./name-voice.ts";

test("a name is one plain line of bounded length", () => {
  expect(cleanName("  Айгуль\nНұрланқызы ")).toBe("Айгуль Нұрланқызы");
  expect(cleanName("<b>Bob</b>: [1]")).toBe("bBob/b 1");
  expect([...(cleanName("😀".repeat(99)) ?? "")]).toHaveLength(NAME_CHARACTERS);
  expect(cleanName(" \u200b\n")).toBeNull();
});
