import { expect, test } from "vitest";
import { inspectImage } from "../media/images/inspect.ts";
import { testPicture } from "./test-picture.ts";

test("a picture of the test mode is a whole PNG of the ordered size, and not black", async () => {
  const bytes = await testPicture({ width: 720, height: 1280 }, 1);
  const file = { head: bytes, tail: bytes.slice(-64), length: bytes.length, bytes };
  const report = await inspectImage(file);
  expect(report).toMatchObject({ kind: "png", width: 720, height: 1280 });
  if (typeof report !== "string") expect(report.brightness).toBeGreaterThan(20);
  expect(await testPicture({ width: 720, height: 1280 }, 2)).not.toEqual(bytes);
});
