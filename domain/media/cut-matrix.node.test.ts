import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runFfmpeg } from "../../simulators/openai/ffmpeg.ts";
import { hearRuler, makeRuler } from "../../tests/makers/ruler.ts";
import { RULER_KINDS } from "../../tests/makers/ruler-kinds.ts";
import { cutPart } from "./cut-part.ts";
import { indexAudio } from "./index-audio.ts";
import { inspect } from "./inspect.ts";
import { type CutPolicy, planCuts } from "./plan-cuts.ts";
import { memorySource } from "./source.ts";

const SECONDS = 32;
const POLICY: CutPolicy = {
  targetSeconds: 11,
  maxSeconds: 1400,
  maxBytes: 25 * 2 ** 20,
  overlapSeconds: 1.5,
  windowSeconds: 3,
};

/** Cuts a ruler, has every part decoded strictly, and sees to it that each second is where the plan says. */
async function expectExactParts(bytes: Uint8Array, policy: CutPolicy, seconds: number): Promise<number> {
  const source = memorySource(bytes);
  const plans = planCuts(await indexAudio(source, policy), policy);
  for (const plan of plans) {
    const part = await cutPart(source, plan);
    const heard = await hearRuler(part.bytes);
    expect(heard.complaints, `part ${plan.index}`).toEqual([]);
    expect(heard.seconds).toBeGreaterThan(part.durationSeconds - 0.02);
    // Some decoders play a last packet to its end although the file asks for less; ALAC's are the longest.
    expect(heard.seconds).toBeLessThan(part.durationSeconds + 0.27);
    // Every second that lies whole in the part is heard once, at its place.
    const first = Math.ceil(part.startSeconds - 0.05);
    const last = Math.min(seconds, Math.floor(part.startSeconds + part.durationSeconds + 0.05));
    const own = heard.spoken.filter(({ second }) => second >= first && second < last);
    expect(
      own.map(({ second }) => second),
      `part ${plan.index}`,
    ).toEqual(Array.from({ length: last - first }, (_, i) => first + i));
    for (const { second, start } of own)
      expect(Math.abs(start + part.startSeconds - second), `second ${second}`).toBeLessThan(0.16);
    // Nothing else is heard but the pieces of seconds at its edges.
    for (const { second } of heard.spoken) expect(second >= first - 1 && second <= last).toBe(true);
    // The seconds it answers for lie inside what it holds.
    expect(part.startSeconds).toBeLessThanOrEqual(plan.from + 0.001);
    expect(part.startSeconds + part.durationSeconds).toBeGreaterThanOrEqual(plan.to - 0.03);
  }
  return plans.length;
}

for (const [name, kind] of Object.entries(RULER_KINDS)) {
  test(`${name}: every second is in its part, at its time, in a file without a flaw`, async () => {
    const bytes = await makeRuler({ ...kind, seconds: SECONDS });
    const about = await inspect(memorySource(bytes));
    expect(about.durationSeconds).toBeGreaterThan(SECONDS - 0.01);
    expect(about.durationSeconds).toBeLessThan(SECONDS + 0.15);
    expect(about.damaged).toBeUndefined();
    expect(about.hasVideo).toBe(kind.picture === true);
    expect(await expectExactParts(bytes, POLICY, SECONDS)).toBe(3);
  });
}

