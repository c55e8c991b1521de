import { expect, test } from "vitest";
import { newId } from "../../domain/new-id.ts";
import { type GalleryTap, NO_FILTER, packGalleryTap, readGalleryTap } from "./taps.ts";

const taps: GalleryTap[] = [
  { act: "see", filter: NO_FILTER, pictureId: null },
  { act: "old", filter: NO_FILTER, pictureId: newId("pic") },
  {
    act: "del",
    filter: { isFavourite: true, type: "upscale", days: 365, avatarId: newId("avt") },
    pictureId: newId("pic"),
  },
];

test.each(taps)("a button keeps its picture and its filters within 64 bytes: %o", (tap) => {
  expect(readGalleryTap(packGalleryTap(tap))).toEqual(tap);
  expect(packGalleryTap(tap).length).toBeLessThanOrEqual(64);
});

test.each([
  "",
  "ga.s",
  "ga.s:000",
  "ga.s:090::",
  "ga.s:009::",
  "ga.s:200::",
  "ga.z:000::",
  "ga.s:000:x:",
  "ga.s:000::x",
])("forged data is nothing: %s", (data) => expect(readGalleryTap(data)).toBeNull());
