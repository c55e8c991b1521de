import { expect, test } from "vitest";
import { Unavailable } from "../../ports/errors.ts";
import { makeCounting } from "../../ports/storage/testing/counting.ts";
import { archive, archiveLength, type Entry, putArchive } from "./archive.ts";

const CHUNK = 64 * 1024;

/** Photos of zeros, and a count of how much of them was read and how many were open at once. */
function sources(count: number, chunks: number) {
  const seen = { read: 0, open: 0, mostOpen: 0 };
  const entries = Array.from(
    { length: count },
    (_, i): Entry => ({
      name: `photo_${i}.jpg`,
      bytes: chunks * CHUNK,
      takenAt: new Date("2026-11-21T10:00:00Z"),
      async open() {
        seen.open += 1;
        seen.mostOpen = Math.max(seen.mostOpen, seen.open);
        let left = chunks;
        return new ReadableStream<Uint8Array>(
          {
            pull(controller) {
              if (left-- > 0) {
                seen.read += CHUNK;
                controller.enqueue(new Uint8Array(CHUNK));
              } else {
                seen.open -= 1;
                controller.close();
              }
            },
          },
          { highWaterMark: 0 },
        );
      },
    }),
  );
  return { entries, seen };
}

test("an archive is as long as was said before it began", async () => {
  const { entries } = sources(20, 3);
  const bytes = await new Response(archive(entries)).arrayBuffer();
  expect(bytes.byteLength).toBe(archiveLength(entries));
});

test("however large the photos are, one is open at a time and next to nothing is read ahead", async () => {
  const { entries, seen } = sources(20, 160);
  let taken = 0;
  let mostAhead = 0;
  for await (const chunk of archive(entries)) {
    taken += chunk.length;
    mostAhead = Math.max(mostAhead, seen.read - taken);
  }
  expect(taken).toBe(archiveLength(entries));
  expect(seen.mostOpen).toBe(1);
  expect(mostAhead).toBeLessThanOrEqual(4 * CHUNK);
});

test("a photo that is gone breaks the archive instead of being left out", async () => {
  const { entries } = sources(3, 1);
  const broken = entries.map((entry, i) =>
    i === 1 ? { ...entry, open: () => Promise.reject(new Error("gone")) } : entry,
  );
  await expect(new Response(archive(broken)).arrayBuffer()).rejects.toThrow("gone");
});

test("photos of 70 MiB go in parts, fewer in one request", async () => {
  const few = makeCounting();
  expect(await putArchive(few.storage, "k", sources(2, 160).entries)).toBe(few.bytes());
  expect(few.requests).toEqual(["put"]);
  const many = makeCounting();
  expect(await putArchive(many.storage, "k", sources(7, 160).entries)).toBe(many.bytes());
  expect(many.requests).toEqual(["begin", ...Array(9).fill("part"), "join"]);
});

test("a store that breaks off in the middle of a photo is named as the one in trouble", async () => {
  const { entries } = sources(3, 160);
  const broken = entries.map((entry, i) =>
    i === 1 ? { ...entry, open: () => Promise.reject(new Unavailable("storage", 10)) } : entry,
  );
  await expect(putArchive(makeCounting().storage, "k", broken)).rejects.toThrow("storage is unavailable");
});
