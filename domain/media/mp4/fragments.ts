import { Cursor } from "../cursor.ts";
import type { Damage, Mark, Reader, Track, Walk } from "../reader.ts";
import type { ByteSource } from "../source.ts";
import { Timeline } from "../timeline.ts";
import { swapped } from "../wav/pcm.ts";
import { type Box, boxesOf, childrenOf, findBox, readPayload, textOf } from "./boxes.ts";
import { type Chunk, gather } from "./gather.ts";
import type { SoundTrack } from "./read.ts";

interface Defaults {
  duration: number;
  bytes: number;
}

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
) {
  const limit = Math.min(source.size, walk.until ?? source.size);
  const timeline = new Timeline(from.ticks, track.timescale);
  const { blockBytes, swapBytes } = track.format;
  let damage: Damage | null = null;
  // An honest file speaks of each byte once; one that repeats itself is stopped.
  let budget = source.size;
  let at = from.position;
  while (at + 8 <= limit) {
    const cursor = new Cursor(source, at, { chunk: 16 * 1024 });
    await cursor.need(16);
    const view = new DataView(cursor.buffer.buffer, cursor.buffer.byteOffset, cursor.buffer.byteLength);
    const short = view.getUint32(0);
    const size =
      short === 1 && cursor.left >= 16
        ? view.getUint32(8) * 2 ** 32 + view.getUint32(12)
        : short === 0
          ? source.size - at
          : short;
    if (size < 8) {
      damage = "corrupt";
      break;
    }
    if (textOf(cursor.buffer, 4) === "moof") {
      if (size > MAX_MOOF_BYTES || !(await cursor.need(size))) {
        damage = "truncated";
        break;
      }
      const { chunks, claimed } = readFragment(cursor.buffer.subarray(8, size), at, track.id, defaults);
      if (claimed !== null) timeline.reach(claimed);
      const present: Chunk[] = [];
      let { ticks } = timeline;
      for (const { offset, bytes, duration } of chunks) {
        budget -= bytes;
        if (offset < 0 || offset + bytes > source.size || bytes === 0 || budget < 0) {
          damage = "truncated";
          break;
        }
        const frames = blockBytes > 0 ? Math.floor(bytes / blockBytes) : duration;
        present.push({ offset, bytes, ticks, duration: frames });
        ticks += frames;
      }
      if (present.length > 0) walk.mark?.(at, timeline.ticks);
      const goesOn = await gather(source, present, (data, start, { bytes, ticks: when, duration }) => {
        timeline.ticks = when + duration;
        if (swapBytes === 1) return walk.visit(data, start, start + bytes, when, duration);
        return walk.visit(swapped(data, start, bytes, swapBytes), 0, bytes, when, duration);
      });
      if (!goesOn) break;
    }
    if (at + size > source.size) damage ??= "truncated";
    at += size;
  }
  return { ticks: timeline.ticks, damage };
}

/** More samples than this in one fragment cannot be: they would be listed in a box larger than is read. */
const MAX_SAMPLES = 2 ** 20;

/** Lists our track's samples of one `moof` payload; `claimed` is the decode time its `tfdt` gives. */
function readFragment(moof: Uint8Array, moofAt: number, id: number, defaults: Defaults) {
  const chunks: { offset: number; bytes: number; duration: number }[] = [];
  let claimed: number | null = null;
  for (const [type, traf] of childrenOf(moof)) {
    if (type !== "traf") continue;
    let base = moofAt;
    let { duration, bytes } = defaults;
    let isOurs = false;
    let next = moofAt;
    for (const [name, body] of childrenOf(traf)) {
      const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
      if (body.length < 8) continue;
      const flags = view.getUint32(0) & 0xffffff;
      if (name === "tfhd") {
        isOurs = view.getUint32(4) === id;
        let at = 8;
        const take = (flag: number, width: number) => {
          if (!(flags & flag) || at + width > body.length) return null;
          at += width;
          return width === 8 ? Number(view.getBigUint64(at - 8)) : view.getUint32(at - 4);
        };
        base = take(0x1, 8) ?? moofAt;
        next = base;
        take(0x2, 4);
        duration = take(0x8, 4) ?? duration;
        bytes = take(0x10, 4) ?? bytes;
      } else if (name === "tfdt" && isOurs) {
        const isLong = view.getUint8(0) === 1 && body.length >= 12;
        claimed ??= isLong ? Number(view.getBigUint64(4)) : view.getUint32(4);
      } else if (name === "trun" && isOurs) {
        let at = 8;
        const count = Math.min(view.getUint32(4), MAX_SAMPLES - chunks.length);
        if (flags & 0x1 && body.length >= 12) {
          next = base + view.getInt32(8);
          at += 4;
        }
        if (flags & 0x4) at += 4;
        const width = [0x100, 0x200, 0x400, 0x800].reduce((sum, flag) => sum + (flags & flag ? 4 : 0), 0);
        for (let i = 0; i < count && at + width <= body.length; i += 1, at += width) {
          let field = at;
          const own = (flag: number, fallback: number) => {
            if (!(flags & flag)) return fallback;
            field += 4;
            return view.getUint32(field - 4);
          };
          const sampleDuration = own(0x100, duration);
          const sampleBytes = own(0x200, bytes);
          chunks.push({ offset: next, bytes: sampleBytes, duration: sampleDuration });
          next += sampleBytes;
        }
      }
    }
  }
  return { chunks, claimed };
}
