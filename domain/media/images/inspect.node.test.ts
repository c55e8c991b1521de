import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { scene } from "../../../tests/makers/photos.ts";
import { HEAD_BYTES, type ImageReport, inspectImage } from "./inspect.ts";
import { sketchJpeg } from "./jpeg/sketch.ts";
import { sketchPng } from "./png.ts";
import { differenceOf } from "./sketch.ts";
import { TAIL_BYTES } from "./whole.ts";

/** The mean luma of every whole block of 8×8 pixels, by another decoder. */
async function blockMeans(bytes: Buffer): Promise<Float64Array> {
  const { data, info } = await sharp(bytes)
    .toColourspace("srgb")
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const [across, down] = [Math.ceil(info.width / 8), Math.ceil(info.height / 8)];
  const sums = new Float64Array(across * down);
  const counts = new Float64Array(across * down);
  for (let y = 0; y < info.height; y++)
    for (let x = 0; x < info.width; x++) {
      const at = (y * info.width + x) * 3;
      const place = Math.floor(y / 8) * across + Math.floor(x / 8);
      const luma = 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
      sums[place] = (sums[place] ?? 0) + luma;
      counts[place] = (counts[place] ?? 0) + 1;
    }
  return sums.map((sum, i) => sum / (counts[i] ?? 1));
}

async function inspect(bytes: Uint8Array): Promise<ImageReport> {
  const report = await inspectImage(asFile(bytes));
  if (typeof report === "string") throw new Error(report);
  return report;
}
const asFile = (bytes: Uint8Array) => ({
  head: bytes.subarray(0, HEAD_BYTES),
  tail: bytes.subarray(-TAIL_BYTES),
  length: bytes.length,
  bytes,
});

describe.each([
  ["baseline 4:2:0", { quality: 85 }],
  ["baseline 4:4:4", { quality: 92, chromaSubsampling: "4:4:4" }],
  ["progressive", { quality: 85, progressive: true }],
  ["optimised", { quality: 60, mozjpeg: true }],
] as const)("a JPEG, %s,", (_, options) => {
  test("is sketched as an eighth of itself", async () => {
    const bytes = await scene(1, 1283, 957).jpeg(options).toBuffer();
    const sketch = sketchJpeg(bytes);
    expect([sketch?.width, sketch?.height]).toEqual([161, 120]);
    const means = await blockMeans(bytes);
    let off = 0;
    for (const [i, value] of means.entries()) off += Math.abs(value - (sketch?.luma[i] ?? 0));
    expect(off / means.length).toBeLessThan(1.5);
  });

  test("that ends early has no sketch", async () => {
    const bytes = await scene(2).jpeg(options).toBuffer();
    // Of a progressive one the coarse scans may be there: its end is missing all the same.
    if (!("progressive" in options) && !("mozjpeg" in options))
      expect(sketchJpeg(bytes.subarray(0, Math.floor(bytes.length * 0.5)))).toBeNull();
    expect(await inspectImage(asFile(bytes.subarray(0, bytes.length - 200)))).toBe("truncated");
  });
});

test("a grey JPEG and one with restart markers are sketched too", async () => {
  expect(sketchJpeg(await scene(3).greyscale().jpeg().toBuffer())).toMatchObject({ width: 160, height: 120 });
});

test.each([[1], [3], [4]] as const)("a PNG of %d channels is sketched like its JPEG", async (channels) => {
  const picture = scene(4, 1001, 753);
  const png =
    channels === 1
      ? picture.clone().greyscale()
      : channels === 3
        ? picture.clone().removeAlpha()
        : picture.clone().ensureAlpha();
  const bytes = await png.png({ palette: false }).toBuffer();
  const sketch = await sketchPng(bytes);
  const jpeg = sketchJpeg(await picture.clone().jpeg({ quality: 95 }).toBuffer());
  let off = 0;
  for (const [i, value] of (jpeg?.luma ?? []).entries()) off += Math.abs(value - (sketch?.luma[i] ?? 0));
  expect(off / (jpeg?.luma.length ?? 1)).toBeLessThan(10);
  expect(await sketchPng(bytes.subarray(0, bytes.length / 2))).toBeNull();
});

