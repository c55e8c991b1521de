import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { openRecording } from "../domain/media/open.ts";
import { memorySource } from "../domain/media/source.ts";

/** A recording of any size that takes no room: a head, then the sound of a short sample over and over. */
export interface LoopedRecording {
  size: number;
  read(start: number, end: number): Uint8Array;
}

/** Repeats the sound of a sample that can be read on past its end (Ogg, MP3, Matroska, WAV without lengths). */
export async function loopRecording(sample: Uint8Array, size: number): Promise<LoopedRecording> {
  const { first } = await openRecording(memorySource(sample));
  const head = sample.subarray(0, first.position);
  const body = sample.subarray(first.position);
  return {
    size,
    read(start, end) {
      const bytes = new Uint8Array(end - start);
      for (let at = start; at < end; ) {
        const isHead = at < head.length;
        const from = isHead ? at : (at - head.length) % body.length;
        const piece = (isHead ? head : body).subarray(from, from + end - at);
        bytes.set(piece, at - start);
        at += piece.length;
      }
      return bytes;
    },
  };
}

/** Serves a recording by HTTP ranges, as an object store does. */
export async function serveRecording(recording: LoopedRecording): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    const [, start = "0", end = "0"] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? "") ?? [];
    response.writeHead(206, { "content-type": "application/octet-stream" });
    response.end(recording.read(Number(start), Math.min(Number(end) + 1, recording.size)));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}
