import { expect, test } from "vitest";
import { newId } from "../../domain/new-id.ts";
import { type ImageTap, packImageTap, readImageTap } from "./taps.ts";

const taps: ImageTap[] = [
  { act: "home" },
  { act: "begin" },
  { act: "draw", imageId: newId("img") },
  { act: "retry", imageId: newId("img") },
  { act: "ratio", imageId: newId("img"), ratio: "16:9" },
  { act: "count", imageId: newId("img"), count: 4 },
  { act: "with", avatarId: null },
  { act: "with", avatarId: newId("avt") },
  { act: "star", pictureId: newId("pic") },
];

test.each(taps)("a button says what it was made for, within 64 bytes: %o", (tap) => {
  expect(readImageTap(packImageTap(tap))).toEqual(tap);
  expect(packImageTap(tap).length).toBeLessThanOrEqual(64);
});

test.each([
  "",
  "pi.",
  "pi.home:x",
  "pi.draw",
  `pi.draw:${newId("pic")}`,
  `pi.star:${newId("img")}`,
  `pi.with:${newId("img")}`,
  `pi.count:${newId("img")}:0`,
  `pi.count:${newId("img")}:5`,
  `pi.ratio:${newId("img")}:5`,
  `pi.ratio:${newId("img")}`,
  `pi.draw:${newId("img")}:1`,
  "pi.drop:../../x",
  "pi.constructor:x",
  "av.list",
])("forged data is nothing: %s", (data) => expect(readImageTap(data)).toBeNull());
