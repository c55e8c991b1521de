import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runFfmpeg } from "../../simulators/openai/ffmpeg.ts";
import { openListener, type Recording } from "../../simulators/openai/listen.ts";
import { encoderOf, type RulerKind } from "./ruler-kinds.ts";
import { type Pauses, soundSeconds } from "./ruler-sound.ts";
import { writeWav } from "./wav.ts";

export interface RulerOptions extends RulerKind {
  /** Length in seconds; may be a fraction. */
  seconds: number;
  /** The first second spoken. */
  from?: number;
  pauses?: Pauses;
}

/** Shorter ones are made faster than the cache is tidied. */
const CACHED_SECONDS = 30;
const CACHE = join(import.meta.dirname, "../../.local/ruler-cache");
/** Below this the tones of the ruler need no higher rate; the encoder resamples. */
const SOURCE_RATE = 16_000;

/**
 * A recording in which every second says its own number (see simulators/openai/ruler.ts), in any of the
 * containers and codecs of `RULER_KINDS`. WAV is written here; the rest by the ffmpeg that comes from npm.
 */
export async function makeRuler(options: RulerOptions): Promise<Uint8Array> {
  if (options.seconds < CACHED_SECONDS) return make(options);
  const sources = ["ruler-kinds.ts", "ruler-sound.ts", "wav.ts", "../../simulators/openai/ruler.ts"];
  const digest = createHash("sha256").update(JSON.stringify(options));
  for (const source of sources) digest.update(await readFile(join(import.meta.dirname, source)));
  const cached = join(CACHE, digest.digest("hex"));
  try {
    return await readFile(cached);
  } catch {
    const bytes = await make(options);
    await mkdir(CACHE, { recursive: true });
    const fresh = `${cached}.${process.pid}`;
    await writeFile(fresh, bytes);
    await rename(fresh, cached);
    return bytes;
  }
}

/** The seconds that a recording speaks, in the order in which they are heard. */
export async function readRuler(bytes: Uint8Array): Promise<number[]> {
  return (await hearRuler(bytes)).spoken.map(({ second }) => second);
}

/** All that the speech simulator hears in a recording, also what a strict decoder complains about. */
export async function hearRuler(bytes: Uint8Array): Promise<Recording> {
  const listener = openListener();
  try {
    const recording = await listener.listen(bytes);
    if (!recording) throw new Error("there is no audio to decode");
    return recording;
  } finally {
    await listener.close();
  }
}

async function make(options: RulerOptions): Promise<Uint8Array> {
  const { seconds, from = 0, pauses } = options;
  const rate = options.container === "wav" ? (options.rate ?? SOURCE_RATE) : SOURCE_RATE;
  const sound = soundSeconds({ seconds, from, rate, ...(pauses && { pauses }) });
  if (options.container === "wav") {
    const { codec, channels = 1, rf64 = false } = options;
    return writeWav(sound, { codec, rate, channels, rf64 });
  }
  return encode(sound, rate, options);
}

async function encode(
  sound: Iterable<Float32Array>,
  rate: number,
  options: RulerOptions,
): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), "ruler-"));
  const file = join(folder, "recording");
  const { video, encoder, streamed } = encoderOf(options);
  const args = [
    "-v",
    "error",
    "-f",
    "f32le",
    "-ar",
    String(rate),
    "-ac",
    "1",
    "-i",
    "-",
    ...video,
    ...encoder,
  ];
  try {
    const run = await runFfmpeg([...args, streamed ? "-" : file], bytesOf(sound));
    if (run.code !== 0) throw new Error(`the ruler was not encoded: ${run.stderr}`);
    return streamed ? run.stdout : await readFile(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function* bytesOf(sound: Iterable<Float32Array>): Generator<Uint8Array> {
  for (const samples of sound) yield new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
}
