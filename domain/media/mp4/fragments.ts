import { Cursor } from "../cursor.ts";
import type { Damage, Mark, Reader, Track, Walk, WalkEnd } from "../reader.ts";
import type { ByteSource } from "../source.ts";
import { Timeline } from "../timeline.ts";
import { swapped } from "../wav/pcm.ts";
import { type Box, boxesOf, findBox, readPayload, textOf } from "./boxes.ts";
import { type Defaults, readFragment } from "./moof.ts";
import type { SoundTrack } from "./read.ts";

/** Fragments of a few seconds have small heads; a larger one comes from broken bytes. */
const MAX_MOOF_BYTES = 8 * 2 ** 20;

/** MP4 in fragments (ISO/IEC 14496-12 §8.8): each `moof` describes the `mdat` that follows it. */
export async function openFragments(
  source: ByteSource,
  base: Track,
  track: SoundTrack,
  moov: Box,
  firstMoof: number,
): Promise<Reader> {
  const defaults = await readTrackDefaults(source, moov, track.id);
  return {
    track: base,
    first: { position: firstMoof, ticks: 0 - track.lead },
    walk: (from, walk) => walkFragments(source, track, defaults, from, walk),
  };
}

/** `trex` gives what fragments leave out. It lies in moov/mvex, one for each track. */
async function readTrackDefaults(source: ByteSource, moov: Box, id: number): Promise<Defaults> {
  const mvex = await findBox(source, moov, "mvex");
  if (mvex) {
    for await (const trex of boxesOf(source, mvex.start, Math.min(mvex.end, source.size))) {
      const view = trex.type === "trex" ? await readPayload(source, trex, 64) : null;
      if (view && view.byteLength >= 24 && view.getUint32(4) === id) {
        return { duration: view.getUint32(12), bytes: view.getUint32(16) };
      }
    }
  }
  return { duration: 0, bytes: 0 };
}

async function walkFragments(
  source: ByteSource,
  track: SoundTrack,
  defaults: Defaults,
  from: Mark,
  walk: Walk,
): Promise<WalkEnd> {
  const cursor = new Cursor(source, from.position, walk.until === undefined ? {} : { limit: walk.until });
  const timeline = new Timeline(from.ticks, track.timescale);
  let damage: Damage | null = null;
  // An honest file speaks of each byte once; one that repeats itself is stopped.
  let budget = source.size;
  for (let at = from.position; ; ) {
    cursor.seek(at);
    if (!(await cursor.need(8))) break;
    await cursor.need(16);
    let size = boxSize(cursor, source.size - at);
    if (size < 8) return { ticks: timeline.ticks, damage: "corrupt" };
    if (textOf(cursor.buffer, cursor.at + 4) === "moof") {
      if (size > MAX_MOOF_BYTES || !(await cursor.need(size)))
        return { ticks: timeline.ticks, damage: "truncated" };
      const moof = cursor.buffer.subarray(cursor.at + 8, cursor.at + size);
      const { samples, claimed, isCut } = readFragment(
        moof,
        { at, id: track.id, fileBytes: source.size },
        defaults,
      );
      if (isCut) damage ??= "truncated";
      size += await followingMdat(cursor, size);
      if (claimed !== null) timeline.reach(claimed);
      if (samples.length > 0) walk.mark?.(at, timeline.ticks);
      for (const { offset, bytes, duration } of samples) {
        budget -= bytes;
        // Sound lies behind its description, in order; a file that jumps about would be read over and over.
        if (budget < 0 || offset < cursor.position) {
          damage = "corrupt";
          break;
        }
        cursor.seek(offset);
        if (!(await cursor.need(bytes))) {
          damage ??= "truncated";
          break;
        }
        const lasts = timeline.believe(duration, track.packetTicks);
        if (!deliver(cursor, bytes, lasts, track, timeline, walk)) return { ticks: timeline.ticks, damage };
        cursor.skip(bytes);
      }
    }
    at += size;
    if (at > source.size) damage ??= "truncated";
    if (at < cursor.position) return { ticks: timeline.ticks, damage: "corrupt" };
  }
  return { ticks: timeline.ticks, damage };
}

/** Length of the `mdat` that follows `skip` bytes on, 0 when another box does: the walk passes over both at once. */
async function followingMdat(cursor: Cursor, skip: number): Promise<number> {
  if (!(await cursor.need(skip + 16)) || textOf(cursor.buffer, cursor.at + skip + 4) !== "mdat") return 0;
  return Math.max(0, boxSize(cursor, cursor.limit - cursor.position - skip, skip));
}

/** Length of the box at the cursor (or `skip` bytes on); one of size zero goes to the end of the file. */
function boxSize({ buffer, at: cursorAt, left: cursorLeft }: Cursor, rest: number, skip = 0): number {
  const at = cursorAt + skip;
  const left = cursorLeft - skip;
  const view = new DataView(buffer.buffer, buffer.byteOffset + at, Math.min(16, left));
  const short = view.getUint32(0);
  if (short !== 1) return short === 0 ? rest : short;
  return left < 16 ? 0 : view.getUint32(8) * 2 ** 32 + view.getUint32(12);
}

/** Hands on the sample at the cursor. */
function deliver(
  cursor: Cursor,
  bytes: number,
  duration: number,
  track: SoundTrack,
  timeline: Timeline,
  walk: Walk,
): boolean {
  const { blockBytes, swapBytes } = track.format;
  const { ticks } = timeline;
  const lasts = blockBytes > 0 ? Math.floor(bytes / blockBytes) : duration;
  timeline.ticks += lasts;
  if (swapBytes === 1) return walk.visit(cursor.buffer, cursor.at, cursor.at + bytes, ticks, lasts);
  return walk.visit(swapped(cursor.buffer, cursor.at, bytes, swapBytes), 0, bytes, ticks, lasts);
}
