import { expect, test } from "vitest";
import { newId } from "../domain/new-id.ts";
import { MENU_SCREENS, packTap, readTap, type Tap, TRANSCRIPT_VERBS } from "./callbacks.ts";

const taps: Tap[] = [
  ...MENU_SCREENS.map((screen) => ({ do: "menu", screen }) as const),
  { do: "locale", locale: "kk" },
  { do: "cancel", transcriptId: newId("trn") },
  { do: "retry", transcriptId: newId("trn") },
  { do: "begin", transcriptId: newId("trn") },
  ...TRANSCRIPT_VERBS.map((verb) => ({ do: verb, transcriptId: newId("trn") })),
  { do: "voice", transcriptId: newId("trn"), voice: "999" },
  { do: "name", transcriptId: newId("trn"), voice: "999", choice: 99 },
  { do: "speech-language", language: "kk" },
  { do: "speech-language", language: "auto" },
  ...MENU_SCREENS.map((screen) => ({ do: "open", screen }) as const),
  { do: "buy", coins: 999_999, stars: 10_000 },
  { do: "giveback", invoiceId: newId("inv") },
  { do: "history" },
  { do: "news", wants: true },
  { do: "news", wants: false },
  { do: "revive", jobId: newId("job") },
  { do: "sendnews", broadcastId: newId("brd") },
  { do: "stopnews", broadcastId: newId("brd") },
  { do: "history", before: Number.MAX_SAFE_INTEGER % 1e15 },
  { do: "statement" },
  { do: "threshold", coins: 0 },
];

test.each(taps)("a button says what it was made for, within 64 bytes: %o", (tap) => {
  expect(readTap(packTap(tap))).toEqual(tap);
  expect(new TextEncoder().encode(packTap(tap)).length).toBeLessThanOrEqual(64);
});

test.each([
  "",
  ":",
  "menu",
  "menu:admin",
  "locale:xx",
  "cancel:",
  "cancel:usr_1",
  "retry:../../etc",
  "constructor:x",
  "cancel:trn_",
  "srt:trn_1",
  `voice:${newId("trn")}`,
  `voice:${newId("trn")}:x`,
  `name:${newId("trn")}:1:-1`,
  "speech-language:xx",
  "speech-language:constructor",
  "buy:-1-1",
  "buy:1",
  "giveback:trn_1",
  "history:-1",
  "history:1e9",
  "statement:usr_1",
  "threshold:",
])("forged data is nothing: %s", (data) => expect(readTap(data)).toBeNull());
