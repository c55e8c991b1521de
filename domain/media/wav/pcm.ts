import { Cursor } from "../cursor.ts";
import type { Damage, Mark, Reader, Walk } from "../reader.ts";
import type { Container } from "../sniff.ts";
import type { ByteSource } from "../source.ts";
import { Unplayable } from "../unplayable.ts";

/** Where uncompressed (or block-coded) sound lies in a file. */
export interface PcmLayout {
  container: Container;
  sampleRate: number;
  channels: number;
  /** The WAV `fmt ` chunk that describes the sound as it will be written. */
  setup: Uint8Array;
  /** Bytes and samples of the smallest piece that can be copied. */
  blockBytes: number;
  blockSamples: number;
  start: number;
  end: number;
  damage: Damage | null;
  /** Turns big-endian samples round, in place, on a private copy. */
  swapBytes?: number;
}

/** Sound is handed on in pieces of about this long, so that its loudness can be judged piece by piece. */
const PIECE_SECONDS = 0.02;

export function openPcm(source: ByteSource, layout: PcmLayout): Reader {
  const { container, sampleRate, channels, setup, blockBytes, blockSamples, start, damage } = layout;
  const blocks = Math.floor((layout.end - start) / blockBytes);
  if (blocks <= 0) throw new Unplayable("truncated beyond salvage");
  const end = { ticks: blocks * blockSamples, damage };
  return {
    track: { container, codec: "pcm", timescale: sampleRate, sampleRate, channels, hasVideo: false, setup },
    first: { position: start, ticks: 0 },
    walk: async (from, walk) => {
      const stopped = await walkPcm(source, layout, start + blocks * blockBytes, from, walk);
      return { ticks: stopped, damage };
    },
    loadTable: async () => ({
      end,
      markAt(ticks) {
        const block = Math.min(blocks, Math.max(0, Math.floor(ticks / blockSamples)));
        return { position: start + block * blockBytes, ticks: block * blockSamples };
      },
      payloadAt: (ticks) => Math.min(blocks, Math.ceil(Math.max(0, ticks) / blockSamples)) * blockBytes,
    }),
  };
}

async function walkPcm(
  source: ByteSource,
  layout: PcmLayout,
  end: number,
  from: Mark,
  walk: Walk,
): Promise<number> {
  const { blockBytes, blockSamples, sampleRate, swapBytes = 1 } = layout;
  const cursor = new Cursor(source, from.position, { limit: Math.min(end, walk.until ?? end) });
  const pieceBlocks = Math.max(1, Math.round((PIECE_SECONDS * sampleRate) / blockSamples));
  let { ticks } = from;
  for (;;) {
    await cursor.need(pieceBlocks * blockBytes);
    const blocks = Math.min(pieceBlocks, Math.floor(cursor.left / blockBytes));
    if (blocks === 0) return ticks;
    const size = blocks * blockBytes;
    walk.mark?.(cursor.position, ticks);
    const goesOn =
      swapBytes > 1
        ? walk.visit(
            swapped(cursor.buffer, cursor.at, size, swapBytes),
            0,
            size,
            ticks,
            blocks * blockSamples,
          )
        : walk.visit(cursor.buffer, cursor.at, cursor.at + size, ticks, blocks * blockSamples);
    ticks += blocks * blockSamples;
    cursor.at += size;
    if (!goesOn) return ticks;
  }
}

export function swapped(data: Uint8Array, start: number, size: number, width: number): Uint8Array {
  const copy = data.slice(start, start + size);
  for (let at = 0; at + width <= size; at += width) copy.subarray(at, at + width).reverse();
  return copy;
}
