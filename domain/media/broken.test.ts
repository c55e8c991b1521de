import { expect, test } from "vitest";
import { cutPart } from "./cut-part.ts";
import { indexAudio } from "./index-audio.ts";
import { inspect } from "./inspect.ts";
import { planCuts } from "./plan-cuts.ts";
import { memorySource } from "./source.ts";
import { countingSource, SHORT_PARTS, sampleRecordings, seededRandom, toneWav } from "./testing/samples.ts";
import { Unplayable } from "./unplayable.ts";

const SAMPLES = sampleRecordings();

/** Everything we do with a recording; what it throws must be Unplayable and nothing else. */
async function process(bytes: Uint8Array): Promise<"cut" | "refused"> {
  const source = countingSource(bytes);
  try {
    const outline = await indexAudio(source, SHORT_PARTS);
    expect(outline.about.durationSeconds).toBeGreaterThan(0);
    expect(outline.about.durationSeconds).toBeLessThan(250 * 3600);
    for (const plan of planCuts(outline, SHORT_PARTS).slice(0, 40)) {
      const part = await cutPart(source, plan);
      expect(part.bytes.length).toBeLessThanOrEqual(bytes.length * 2 + 200_000);
    }
    // Reading goes forward: once for the outline, and about once more for all parts with their overlaps and heads.
    expect(source.bytesRead).toBeLessThan(50 * bytes.length + 50_000_000);
    return "cut";
  } catch (error) {
    if (error instanceof Unplayable) return "refused";
    throw error;
  }
}

for (const [name, bytes] of Object.entries(SAMPLES)) {
  test(`${name} cut off anywhere is salvaged or refused, never worse`, { timeout: 60_000 }, async () => {
    const random = seededRandom(1);
    const ends = [
      ...Array.from({ length: 40 }, (_, i) => i * 3),
      ...Array.from({ length: 40 }, () => Math.floor(random() * bytes.length)),
    ];
    for (const end of ends) await process(bytes.subarray(0, end));
  });

  test(`${name} with flipped bytes is salvaged or refused, never worse`, { timeout: 120_000 }, async () => {
    const random = seededRandom(2);
    for (let round = 0; round < 80; round += 1) {
      const broken = bytes.slice();
      // Heads are where a wrong byte hurts most.
      const reach = round % 2 === 0 ? Math.min(4096, bytes.length) : bytes.length;
      for (let i = 0; i <= round % 8; i += 1)
        broken[Math.floor(random() * reach)] = Math.floor(random() * 256);
      await process(broken);
    }
  });

  test(`${name} with pieces cut out, doubled or overwritten is salvaged or refused, never worse`, {
    timeout: 120_000,
  }, async () => {
    const random = seededRandom(3);
    for (let round = 0; round < 30; round += 1) {
      const at = Math.floor(random() * bytes.length);
      const length = Math.floor(random() * 5000);
      const [before, piece, after] = [
        bytes.subarray(0, at),
        bytes.subarray(at, at + length),
        bytes.subarray(at + length),
      ];
      const noise = piece.map(() => Math.floor(random() * 256));
      for (const middle of [[], [piece, piece], [noise]]) await process(join([before, ...middle, after]));
    }
  });
}

test("the second half missing leaves the first half usable and says so", async () => {
  for (const name of ["voice.ogg", "speech.mp3", "video.webm", "tone.wav"]) {
    const bytes = SAMPLES[name] ?? new Uint8Array(0);
    const whole = await inspect(memorySource(bytes));
    const half = await inspect(memorySource(bytes.subarray(0, Math.floor(bytes.length / 2) + 7)));
    expect(half.damaged, name).toBe("truncated");
    expect(half.durationSeconds / whole.durationSeconds, name).toBeGreaterThan(0.35);
    expect(half.durationSeconds / whole.durationSeconds, name).toBeLessThan(0.65);
  }
});

