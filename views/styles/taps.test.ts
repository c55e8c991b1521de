import { expect, test } from "vitest";
import { packStyleTap, readStyleTap, type StyleTap } from "./taps.ts";

const taps: StyleTap[] = [
  { act: "home" },
  { act: "in", category: "kazakh" },
  { act: "draw", styleId: "business-blackwhite" },
];

test.each(taps)("a button says what it was made for, within 64 bytes: %o", (tap) => {
  expect(readStyleTap(packStyleTap(tap))).toEqual(tap);
  expect(packStyleTap(tap).length).toBeLessThanOrEqual(64);
});

test.each([
  "",
  "st.",
  "st.home:x",
  "st.in:nowhere",
  "st.draw",
  "st.draw:X",
  "st.draw:a' or 1",
  `st.show:a-${"b".repeat(60)}`,
])("forged data is nothing: %s", (data) => expect(readStyleTap(data)).toBeNull());