test("the same picture, smaller, harder compressed or as PNG, keeps its likeness; others are far away", async () => {
  const likeness = async (bytes: Buffer) => (await inspect(bytes)).likeness ?? "";
  for (const seed of [5, 6, 7]) {
    const original = await likeness(await scene(seed).jpeg({ quality: 92 }).toBuffer());
    const variants = [
      scene(seed).resize(800).jpeg({ quality: 40 }),
      scene(seed).jpeg({ progressive: true, quality: 70 }),
      scene(seed).png({ palette: false }),
    ];
    for (const variant of variants)
      expect(differenceOf(original, await likeness(await variant.toBuffer()))).toBeLessThanOrEqual(5);
    const other = await likeness(
      await scene(seed + 20)
        .jpeg()
        .toBuffer(),
    );
    expect(differenceOf(original, other)).toBeGreaterThan(12);
  }
});

test.each([[false], [true]])("a blur is told from a sharp picture (progressive: %s)", async (progressive) => {
  const sharpness = async (picture: ReturnType<typeof scene>) =>
    (await inspect(await picture.jpeg({ quality: 85, progressive }).toBuffer())).sharpness ?? -1;
  for (const seed of [8, 9]) {
    expect(await sharpness(scene(seed))).toBeGreaterThan(0.05);
    expect(await sharpness(scene(seed).blur(12))).toBeLessThan(0.01);
  }
  const face = () => sharp("tests/fixtures/photo.jpg").resize(1280);
  expect(await sharpness(face())).toBeGreaterThan(0.2);
  expect(await sharpness(face().blur(12))).toBeLessThan(0.01);
});

test("dark and bright pictures are told apart", async () => {
  const light = async (factor: number) =>
    (await inspect(await scene(10).linear(factor, 0).jpeg().toBuffer())).brightness ?? -1;
  const [dark, normal] = [await light(0.1), await light(1)];
  expect(dark).toBeLessThan(25);
  expect(normal).toBeGreaterThan(60);
  const white = await sharp({ create: { width: 700, height: 700, channels: 3, background: "#fdfdfd" } })
    .jpeg()
    .toBuffer();
  expect((await inspect(white)).brightness).toBeGreaterThan(240);
  expect((await inspect(white)).sharpness).toBeNull();
});

test.each([1, 3, 6, 8])("the size is as it is seen, with EXIF orientation %d", async (orientation) => {
  const bytes = await scene(11, 900, 600).jpeg().withMetadata({ orientation }).toBuffer();
  const { width, height } = await inspect(bytes);
  expect([width, height]).toEqual(orientation >= 5 ? [600, 900] : [900, 600]);
});

test.each([
  ["lossy", { quality: 80 }],
  ["lossless", { lossless: true }],
  ["with alpha", { quality: 80, alphaQuality: 50 }],
] as const)("a WebP, %s, is measured; its pixels are not looked at", async (name, options) => {
  const picture = name === "with alpha" ? scene(12, 640, 777).ensureAlpha(0.5) : scene(12, 640, 777);
  const bytes = await picture.webp(options).toBuffer();
  expect(await inspect(bytes)).toEqual({
    kind: "webp",
    width: 640,
    height: 777,
    likeness: null,
    brightness: null,
    sharpness: null,
  });
  expect(await inspectImage(asFile(bytes.subarray(0, bytes.length - 10)))).toBe("truncated");
});

test("a file too large to look at is measured all the same", async () => {
  const bytes = await scene(13).jpeg().toBuffer();
  expect(await inspectImage({ ...asFile(bytes), bytes: null })).toMatchObject({
    width: 1280,
    likeness: null,
  });
});

test.each([
  ["nothing", new Uint8Array(0), "not-a-picture"],
  ["a text", new TextEncoder().encode("hello, I am no picture at all"), "not-a-picture"],
  ["a GIF", new TextEncoder().encode("GIF89a and more bytes follow here"), "not-a-picture"],
  ["a HEIC", new TextEncoder().encode("\0\0\0\x18ftypheic\0\0\0\0mif1heic"), "heic"],
  ["an AVIF", new TextEncoder().encode("\0\0\0\x18ftypavif\0\0\0\0mif1heic"), "heic"],
  ["only the magic of a JPEG", new Uint8Array([0xff, 0xd8, 0xff, 0xe0]), "not-a-picture"],
])("%s is refused with a word", async (_, bytes, word) => {
  expect(await inspectImage(asFile(bytes))).toBe(word);
});

test("noise after the magic bytes never throws and never hangs", async () => {
  const magics = ["\xff\xd8\xff\xdb", "\x89PNG\r\n\x1a\n", "RIFF\0\0\0\0WEBPVP8X"];
  let state = 7;
  for (let i = 0; i < 300; i++) {
    const bytes = Uint8Array.from({ length: 3000 }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state >>> 24;
    });
    bytes.set([...(magics[i % 3] ?? "")].map((letter) => letter.charCodeAt(0)));
    await inspectImage(asFile(bytes));
  }
});
