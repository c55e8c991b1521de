import { expect, test } from "vitest";
import { readAnswer } from "./answer.ts";
import { promptOf } from "./fields.ts";
import { languageCode } from "./language.ts";

test("languages are understood by code and by their English names", () => {
  expect(["russian", "Kazakh", "en", " ENGLISH "].map(languageCode)).toEqual(["ru", "kk", "en", "en"]);
  expect([undefined, null, 7, "", "martian", "en-US"].map(languageCode)).toEqual(Array(6).fill(null));
});

test("whatever a server answers, the words come out and nothing breaks", () => {
  expect(readAnswer({}, "m")).toEqual({ text: "", languages: [], model: "m" });
  expect(readAnswer({ text: " hi ", language: 5, languages: null, segments: "no" }, "m")).toEqual({
    text: "hi",
    languages: [],
    model: "m",
  });
  const odd = [
    { start: 3, end: 1, text: "x" },
    { start: "0", end: 1, text: "x" },
    { start: Number.NaN, end: 2, text: "x" },
    {},
  ];
  expect(readAnswer({ text: "hi", segments: odd }, "m").segments).toBeUndefined();
});

test("a stretch that Whisper itself takes for silence is left out", () => {
  const segments = [
    { start: 0, end: 2, text: " Добрый день.", no_speech_prob: 0.01, avg_logprob: -0.2 },
    { start: 2, end: 30, text: " Субтитры сделал DimaTorzok", no_speech_prob: 0.9, avg_logprob: -1.4 },
  ];
  const heard = readAnswer({ text: "ignored", language: "russian", segments }, "whisper-1");
  expect(heard.text).toBe("Добрый день.");
  expect(heard.segments).toEqual([{ from: 0, to: 2, text: "Добрый день." }]);
});

test("a prompt holds as many names as fit, each whole", () => {
  expect(promptOf(["Айгуль", "Kaspi"])).toBe("Айгуль, Kaspi.");
  const many = Array.from({ length: 100 }, (_, i) => `имя${i}`);
  expect(promptOf(many).length).toBeLessThanOrEqual(400);
  expect(promptOf(many)).toMatch(/имя\d+\.$/);
  expect(promptOf([])).toBe("");
});