/** Rarer kinds, made from a WAV ruler: the encoder's arguments, and the codec we should see. */
const RARE: Record<string, readonly [string[], string]> = {
  "alac in m4a": [["-c:a", "alac", "-f", "ipod"], "alac"],
  aiff: [["-c:a", "pcm_s16be", "-f", "aiff"], "pcm"],
  "flac in ogg": [["-c:a", "flac", "-f", "ogg"], "flac"],
  "flac in mkv": [["-c:a", "flac", "-f", "matroska"], "flac"],
  "24-bit flac": [["-c:a", "flac", "-sample_fmt", "s32", "-f", "flac"], "flac"],
  "pcm in mov": [["-c:a", "pcm_s16le", "-f", "mov"], "pcm"],
  "big-endian 24-bit pcm in mov": [["-c:a", "pcm_s24be", "-f", "mov"], "pcm"],
  "pcm in mkv": [["-c:a", "pcm_s16le", "-f", "matroska"], "pcm"],
  "ms adpcm in wav": [["-c:a", "adpcm_ms", "-f", "wav"], "pcm"],
  "ima adpcm in wav": [["-c:a", "adpcm_ima_wav", "-f", "wav"], "pcm"],
  "a-law in wav": [["-c:a", "pcm_alaw", "-ar", "8000", "-f", "wav"], "pcm"],
  "mu-law in wav": [["-c:a", "pcm_mulaw", "-ar", "8000", "-f", "wav"], "pcm"],
  "mp3 in wav": [["-c:a", "libmp3lame", "-b:a", "64k", "-f", "wav"], "mp3"],
  "mp3 in mp4": [["-c:a", "libmp3lame", "-b:a", "64k", "-f", "mp4"], "mp3"],
  "opus in caf": [["-c:a", "libopus", "-b:a", "32k", "-f", "caf"], "opus"],
  "alac in caf": [["-c:a", "alac", "-f", "caf"], "alac"],
  "pcm in caf": [["-c:a", "pcm_s24be", "-f", "caf"], "pcm"],
  "opus in mp4": [["-c:a", "libopus", "-b:a", "32k", "-strict", "-2", "-f", "mp4"], "opus"],
  "aac in 3gp": [["-c:a", "aac", "-b:a", "32k", "-f", "3gp"], "aac"],
  "stereo 320k mp3": [["-ac", "2", "-c:a", "libmp3lame", "-b:a", "320k", "-f", "mp3"], "mp3"],
  "opus 60 ms in mkv": [["-c:a", "libopus", "-frame_duration", "60", "-f", "matroska"], "opus"],
  "opus 5 ms in ogg": [
    ["-c:a", "libopus", "-frame_duration", "5", "-application", "lowdelay", "-f", "ogg"],
    "opus",
  ],
};

for (const [name, [encoder, codec]] of Object.entries(RARE)) {
  test(`${name}: every second is in its part, at its time, in a file without a flaw`, async () => {
    const wav = await makeRuler({ container: "wav", codec: "pcm16", rate: 16_000, seconds: SECONDS });
    const bytes = await encode(wav, encoder);
    expect((await inspect(memorySource(bytes))).codec).toBe(codec);
    expect(await expectExactParts(bytes, POLICY, SECONDS)).toBe(3);
  });
}

test("chained Ogg streams are one recording", async () => {
  const first = await makeRuler({ container: "ogg", codec: "opus", seconds: 10 });
  const second = await makeRuler({ container: "ogg", codec: "opus", seconds: 10, from: 10 });
  const chained = new Uint8Array(first.length + second.length);
  chained.set(first);
  chained.set(second, first.length);
  const about = await inspect(memorySource(chained));
  expect(about).toMatchObject({ container: "ogg", codec: "opus", durationSeconds: expect.closeTo(20, 1) });
  await expectExactParts(chained, { ...POLICY, targetSeconds: 6 }, 20);
});

test("a tenth of a second is one part, and so is a second", async () => {
  for (const seconds of [0.3, 1]) {
    for (const kind of [RULER_KINDS["ogg opus 20 ms"], RULER_KINDS["mkv aac"], RULER_KINDS["aac adts"]]) {
      if (!kind) throw new Error("the ruler has this kind");
      const source = memorySource(await makeRuler({ ...kind, seconds }));
      const plans = planCuts(await indexAudio(source, POLICY), POLICY);
      expect(plans).toHaveLength(1);
      const [plan] = plans;
      if (!plan) continue;
      const heard = await hearRuler((await cutPart(source, plan)).bytes);
      expect(heard.complaints).toEqual([]);
      expect(Math.abs(heard.seconds - seconds)).toBeLessThan(0.1);
    }
  }
});

async function encode(wav: Uint8Array, encoder: string[]): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), "matrix-"));
  try {
    await writeFile(join(folder, "in.wav"), wav);
    const run = await runFfmpeg([
      "-v",
      "error",
      "-i",
      join(folder, "in.wav"),
      ...encoder,
      join(folder, "out"),
    ]);
    if (run.code !== 0) throw new Error(run.stderr);
    return await readFile(join(folder, "out"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
