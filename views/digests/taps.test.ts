import { expect, test } from "vitest";
import { newId } from "../../domain/new-id.ts";
import { type DigestTap, packDigestTap, readDigestTap } from "./taps.ts";

const [transcriptId, digestId, styleId] = [newId("trn"), newId("dig"), newId("sty")];

test.each<DigestTap>([
  { act: "pick" },
  { act: "toggle", transcriptId },
  { act: "write", kind: "summary", transcriptId },
  { act: "write", kind: "minutes" },
  { act: "choose", choice: "own", transcriptId },
  { act: "choose", choice: "translation" },
  { act: "language", language: "kk" },
  { act: "use", styleId },
  { act: "drop", styleId },
  { act: "anew", digestId },
  { act: "stop", digestId },
  { act: "retry", digestId },
  { act: "style", digestId },
  { act: "play", digestId, number: 12 },
  { act: "page", digestId, number: 2 },
  { act: "file", digestId, format: "docx" },
])("%j goes into a button and comes back", (tap) => {
  const data = packDigestTap(tap);
  expect(new TextEncoder().encode(data).length).toBeLessThanOrEqual(64);
  expect(readDigestTap(data)).toEqual(tap);
});

test.each([
  "",
  "dg.",
  "dg.pick:x",
  "dg.summary:dig_x",
  `dg.summary:${digestId}`,
  `dg.summary:${transcriptId}:1`,
  `dg.play:${digestId}`,
  `dg.play:${digestId}:12345`,
  `dg.play:${digestId}:-1`,
  `dg.file:${digestId}:exe`,
  "dg.language:toString",
  "dg.language:xx",
  `dg.anew:${transcriptId}`,
  `menu:${digestId}`,
])("%s is none of ours", (data) => expect(readDigestTap(data)).toBeNull());