test("a hole in the middle is passed over, and the rest stays usable", async () => {
  for (const name of ["voice.ogg", "speech.mp3", "silence.aac"]) {
    const bytes = (SAMPLES[name] ?? new Uint8Array(0)).slice();
    const whole = await inspect(memorySource(bytes));
    const middle = Math.floor(bytes.length / 2);
    const holed = await inspect(
      memorySource(join([bytes.subarray(0, middle), new Uint8Array(500), bytes.subarray(middle + 100)])),
    );
    expect(holed.damaged, name).toBe("corrupt");
    expect(holed.durationSeconds, name).toBeGreaterThan(whole.durationSeconds * 0.8);
  }
});

test("no bytes, a lone header, and other people's files are refused by name", async () => {
  const refusal = async (bytes: Uint8Array) => {
    const error = await inspect(memorySource(bytes)).catch((reason: unknown) => reason);
    return error instanceof Unplayable ? error.message : error;
  };
  expect(await refusal(new Uint8Array(0))).toBe("empty");
  expect(await refusal(toneWav(1).subarray(0, 44))).toBe("truncated beyond salvage");
  expect(await refusal((SAMPLES["voice.ogg"] ?? new Uint8Array(0)).subarray(0, 60))).toBe(
    "truncated beyond salvage",
  );
  expect(await refusal((SAMPLES["video.webm"] ?? new Uint8Array(0)).subarray(0, 60))).toBe(
    "truncated beyond salvage",
  );
  expect(await refusal(new TextEncoder().encode("PK\x03\x04\x14\0\0\0\x08\0recording.mp3"))).toBe(
    "not media: zip",
  );
  expect(await refusal(new TextEncoder().encode("Dear all, the minutes of Tuesday follow."))).toBe(
    "not media: text",
  );
  expect(await refusal(new TextEncoder().encode("#!AMR\n\x3c\x91\x17"))).toBe("unsupported format: amr");
  expect(await refusal(new Uint8Array(5000))).toBe("not media");
  expect(await refusal(new Uint8Array(5000).fill(0xff))).toBe("not media");
});

test("a WAV that claims thirty hours is as long as its bytes", async () => {
  const bytes = toneWav(2);
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(40, 30 * 3600 * 16_000, true);
  expect(await inspect(memorySource(bytes))).toMatchObject({ durationSeconds: 2, damaged: "truncated" });
});

test("an Ogg whose pages claim thirty hours is as long as its packets", async () => {
  const bytes = (SAMPLES["voice.ogg"] ?? new Uint8Array(0)).slice();
  const whole = await inspect(memorySource(bytes));
  const claimed = bytes.slice();
  // With the checksum of the first page wrong nothing is verified, so the claims below are read.
  claimed[22] = (claimed[22] ?? 0) ^ 1;
  const view = new DataView(claimed.buffer);
  for (let at = 0; at + 27 < claimed.length; at += 1) {
    if (view.getUint32(at) === 0x4f676753 && view.getBigUint64(at + 6, true) > 0n)
      view.setBigUint64(at + 6, BigInt(30 * 3600 * 48_000), true);
  }
  const liar = await inspect(memorySource(claimed));
  expect(Math.abs(liar.durationSeconds - whole.durationSeconds)).toBeLessThan(0.1);
});

test("an MP4 whose table claims thirty hours is as long as its packets", async () => {
  const bytes = (SAMPLES["speech.m4a"] ?? new Uint8Array(0)).slice();
  const whole = await inspect(memorySource(bytes));
  const at = new TextDecoder("latin1").decode(bytes).indexOf("stts");
  // The first run of samples: its count, then how long each lasts.
  new DataView(bytes.buffer).setUint32(at + 16, 48_000 * 300);
  const liar = await inspect(memorySource(bytes));
  expect(Math.abs(liar.durationSeconds - whole.durationSeconds)).toBeLessThan(0.1);
});

function join(pieces: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}
