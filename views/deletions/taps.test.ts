import { expect, test } from "vitest";
import { newId } from "../../domain/new-id.ts";
import { type DeletionTap, packDeletionTap, readDeletionTap } from "./taps.ts";

const TAPS: DeletionTap[] = [
  { act: "menu" },
  { act: "keep" },
  { act: "all" },
  { act: "one", transcriptId: newId("trn") },
  { act: "one-yes", transcriptId: newId("trn") },
  { act: "one-undo", transcriptId: newId("trn") },
  { act: "age", days: 0 },
  { act: "age-yes", days: 365, stamp: "t1abcd" },
  { act: "all-sure", stamp: "t1abcd" },
  { act: "all-yes", stamp: "t1abcd" },
  { act: "originals", days: null },
  { act: "texts", days: 30 },
];

test.each(TAPS)("what a button says is what its tap means: %o", (tap) => {
  const data = packDeletionTap(tap);
  expect(new TextEncoder().encode(data).length).toBeLessThanOrEqual(64);
  expect(readDeletionTap(data)).toEqual(tap);
});

test.each([
  "fg.all-yes",
  "fg.age:ever",
  "fg.age:-1",
  "fg.age:99999",
  "fg.age-yes:30",
  "fg.one:usr_00000000000000000000000000",
  "fg.menu:1",
  "fg.texts:30:x",
  "fg.",
  "av.list",
  "fg.all-yes:ABC",
])("what nobody was shown deletes nothing: %s", (data) => expect(readDeletionTap(data)).toBeNull());
