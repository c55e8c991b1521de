import { expect, test } from "vitest";
import { cutPart } from "./cut-part.ts";
import { indexAudio } from "./index-audio.ts";
import { planCuts } from "./plan-cuts.ts";
import { type ByteSource, blockCache, fillFrom, memorySource } from "./source.ts";
import { countingSource, SHORT_PARTS, sampleRecordings, seededRandom } from "./testing/samples.ts";

const BYTES = Uint8Array.from({ length: 10_000 }, (_, i) => (i * 7) & 255);

test("whatever is read through the cache is what the source holds", async () => {
  const random = seededRandom(1);
  const cached = blockCache(countingSource(BYTES), { blockBytes: 256, maxBlocks: 6 });
  for (let round = 0; round < 400; round += 1) {
    const start = Math.floor(random() * BYTES.length);
    const end = start + Math.floor(random() * 1500);
    expect(await cached.read(start, end)).toEqual(BYTES.subarray(start, end));
  }
});

test("many small reads in one place cost one request", async () => {
  const source = countingSource(BYTES);
  const cached = blockCache(source, { blockBytes: 1024, maxBlocks: 8 });
  for (let at = 2048; at < 3000; at += 10) await cached.read(at, at + 10);
  expect(source.reads).toBe(1);
  await Promise.all([cached.read(5000, 5010), cached.read(5020, 5030)]);
  expect(source.reads).toBe(2);
});

test("a read across missing blocks is one request, without the blocks already there", async () => {
  const source = countingSource(BYTES);
  const cached = blockCache(source, { blockBytes: 100, maxBlocks: 40 });
  await cached.read(300, 310);
  await cached.read(0, 800);
  expect(source.reads).toBe(3);
  expect(source.bytesRead).toBe(800);
});

test("a failed read is not remembered", async () => {
  let fails = true;
  const cached = blockCache({
    size: 100,
    read: async (start, end) => {
      if (fails) throw new Error("storage is away");
      return BYTES.slice(start, end);
    },
  });
  await expect(cached.read(0, 10)).rejects.toThrow("storage is away");
  fails = false;
  expect(await cached.read(0, 10)).toEqual(BYTES.subarray(0, 10));
});

test("a long read passes through without a copy in the cache", async () => {
  const source = countingSource(BYTES);
  const cached = blockCache(source, { blockBytes: 100, maxBlocks: 10 });
  await cached.read(0, 5000);
  await cached.read(0, 5000);
  expect(source.bytesRead).toBe(10_000);
});

test("a body fills memory in place, and one that ends early is an error", async () => {
  const bodyOf = (bytes: Uint8Array) => {
    const { body } = new Response(bytes);
    if (!body) throw new Error("a response with bytes has a body");
    return body;
  };
  const target = new Uint8Array(new ArrayBuffer(1000), 100, 600);
  const filled = await fillFrom(bodyOf(BYTES.slice(0, 600)), target);
  expect(filled).toEqual(BYTES.subarray(0, 600));
  expect(filled.byteOffset).toBe(100);
  await expect(fillFrom(bodyOf(BYTES.slice(0, 250)), new Uint8Array(600))).rejects.toThrow("250 of 600");
});

test("a source that fills the caller's memory gives the same outline and the same parts", async () => {
  for (const [name, bytes] of Object.entries(sampleRecordings())) {
    const plain = memorySource(bytes);
    const filling: ByteSource = {
      ...plain,
      async readInto(target, start) {
        // As a stream does it: the memory moves, what was given is detached.
        const { byteOffset, length } = target;
        const moved = structuredClone(target.buffer, { transfer: [target.buffer] });
        const filled = new Uint8Array(moved, byteOffset, length);
        filled.set(bytes.subarray(start, start + length));
        return filled;
      },
    };
    const outline = await indexAudio(filling, SHORT_PARTS);
    expect(outline, name).toEqual(await indexAudio(plain, SHORT_PARTS));
    for (const plan of planCuts(outline, SHORT_PARTS)) {
      expect(await cutPart(filling, plan), name).toEqual(await cutPart(plain, plan));
    }
  }
});
