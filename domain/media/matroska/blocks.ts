import { readVint } from "./ebml.ts";

/** Frames in one block are few; a larger count comes from broken bytes (the field has eight bits anyway). */
export interface Block {
  track: number;
  /** Relative to the cluster, in the segment's time units. */
  time: number;
  /** Ends of the frames; the first begins at `start`. */
  start: number;
  ends: number[];
}

/** The track a block belongs to, from its first bytes. */
export function blockTrack(bytes: Uint8Array, at: number): number {
  return readVint(bytes, at)?.value ?? -1;
}

/** Reads a Block or SimpleBlock body with its lacing (RFC 9559 §10.2, §10.3); null when it contradicts itself. */
export function readBlock(bytes: Uint8Array, at: number, end: number): Block | null {
  const track = readVint(bytes, at);
  if (!track || at + track.bytes + 3 > end) return null;
  let place = at + track.bytes;
  const time = (((bytes[place] ?? 0) << 24) | ((bytes[place + 1] ?? 0) << 16)) >> 16;
  const lacing = ((bytes[place + 2] ?? 0) >> 1) & 3;
  place += 3;
  if (lacing === 0) return { track: track.value, time, start: place, ends: [end] };
  const count = (bytes[place] ?? 0) + 1;
  place += 1;
  const sizes: number[] = [];
  if (lacing === 2) {
    const size = (end - place) / count;
    if (!Number.isInteger(size)) return null;
    for (let i = 0; i < count - 1; i += 1) sizes.push(size);
  } else {
    for (let i = 0; i < count - 1; i += 1) {
      const size = lacing === 1 ? readXiphSize(bytes, place, end) : readEbmlSize(bytes, place, sizes[i - 1]);
      if (!size || size.value < 0) return null;
      sizes.push(size.value);
      place += size.bytes;
    }
  }
  const ends: number[] = [];
  let last = place;
  for (const size of sizes) {
    last += size;
    ends.push(last);
  }
  return last > end ? null : { track: track.value, time, start: place, ends: [...ends, end] };
}

function readXiphSize(bytes: Uint8Array, at: number, end: number) {
  let value = 0;
  let place = at;
  while (bytes[place] === 255 && place < end) {
    value += 255;
    place += 1;
  }
  return { value: value + (bytes[place] ?? 0), bytes: place + 1 - at };
}

/** The first size is plain, the others are signed differences. */
function readEbmlSize(bytes: Uint8Array, at: number, previous: number | undefined) {
  const size = readVint(bytes, at);
  if (!size || previous === undefined) return size;
  return { value: previous + size.value - (2 ** (7 * size.bytes - 1) - 1), bytes: size.bytes };
}
