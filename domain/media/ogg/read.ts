import { isSoundPacket, packetTimer } from "../codecs/timer.ts";
import { unlaceHeaders } from "../codecs/vorbis.ts";
import { Cursor } from "../cursor.ts";
import { type Damage, isPlausibleFormat, type Reader, type Walk } from "../reader.ts";
import type { ByteSource } from "../source.ts";
import { Unplayable } from "../unplayable.ts";
import { PacketAssembler } from "./packets.ts";
import { granuleOf, hasValidChecksum, nextPage, type OggPage } from "./page.ts";
import { isHeader, nameStream, readFormat, type StreamFormat, type StreamKind } from "./streams.ts";

type SoundKind = "opus" | "vorbis" | "flac";
const isSound = (kind: StreamKind): kind is SoundKind =>
  kind === "opus" || kind === "vorbis" || kind === "flac";

interface Opened {
  format: StreamFormat;
  serial: number;
  hasVideo: boolean;
  /** Position of the first page with sound. */
  soundAt: number;
  verify: boolean;
}

/** Headers lie at the start; a cover picture among the comments may take this much. */
const HEADER_CHUNK = 64 * 1024;
/** Streams that never come to their sound are given up on. */
const HEADER_PAGES = 4096;

/**
 * Ogg (RFC 3533) with Opus, Vorbis or FLAC. Times are sums of packet durations, which is what decoders produce:
 * granule positions are claims, used only to trim the end. Chained streams of the same format are read on.
 */
export async function openOgg(source: ByteSource): Promise<Reader> {
  const opened = await readHeaders(source);
  const { format, soundAt, hasVideo } = opened;
  const { codec, timescale, sampleRate, channels, setup } = format;
  return {
    track: { container: "ogg", codec, timescale, sampleRate, channels, setup, hasVideo },
    first: { position: soundAt, ticks: 0 - format.preSkip },
    walk: (from, walk) => walkOgg(source, opened, from.position, from.ticks, walk),
  };
}

async function readHeaders(source: ByteSource): Promise<Opened> {
  const cursor = new Cursor(source, 0, { chunk: HEADER_CHUNK });
  const assembler = new PacketAssembler();
  const headers: Uint8Array[] = [];
  let chosen: { kind: SoundKind; serial: number } | null = null;
  let unsupported: string | undefined;
  let hasVideo = false;
  let verify = true;
  let soundAt = -1;
  for (let pages = 0; pages < HEADER_PAGES && soundAt < 0; pages += 1) {
    const page = await nextPage(cursor, false, () => undefined);
    if (!page) break;
    const { buffer } = cursor;
    // Some writers leave checksums empty; then they cannot tell good pages from bad ones.
    if (pages === 0) verify = hasValidChecksum(buffer, page);
    if (page.begins) {
      const kind = nameStream(buffer.subarray(page.bodyAt, page.end));
      if (kind === "video") hasVideo = true;
      else if (kind === "speex") unsupported = kind;
      else if (isSound(kind) && !chosen) chosen = { kind, serial: page.serial };
    }
    if (chosen && page.serial === chosen.serial) {
      const { kind } = chosen;
      assembler.feed(buffer, page, (data, start, end) => {
        const packet = data.subarray(start, end);
        if (isHeader(kind, packet, headers.length)) headers.push(packet.slice());
        else soundAt = page.position;
        return soundAt < 0;
      });
    } else if (!page.begins && !chosen) break;
    cursor.at = page.end;
  }
  if (!chosen)
    throw unsupported ? new Unplayable("unsupported codec", unsupported) : new Unplayable("no audio track");
  const format = readFormat(chosen.kind, headers);
  if (!format || !isPlausibleFormat(format.sampleRate, format.channels) || soundAt < 0) {
    throw new Unplayable("truncated beyond salvage");
  }
  return { format, serial: chosen.serial, hasVideo, soundAt, verify };
}

async function walkOgg(source: ByteSource, opened: Opened, position: number, startTicks: number, walk: Walk) {
  const { format, verify } = opened;
  const cursor = new Cursor(source, position, walk.until === undefined ? {} : { limit: walk.until });
  const durationOf = packetTimer(format.codec, format.setup);
  if (!durationOf) throw new Unplayable("truncated beyond salvage");
  const isVorbis = format.codec === "vorbis";
  // A mark lies on a page of our stream; in a chain that may be another link than the first.
  let serial: number | null = position === opened.soundAt ? opened.serial : null;
  let assembler = new PacketAssembler();
  let damage: Damage | null = null;
  let ticks = startTicks;
  let end = startTicks;
  // Between the granule positions of this logical stream and our ticks.
  let base: number | null = position === opened.soundAt ? startTicks : null;
  let headersLeft = 0;
  for (;;) {
    const page: OggPage | null = await nextPage(cursor, verify, (found) => {
      damage ??= found;
    });
    if (!page) break;
    const { buffer } = cursor;
    serial ??= page.serial;
    if (page.begins && isSound(nameStream(buffer.subarray(page.bodyAt, page.end)))) {
      // The next link of a chain. Only one that the same headers can decode may follow.
      if (!isSameFormat(format, buffer.subarray(page.bodyAt, page.end))) {
        damage = "corrupt";
        break;
      }
      serial = page.serial;
      assembler = new PacketAssembler();
      headersLeft = format.codec === "opus" ? 2 : format.codec === "vorbis" ? 3 : 1;
      base = null;
    }
    if (page.serial === serial) {
      const before = ticks;
      let marked = page.continued;
      const goesOn = assembler.feed(buffer, page, (data, start, stop) => {
        if (headersLeft > 0 || (format.codec === "flac" && data[start] !== 0xff)) {
          headersLeft = Math.max(0, headersLeft - 1);
          return true;
        }
        const duration = durationOf(data, start, stop);
        if (!isSoundPacket(format.codec, data, start, stop, duration)) {
          damage ??= "corrupt";
          return true;
        }
        // A Vorbis decoder started here spends the first packet on its overlap: the mark lies after that packet.
        if (!marked) walk.mark?.(page.position, isVorbis ? ticks + duration : ticks);
        marked = true;
        const goes = walk.visit(data, start, stop, ticks, duration);
        ticks += duration;
        return goes;
      });
      end = ticks;
      if (!goesOn) break;
      const granule = granuleOf(buffer, page);
      if (granule >= 0) {
        if (base !== null && page.ends) {
          const claimed = granule + base;
          if (claimed > before && claimed < ticks) end = claimed;
        }
        base ??= ticks - granule;
      }
    }
    cursor.at = page.end;
  }
  return { ticks: end, damage };
}

function isSameFormat(format: StreamFormat, first: Uint8Array): boolean {
  if (nameStream(first) !== format.codec) return false;
  if (format.codec === "opus")
    return first[18] === format.setup[18] && (first[18] === 0 || first[9] === format.setup[9]);
  // Different encoders' codebooks cannot be told from the first header; the same rate and channels are taken for the same encoder.
  const known = format.codec === "vorbis" ? (unlaceHeaders(format.setup)?.[0] ?? first) : format.setup;
  const other = format.codec === "vorbis" ? first : first.subarray(17, 51);
  const same = format.codec === "vorbis" ? [11, 12, 13, 14, 15, 28] : [10, 11, 12];
  return same.every((i) => known[i] === other[i]);
}
