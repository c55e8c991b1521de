import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runFfmpeg } from "../../simulators/openai/ffmpeg.ts";
import { indexAudio } from "./index-audio.ts";
import { type CutPolicy, layOut, planCuts } from "./plan-cuts.ts";
import { memorySource } from "./source.ts";

const FIXTURES = join(import.meta.dirname, "../../tests/fixtures");
const RATE = 16_000;
/** Synthetic speech in two languages, over and over, with room noise at about -60 dB under it. */
const SPEECH = [
  "-stream_loop",
  "9",
  "-i",
  join(FIXTURES, "voice-en.ogg"),
  "-stream_loop",
  "9",
  "-i",
  join(FIXTURES, "speech-ru.mp3"),
];
const NOISE = "anoisesrc=color=pink:amplitude=0.003:sample_rate=48000:seed=3";

/** Encoders as recorders use them; the last word says whether the noise is added. */
const KINDS: Record<string, readonly [string[], "clean" | "noise"]> = {
  "opus at 24 kbit/s": [
    ["-c:a", "libopus", "-compression_level", "3", "-b:a", "24k", "-application", "voip", "-f", "ogg"],
    "noise",
  ],
  "opus at a constant 16 kbit/s": [
    [
      "-c:a",
      "libopus",
      "-compression_level",
      "3",
      "-b:a",
      "16k",
      "-vbr",
      "off",
      "-application",
      "voip",
      "-f",
      "ogg",
    ],
    "noise",
  ],
  "opus at 32 kbit/s in packets of 60 ms": [
    ["-c:a", "libopus", "-compression_level", "3", "-b:a", "32k", "-frame_duration", "60", "-f", "ogg"],
    "noise",
  ],
  "opus at 64 kbit/s in webm": [
    ["-c:a", "libopus", "-compression_level", "3", "-b:a", "64k", "-f", "webm"],
    "noise",
  ],
  vorbis: [["-c:a", "libvorbis", "-f", "ogg"], "clean"],
  "mp3 at a constant rate": [["-c:a", "libmp3lame", "-b:a", "64k", "-f", "mp3"], "noise"],
  "mp3 at a variable rate": [["-c:a", "libmp3lame", "-q:a", "5", "-f", "mp3"], "noise"],
  "aac, digital silence": [["-c:a", "aac", "-b:a", "64k", "-f", "ipod"], "clean"],
  aac: [["-c:a", "aac", "-b:a", "64k", "-f", "ipod"], "noise"],
  "aac stereo in adts": [["-ac", "2", "-c:a", "aac", "-b:a", "96k", "-f", "adts"], "noise"],
  flac: [["-c:a", "flac", "-f", "flac"], "noise"],
  alac: [["-c:a", "alac", "-f", "ipod"], "noise"],
  wav: [["-c:a", "pcm_s16le", "-f", "wav"], "noise"],
};
/** Part lengths and windows, so that cuts fall anywhere in the speech. */
const POLICIES = [
  [11, 4],
  [13, 4],
  [17, 6],
  [19, 6],
  [20, 7],
  [23, 8],
  [29, 9],
  [31, 10],
] as const;

let folder = "";
let pauses: [number, number][] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pauses-"));
  const joinUp =
    "[0:a]aresample=48000[en];[1:a]aresample=48000,aformat=channel_layouts=mono[ru];[en][ru]concat=n=2:v=0:a=1";
  const made = await runFfmpeg([
    "-v",
    "error",
    ...SPEECH,
    "-filter_complex",
    joinUp,
    "-ac",
    "1",
    join(folder, "clean.wav"),
  ]);
  if (made.code !== 0) throw new Error(made.stderr);
  const mix = ["-filter_complex", "amix=inputs=2:duration=first:weights=1 1", "-ac", "1"];
  const noisy = await runFfmpeg([
    "-v",
    "error",
    "-i",
    join(folder, "clean.wav"),
    "-f",
    "lavfi",
    "-i",
    NOISE,
    ...mix,
    join(folder, "noise.wav"),
  ]);
  if (noisy.code !== 0) throw new Error(noisy.stderr);
  pauses = findPauses(
    (
      await runFfmpeg([
        "-v",
        "error",
        "-i",
        join(folder, "clean.wav"),
        "-ar",
        String(RATE),
        "-f",
        "s16le",
        "-",
      ])
    ).stdout,
  );
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

for (const [name, [encoder, ground]] of Object.entries(KINDS)) {
  test(`${name}: where a pause of 0.4 s lies in reach, nine cuts of ten and more fall into a pause`, async () => {
    const out = join(folder, name.replaceAll("/", " "));
    const made = await runFfmpeg(["-v", "error", "-i", join(folder, `${ground}.wav`), ...encoder, out]);
    if (made.code !== 0) throw new Error(made.stderr);
    const source = memorySource(await readFile(out));
    let reachable = 0;
    let hit = 0;
    for (const [targetSeconds, windowSeconds] of POLICIES) {
      const policy: CutPolicy = {
        targetSeconds,
        windowSeconds,
        maxSeconds: 1400,
        maxBytes: 25 * 2 ** 20,
        overlapSeconds: 1.5,
      };
      const outline = await indexAudio(source, policy);
      const { cuts, window } = layOut(outline, policy);
      const plans = planCuts(outline, policy);
      cuts.forEach((wanted, i) => {
        const isReachable = pauses.some(
          ([from, to]) => Math.min(to, wanted + window) - Math.max(from, wanted - window) >= 0.4,
        );
        if (!isReachable) return;
        reachable += 1;
        const cut = plans[i]?.to ?? 0;
        if (pauses.some(([from, to]) => cut >= from && cut <= to)) hit += 1;
      });
    }
    expect(reachable).toBeGreaterThan(30);
    expect(hit / reachable).toBeGreaterThanOrEqual(0.9);
  });
}

/** Stretches of 0.15 s and more without sound in clean speech: below -50 dB in steps of 10 ms. */
function findPauses(pcm: Buffer): [number, number][] {
  const samples = new Int16Array(pcm.buffer, pcm.byteOffset, Math.floor(pcm.byteLength / 2));
  const step = RATE / 100;
  const found: [number, number][] = [];
  let start = -1;
  for (let i = 0; i <= samples.length / step; i += 1) {
    let power = 0;
    for (const sample of samples.subarray(i * step, (i + 1) * step)) power += sample * sample;
    const isQuiet = (i + 1) * step <= samples.length && power / step < 100 ** 2;
    if (isQuiet && start < 0) start = i;
    if (!isQuiet && start >= 0) {
      if (i - start >= 15) found.push([start / 100, i / 100]);
      start = -1;
    }
  }
  return found;
}
