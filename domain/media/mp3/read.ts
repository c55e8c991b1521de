import { Cursor } from "../cursor.ts";
import { walkFrames } from "../frames.ts";
import type { Mark, Reader, Walk } from "../reader.ts";
import { id3Bytes } from "../sniff.ts";
import type { ByteSource } from "../source.ts";
import { Unplayable } from "../unplayable.ts";
import { type Mp3Header, readMp3Header } from "./frame.ts";
import { type Mp3Info, readMp3Info } from "./info.ts";

/** How far past the tags the first frame may lie. */
const JUNK_BYTES = 128 * 1024;

/**
 * MP3: constant and variable rate, with or without ID3 tags and an info frame. `from` and `until` bound the stream inside
 * the file, for MP3 carried in WAV.
 */
export async function openMp3(source: ByteSource, from = 0, until = source.size): Promise<Reader> {
  const cursor = new Cursor(source, from, { limit: until, chunk: 64 * 1024 });
  const header = await findFirstFrame(cursor);
  const info: Mp3Info | null = readMp3Info(cursor.buffer, cursor.at, header);
  const { sampleRate, channels } = header;
  const first = { position: cursor.position + (info ? header.bytes : 0), ticks: 0 - (info?.delay ?? 0) };
  const padding = info?.padding ?? 0;
  return {
    track: {
      container: "mp3",
      codec: "mp3",
      timescale: sampleRate,
      sampleRate,
      channels,
      hasVideo: false,
      setup: new Uint8Array(0),
    },
    first,
    walk: (mark, walk) => walkMp3(source, header, mark, walk, until, padding),
  };
}

async function findFirstFrame(cursor: Cursor): Promise<Mp3Header> {
  await cursor.need(10);
  const tags = id3Bytes(cursor.buffer);
  cursor.skip(tags);
  const giveUp = cursor.position + JUNK_BYTES;
  while (cursor.position < giveUp && (await cursor.need(4))) {
    const header = readMp3Header(cursor.buffer, cursor.at);
    if (header && (await isFollowed(cursor, header))) return header;
    const next = cursor.buffer.indexOf(0xff, cursor.at + 1);
    cursor.at = next < 0 ? cursor.buffer.length : next;
  }
  throw new Unplayable(tags > 0 ? "no audio track" : "not media");
}

async function isFollowed(cursor: Cursor, header: Mp3Header): Promise<boolean> {
  if (!(await cursor.need(header.bytes + 4))) return cursor.left >= header.bytes;
  return readMp3Header(cursor.buffer, cursor.at + header.bytes)?.kind === header.kind;
}

async function walkMp3(
  source: ByteSource,
  first: Mp3Header,
  from: Mark,
  walk: Walk,
  until: number,
  padding: number,
) {
  const cursor = new Cursor(source, from.position, { limit: Math.min(until, walk.until ?? until) });
  let { ticks } = from;
  const damage = await walkFrames(cursor, readMp3Header, first.kind, (header) => {
    walk.mark?.(cursor.position, ticks);
    const goesOn = walk.visit(cursor.buffer, cursor.at, cursor.at + header.bytes, ticks, header.samples);
    ticks += header.samples;
    return goesOn;
  });
  return { ticks: Math.max(from.ticks, damage === "truncated" ? ticks : ticks - padding), damage };
}
