import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { runFfmpeg } from "./ffmpeg.ts";
import { type HeardSecond, LISTENING_RATE, spokenSeconds } from "./ruler.ts";

export interface Recording {
  /** ffmpeg's name of the container, such as `ogg`, `mp3`, `mov,mp4,m4a,3gp,3g2,mj2`, `matroska,webm`. */
  container: string;
  codec: string;
  /** Hz, as stored. */
  rate: number;
  /** `mono`, `stereo`, `5.1`… */
  channels: string;
  /** Length of what was decoded, in seconds. */
  seconds: number;
  /** Root mean square of the whole, in dB below full scale; −Infinity for digital silence. */
  loudness: number;
  /** What the ruler says. Empty for any other recording. */
  spoken: HeardSecond[];
  /** What a strict decoder complains about. Empty for a clean file. */
  complaints: string[];
}

export interface Listener {
  /** Decodes any audio or video file that ffmpeg knows, or `undefined` where there is no audio to decode. */
  listen(bytes: Uint8Array): Promise<Recording | undefined>;
  close(): Promise<void>;
}

/**
 * Opens an ear: ffmpeg in child processes decodes, a thread reads the ruler. A deaf one only measures: it costs
 * next to nothing, so that a benchmark measures what is benchmarked.
 */
export function openListener({ deaf = false } = {}): Listener {
  const reader = openReader();
  return {
    async listen(bytes) {
      const folder = await mkdtemp(join(tmpdir(), "listen-"));
      try {
        const file = join(folder, "recording");
        await writeFile(file, bytes);
        return deaf ? await measure(file, bytes) : await decode(file, bytes, reader.read);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    close: reader.close,
  };
}

/** A file and not a pipe: MP4 with its index at the end has to be read backwards. */
async function decode(file: string, bytes: Uint8Array, read: Reader["read"]): Promise<Recording | undefined> {
  const args = ["-v", "level+info", "-nostats", "-i", file, "-map", "0:a:0", "-ac", "1"];
  const run = await runFfmpeg([...args, "-ar", String(LISTENING_RATE), "-f", "s16le", "-"]);
  const format = readFormat(run.stderr, bytes);
  if (!format) return undefined;
  const seconds = run.stdout.length / 2 / LISTENING_RATE;
  const ogg = format.container === "ogg" ? new Uint8Array(bytes) : undefined;
  const { heard, rms, objections } = await read(new Uint8Array(run.stdout), ogg);
  const errors = run.stderr.split("\n").filter((line) => /\[(error|fatal|panic)\]/.test(line));
  const complaints = [...errors, ...objections];
  return { ...format, seconds, loudness: 20 * Math.log10(rms), spoken: spokenSeconds(heard), complaints };
}

/** Runs over the packets without decoding them. Loudness is unknown and given as that of speech. */
async function measure(file: string, bytes: Uint8Array): Promise<Recording | undefined> {
  const run = await runFfmpeg([
    "-v",
    "level+info",
    "-i",
    file,
    "-map",
    "0:a:0",
    "-c",
    "copy",
    "-f",
    "null",
    "-",
  ]);
  const format = readFormat(run.stderr, bytes);
  const time = [...run.stderr.matchAll(/time=(\d+):(\d+):([\d.]+)/g)].at(-1);
  if (!format || !time) return undefined;
  const seconds = Number(time[1]) * 3600 + Number(time[2]) * 60 + Number(time[3]);
  return { ...format, seconds, loudness: -20, spoken: [], complaints: [] };
}

type Format = Pick<Recording, "container" | "codec" | "rate" | "channels">;

function readFormat(log: string, bytes: Uint8Array): Format | undefined {
  const container = /Input #0, (.+), from/.exec(log)?.[1];
  const audio = /Stream #0:\d+\S*: Audio: (\w+)[^\n]*?, (\d+) Hz, ([\w.() ]+?),/.exec(log);
  if (!container || !audio) return undefined;
  return {
    container: container.includes("matroska") ? matroskaKind(bytes) : container,
    codec: audio[1] ?? "unknown",
    rate: Number(audio[2]),
    channels: (audio[3] ?? "unknown").trim(),
  };
}

/** ffmpeg does not tell WebM from Matroska; the document type, within the first bytes, does. */
function matroskaKind(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, 256)).includes("webm") ? "webm" : "matroska";
}

interface Reading {
  heard: HeardSecond[];
  rms: number;
  /** Of the strict reader of Ogg. */
  objections: string[];
}

interface Reader {
  /** `raw`: mono samples of 16 bits at `LISTENING_RATE`; `ogg`: the file, if it is one. Both are handed over for good. */
  read(raw: Uint8Array<ArrayBuffer>, ogg?: Uint8Array<ArrayBuffer>): Promise<Reading>;
  close(): Promise<void>;
}

/** One thread, started by the first recording. It does not keep the process alive. */
function openReader(): Reader {
  let thread: Worker | undefined;
  let lastId = 0;
  const asked = new Map<number, { resolve(reading: Reading): void; reject(cause: Error): void }>();
  const start = () => {
    const worker = new Worker(join(import.meta.dirname, "listen-thread.ts"));
    worker.unref();
    worker.on("message", ({ id, ...reading }: Reading & { id: number }) => {
      asked.get(id)?.resolve(reading);
      asked.delete(id);
    });
    const fail = (cause: Error) => {
      for (const { reject } of asked.values()) reject(cause);
      asked.clear();
      thread = undefined;
    };
    worker.on("error", fail);
    worker.on("exit", () => fail(new Error("the listening thread has ended")));
    return worker;
  };
  return {
    read(raw, ogg) {
      thread ??= start();
      const worker = thread;
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        asked.set(id, { resolve, reject });
        worker.postMessage({ id, raw, ogg }, ogg ? [raw.buffer, ogg.buffer] : [raw.buffer]);
      });
    },
    async close() {
      await thread?.terminate();
    },
  };
}
