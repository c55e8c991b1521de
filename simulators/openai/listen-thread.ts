import { parentPort } from "node:worker_threads";
import { checkOgg } from "./ogg.ts";
import { readSeconds } from "./ruler.ts";

interface Order {
  id: number;
  /** Samples of 16 bits. */
  raw: Uint8Array;
  /** The file itself, if it is Ogg. */
  ogg?: Uint8Array;
}

/** Reads the ruler off the main thread: an hour of audio is seconds of arithmetic. */
parentPort?.on("message", ({ id, raw, ogg }: Order) => {
  const bytes = new DataView(raw.buffer);
  const pcm = new Float32Array(raw.length >> 1);
  let squares = 0;
  for (let i = 0; i < pcm.length; i++) {
    const sample = bytes.getInt16(i * 2, true) / 32768;
    pcm[i] = sample;
    squares += sample * sample;
  }
  const rms = pcm.length > 0 ? Math.sqrt(squares / pcm.length) : 0;
  parentPort?.postMessage({ id, heard: readSeconds(pcm), rms, objections: ogg ? checkOgg(ogg) : [] });
});
