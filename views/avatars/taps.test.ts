import { expect, test } from "vitest";
import { newId } from "../../domain/new-id.ts";
import { type AvatarTap, packAvatarTap, readAvatarTap } from "./taps.ts";

const taps: AvatarTap[] = [
  { act: "list" },
  { act: "make", subject: "woman" },
  { act: "consent", avatarId: newId("avt") },
  { act: "quality", avatarId: newId("avt") },
  { act: "retrain", avatarId: newId("avt") },
  { act: "drop", photoId: newId("pho") },
];

test.each(taps)("a button says what it was made for, within 64 bytes: %o", (tap) => {
  expect(readAvatarTap(packAvatarTap(tap))).toEqual(tap);
  expect(packAvatarTap(tap).length).toBeLessThanOrEqual(64);
});

test.each([
  "",
  "av.",
  "av.list:x",
  "av.make:dragon",
  "av.make",
  "av.order",
  "av.order:trg_1",
  "av.slow:avt_1",
  `av.quality:${newId("trg")}`,
  `av.order:${newId("pho")}`,
  `av.drop:${newId("avt")}`,
  "av.erase:../../x",
  "av.constructor:x",
  "cancel:trn_1",
])("forged data is nothing: %s", (data) => expect(readAvatarTap(data)).toBeNull());
