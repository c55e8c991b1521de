import { expect, test } from "vitest";
import type { Segment } from "./heard.ts";
import { carryNames, labelVoices, listVoices } from "./voices.ts";

const said = (speaker: string, from: number, to: number, text = "words"): Segment => ({
  speaker,
  from,
  to,
  text,
});

test("a voice that both parts heard keeps its label, whatever the later part calls it", () => {
  const first = [said("A", 0, 40), said("B", 40, 70), said("A", 70, 90)];
  const second = [said("A", 61, 70), said("B", 70.2, 91), said("C", 91, 99)];
  labelVoices([first, second]);
  expect(first.map(({ speaker }) => speaker)).toEqual(["1", "2", "1"]);
  expect(second.map(({ speaker }) => speaker)).toEqual(["2", "1", "3"]);
});

test("voices are counted by their first words, and a new one in a later part is a new one", () => {
  const parts = [[said("SPEAKER_01", 0, 5), said("SPEAKER_00", 5, 9)], [said("SPEAKER_00", 20, 30)]];
  labelVoices(parts);
  expect(parts.flat().map(({ speaker }) => speaker)).toEqual(["1", "2", "3"]);
});

test("a breath in common is not enough, and nobody is known twice", () => {
  const first = [said("A", 0, 10)];
  const second = [said("X", 9.7, 12), said("Y", 9.2, 9.6)];
  labelVoices([first, second]);
  expect(second.map(({ speaker }) => speaker)).toEqual(["2", "3"]);
  const one = [said("A", 0, 20)];
  const two = [said("X", 0, 11), said("Y", 11, 20)];
  labelVoices([one, two]);
  expect(two.map(({ speaker }) => speaker)).toEqual(["1", "2"]);
});

test("names go with their voices when labels shift, and nobody is given another's", () => {
  // Before, the first part was a gap; now somebody speaks in it, and everybody's label is one further.
  const before = [said("1", 10, 20), said("2", 20, 30), said("3", 30, 40), said("1", 40, 45)];
  const after = [
    said("1", 0, 10),
    said("2", 10, 20),
    said("3", 20, 30),
    said("4", 30, 40),
    said("2", 40, 45.4),
  ];
  expect(carryNames(before, { "1": "Ann", "3": "Bob" }, after)).toEqual({ "2": "Ann", "4": "Bob" });
  expect(carryNames(before, { "2": "Ann" }, [said("1", 12, 21), said("2", 0, 10)])).toBeNull();
  expect(carryNames([], { "1": "Ann" }, after)).toBeNull();
});

test("each voice is shown by its longest stretch", () => {
  const voices = listVoices([
    said("1", 0, 1, "hm"),
    said("2", 1, 2, "good day"),
    said("1", 2, 3, "a long tale"),
  ]);
  expect(voices).toEqual([
    { label: "1", words: "a long tale" },
    { label: "2", words: "good day" },
  ]);
});
