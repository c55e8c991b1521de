import { parentPort } from "node:worker_threads";
import { readSeconds } from "./ruler.ts";

/** Reads the ruler off the main thread: an hour of audio is seconds of arithmetic. */
parentPort?.on("message", ({ id, pcm }: { id: number; pcm: Float32Array }) => {
  let squares = 0;
  for (const sample of pcm) squares += sample * sample;
  const rms = pcm.length > 0 ? Math.sqrt(squares / pcm.length) : 0;
  parentPort?.postMessage({ id, heard: readSeconds(pcm), rms });
});
