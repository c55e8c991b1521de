import { audioConfig } from "../codecs/aac.ts";
import { Cursor } from "../cursor.ts";
import { walkFrames } from "../frames.ts";
import type { Mark, Reader, Walk } from "../reader.ts";
import { id3Bytes } from "../sniff.ts";
import type { ByteSource } from "../source.ts";
import { Unplayable } from "../unplayable.ts";
import { type AdtsHeader, readAdtsHeader } from "./frame.ts";

const JUNK_BYTES = 128 * 1024;

/** AAC in ADTS frames (ISO/IEC 14496-3, 1.A.2), as streams and some recorders write it. */
export async function openAdts(source: ByteSource): Promise<Reader> {
  const cursor = new Cursor(source, 0, { chunk: 64 * 1024 });
  await cursor.need(10);
  cursor.skip(id3Bytes(cursor.buffer));
  const header = await findFirstFrame(cursor);
  if (header.channelConfig === 0 || header.blocks !== 1) throw new Unplayable("unsupported codec", "aac");
  const { sampleRate, channels } = header;
  return {
    track: {
      container: "adts",
      codec: "aac",
      timescale: sampleRate,
      sampleRate,
      channels,
      hasVideo: false,
      setup: audioConfig(header.objectType, header.rateIndex, header.channelConfig),
    },
    first: { position: cursor.position, ticks: 0 },
    walk: (mark, walk) => walkAdts(source, header, mark, walk),
  };
}

async function findFirstFrame(cursor: Cursor): Promise<AdtsHeader> {
  const giveUp = cursor.position + JUNK_BYTES;
  while (cursor.position < giveUp && (await cursor.need(9))) {
    const header = readAdtsHeader(cursor.buffer, cursor.at);
    if (header) {
      const hasNext = await cursor.need(header.bytes + 9);
      const next = hasNext ? readAdtsHeader(cursor.buffer, cursor.at + header.bytes) : null;
      if (hasNext ? next?.kind === header.kind : cursor.left >= header.bytes) return header;
    }
    const next = cursor.buffer.indexOf(0xff, cursor.at + 1);
    cursor.at = next < 0 ? cursor.buffer.length : next;
  }
  throw new Unplayable("not media");
}

async function walkAdts(source: ByteSource, first: AdtsHeader, from: Mark, walk: Walk) {
  const cursor = new Cursor(source, from.position, walk.until === undefined ? {} : { limit: walk.until });
  let { ticks } = from;
  const damage = await walkFrames(cursor, readAdtsHeader, first.kind, (header) => {
    walk.mark?.(cursor.position, ticks);
    const start = cursor.at + header.headerBytes;
    const goesOn =
      header.blocks !== 1 ||
      walk.visit(cursor.buffer, start, cursor.at + header.bytes, ticks, header.samples);
    ticks += header.samples;
    return goesOn;
  });
  return { ticks, damage };
}
