import { expect, test } from "vitest";
import { newId } from "../../domain/new-id.ts";
import { type HistoryTap, packHistoryTap, readHistoryTap } from "./taps.ts";

const transcriptId = newId("trn");

test.each<HistoryTap>([
  { act: "list" },
  { act: "list", after: transcriptId },
  { act: "open", transcriptId },
  { act: "card", transcriptId },
  { act: "text", transcriptId },
  { act: "original", transcriptId },
  { act: "rename", transcriptId },
  { act: "play", transcriptId, at: 108_000 },
  { act: "place", transcriptId, position: 999_999 },
  { act: "found", page: 12 },
])("what a button says is what its tap means: %o", (tap) => {
  const data = packHistoryTap(tap);
  expect(new TextEncoder().encode(data).length).toBeLessThanOrEqual(64);
  expect(readHistoryTap(data)).toEqual(tap);
});

test.each([
  "hs.card",
  "hs.card:usr_00000000000000000000000000",
  "hs.play:trn_00000000000000000000000000",
  "hs.play:trn_00000000000000000000000000:x",
  "hs.place:trn_00000000000000000000000000",
  "hs.place:trn_00000000000000000000000000:-1",
  "hs.found:-1",
  "hs.list:trn_1",
  "td.open",
])("what nobody was shown means nothing: %s", (data) => expect(readHistoryTap(data)).toBeNull());
