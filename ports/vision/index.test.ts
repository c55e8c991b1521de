import { expect, test } from "vitest";
import { readPrompt, readVerdicts } from "./index.ts";

const names = ["picture_1", "picture_2"];

test("verdicts are read in the order of the photos", () => {
  expect(readVerdicts('{"picture_2":"no-face","picture_1":"one-clear-face"}', names)).toEqual([
    "one-clear-face",
    "no-face",
  ]);
});

test.each(["", "null", "[]", '{"picture_1":', '{"picture_1":"beautiful","picture_2":7}', "one-clear-face"])(
  "what is not a verdict is none, and refuses nobody's photo: %s",
  (content) => expect(readVerdicts(content, names)).toEqual([null, null]),
);

test("a prompt is read from the model's answer", () => {
  expect(readPrompt('{"prompt":" a red sofa "}')).toBe("a red sofa");
});

test.each(["", "null", "[]", "{}", '{"prompt":7}', '{"prompt":"  "}', "a red sofa"])(
  "what is not a prompt is none: %s",
  (content) => expect(readPrompt(content)).toBeNull(),
);
