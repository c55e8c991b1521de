import type { Track } from "../reader.ts";
import { ByteSink } from "../sink.ts";
import type { PartWriter, Stretch } from "../writer.ts";
import { movieHead } from "./head.ts";

/** Writes an M4A file, moov first. `setup` is AAC's AudioSpecificConfig or ALAC's cookie. */
export function writeM4a(track: Track, stretch: Stretch): PartWriter {
  const payload = new ByteSink(stretch.bytes);
  const sizes: number[] = [];
  const durations: number[] = [];
  let first = 0;
  let end = 0;
  return {
    add(data, start, stop, ticks, duration) {
      if (sizes.length === 0) first = ticks;
      sizes.push(stop - start);
      durations.push(Math.round(duration));
      payload.append(data, start, stop);
      end = ticks + duration;
    },
    finish() {
      const start = Math.max(first, Math.round(stretch.from));
      const stop = Math.min(end, Math.max(start, Math.round(stretch.to)));
      const head = movieHead(track, {
        sizes,
        durations,
        skip: start - first,
        audible: stop - start,
        payloadBytes: payload.length,
      });
      const bytes = new Uint8Array(head.length + payload.length);
      bytes.set(head);
      bytes.set(payload.bytes(), head.length);
      return { bytes, start, end: stop };
    },
  };
}
