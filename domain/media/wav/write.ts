import type { Track } from "../reader.ts";
import { ByteSink } from "../sink.ts";
import type { PartWriter, Stretch } from "../writer.ts";

/** Writes a WAV file. `setup` is its `fmt ` chunk. Plain samples are trimmed exactly, coded blocks are kept whole. */
export function writeWav(track: Track, { from, to, bytes }: Stretch): PartWriter {
  const format = new DataView(track.setup.buffer, track.setup.byteOffset, track.setup.byteLength);
  const tag = format.getUint16(0, true);
  // All but integer PCM has the extension's size behind the sixteen bytes, even where it is zero.
  const setup = new Uint8Array(tag === 1 ? track.setup.length : Math.max(18, track.setup.length));
  setup.set(track.setup);
  const blockBytes = format.getUint16(12, true);
  const isPlain = tag !== 2 && tag !== 0x11;
  // Everything but integer PCM must say how many samples it holds.
  const hasFact = tag !== 1 && tag !== 0xfffe;
  const headBytes = 12 + 8 + setup.length + (setup.length & 1) + (hasFact ? 12 : 0) + 8;
  const sink = new ByteSink(bytes);
  sink.append(new Uint8Array(headBytes));
  let first = -1;
  let last = 0;
  return {
    add(data, start, end, ticks, duration) {
      const before = isPlain ? Math.max(0, Math.round(from) - ticks) : 0;
      const count = isPlain ? Math.min(duration, Math.round(to) - ticks) - before : duration;
      if (count <= 0) return;
      if (first < 0) first = ticks + before;
      last = ticks + before + count;
      if (isPlain)
        sink.append(data, start + before * blockBytes, Math.min(end, start + (before + count) * blockBytes));
      else sink.append(data, start, end);
    },
    finish() {
      const dataBytes = sink.length - headBytes;
      if (dataBytes & 1) sink.append(new Uint8Array(1));
      const file = sink.bytes();
      const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
      let at = 0;
      const chunk = (name: string, size: number) => {
        for (let i = 0; i < 4; i += 1) file[at + i] = name.charCodeAt(i);
        view.setUint32(at + 4, size, true);
        at += 8;
      };
      chunk("RIFF", file.length - 8);
      file.set(
        [..."WAVE"].map((letter) => letter.charCodeAt(0)),
        at,
      );
      at += 4;
      chunk("fmt ", setup.length);
      file.set(setup, at);
      at += setup.length + (setup.length & 1);
      if (hasFact) {
        chunk("fact", 4);
        view.setUint32(at, last - first, true);
        at += 4;
      }
      chunk("data", dataBytes);
      return { bytes: file, start: Math.max(0, first), end: last };
    },
  };
}
