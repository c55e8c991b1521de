import { crc32, deflateSync } from "node:zlib";
import { runFfmpeg } from "../openai/ffmpeg.ts";

export interface PictureSize {
  width: number;
  height: number;
}

/** Size of a PNG, JPEG or WebP by its header, or `undefined` where it is none of them. */
export function measurePicture(bytes: Buffer): PictureSize | undefined {
  const text = (from: number, to: number) => bytes.toString("latin1", from, to);
  if (bytes.length >= 24 && text(1, 4) === "PNG" && text(12, 16) === "IHDR") {
    return sized(bytes.readUInt32BE(16), bytes.readUInt32BE(20));
  }
  if (bytes.length >= 30 && text(0, 4) === "RIFF" && text(8, 12) === "WEBP") return measureWebp(bytes);
  if (bytes.length >= 4 && bytes.readUInt16BE(0) === 0xffd8) return measureJpeg(bytes);
  return undefined;
}

function sized(width: number, height: number): PictureSize | undefined {
  return width > 0 && height > 0 ? { width, height } : undefined;
}

function measureJpeg(bytes: Buffer): PictureSize | undefined {
  let at = 2;
  while (at + 9 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (frame) return sized(bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5));
    at += marker === 0xff ? 1 : 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

function measureWebp(bytes: Buffer): PictureSize | undefined {
  switch (bytes.toString("latin1", 12, 16)) {
    case "VP8 ":
      return sized(bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff);
    case "VP8L": {
      const bits = bytes.readUInt32LE(21);
      return sized((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
    }
    case "VP8X":
      return sized(bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1);
    default:
      return undefined;
  }
}

/** Pixels, 3 bytes each, of a picture that depends on the seed alone: a head and shoulders before a gradient. */
export function paintPortrait({ width, height }: PictureSize, seed: number): Buffer {
  const hue = (salt: number) => (Math.imul(seed ^ (salt * 0x9e3779b1), 0x85ebca6b) >>> 8) & 0xff;
  const [back, skin, coat] = [
    [hue(1), hue(2), hue(3)],
    [200, 150 + (hue(4) >> 3), 120],
    [hue(5), hue(6), hue(7)],
  ];
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const u = (x / width - 0.5) * 2;
      const v = y / height;
      const head = (u / 0.45) ** 2 + ((v - 0.42) / 0.25) ** 2 < 1;
      const body = (u / 0.8) ** 2 + ((v - 1.05) / 0.35) ** 2 < 1;
      const colour = head ? skin : body ? coat : back;
      const light = head || body ? 1 : 0.5 + v / 2;
      const at = (y * width + x) * 3;
      for (let c = 0; c < 3; c++) pixels[at + c] = (colour?.[c] ?? 0) * light;
    }
  }
  return pixels;
}

/** A black picture: what the vendor returns where its safety checker objects. */
export function paintBlack({ width, height }: PictureSize): Buffer {
  return Buffer.alloc(width * height * 3);
}

/** Encodes pixels of 3 bytes as PNG (here), or as JPEG or WebP (by ffmpeg). */
export async function encodePicture(pixels: Buffer, size: PictureSize, format: string): Promise<Buffer> {
  if (format === "png") return encodePng(pixels, size);
  const input = [
    "-v",
    "error",
    "-f",
    "rawvideo",
    "-pix_fmt",
    "rgb24",
    "-s",
    `${size.width}x${size.height}`,
    "-i",
    "-",
  ];
  const jpeg = ["-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-q:v", "4", "-f", "image2pipe"];
  const webp = ["-c:v", "libwebp", "-f", "image2pipe"];
  const run = await runFfmpeg(
    [...input, ...(format === "webp" ? webp : jpeg), "-frames:v", "1", "-"],
    [pixels],
  );
  if (run.code !== 0) throw new Error(`the picture was not encoded: ${run.stderr}`);
  return run.stdout;
}

function encodePng(pixels: Buffer, { width, height }: PictureSize): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (width * 3 + 1));
  for (let y = 0; y < height; y++) {
    pixels.copy(rows, y * (width * 3 + 1) + 1, y * width * 3, (y + 1) * width * 3);
  }
  const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
  return Buffer.concat([
    signature,
    pngChunk("IHDR", header),
    pngChunk("IDAT", deflateSync(rows, { level: 6 })),
    pngChunk("IEND", Buffer.alloc(0)),
  ]);
}

function pngChunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}
