import { unlaceHeaders } from "../codecs/vorbis.ts";
import type { Track } from "../reader.ts";
import { ByteSink } from "../sink.ts";
import type { PartWriter, Stretch } from "../writer.ts";
import { oggCrc } from "./crc.ts";

/** Any number will do for the only stream of a file (RFC 3533 §6). */
const SERIAL = 0x41697368;
const BEGINS = 2;
const ENDS = 4;
/** About a second of sound a page (RFC 7845 §6), well below what a page can hold. */
const PAGE_SECONDS = 1;
const PAGE_BYTES = 32 * 1024;

/** Puts Opus or Vorbis packets into pages. `setup` is OpusHead, or the three Vorbis headers laced. */
export function writeOgg(track: Track, stretch: Stretch): PartWriter {
  const scale = track.timescale / track.sampleRate;
  const pages = new PageWriter(stretch.bytes, PAGE_SECONDS * track.sampleRate);
  let first: { ticks: number; duration: number } | null = null;
  let end = 0;
  const isOpus = track.codec === "opus";
  /** Granule positions count from here. */
  let origin = 0;
  return {
    add(data, start, stop, ticks, duration) {
      if (!first) {
        first = { ticks, duration };
        // A Vorbis decoder gives nothing for its first packet; Opus counts the pre-skip.
        origin = isOpus ? ticks : ticks + duration;
        for (const header of headersOf(track, Math.max(0, Math.round((stretch.from - ticks) / scale))))
          pages.header(header);
      }
      end = ticks + duration;
      pages.packet(
        data,
        start,
        stop,
        Math.round((Math.min(end, Math.max(stretch.to, ticks + 1)) - origin) / scale),
      );
    },
    finish() {
      pages.end();
      const start = isOpus ? Math.max(stretch.from, first?.ticks ?? stretch.from) : origin;
      return { bytes: pages.bytes(), start, end: Math.min(end, Math.max(stretch.to, start)) };
    },
  };
}

function headersOf(track: Track, preSkip: number): Uint8Array[] {
  if (track.codec === "vorbis") return unlaceHeaders(track.setup) ?? [];
  const head = track.setup.slice();
  new DataView(head.buffer).setUint16(10, preSkip, true);
  const tags = new Uint8Array(16);
  tags.set([..."OpusTags"].map((letter) => letter.charCodeAt(0)));
  return [head, tags];
}

/** Builds pages one after the other, straight into the file. */
class PageWriter {
  readonly #sink: ByteSink;
  readonly #body = new ByteSink(PAGE_BYTES * 2);
  readonly #segments: number[] = [];
  readonly #pageSamples: number;
  #sequence = 0;
  /** Granule of the last packet that ends on the page being built, -1 when none does. */
  #granule = -1;
  #flushed = 0;
  #continued = false;

  constructor(expected: number, pageSamples: number) {
    this.#sink = new ByteSink(expected);
    this.#pageSamples = pageSamples;
  }

  /** Headers have pages of their own: the first page holds only the first header, and sound begins on a fresh one. */
  header(packet: Uint8Array): void {
    this.#append(packet, 0, packet.length, 0);
    this.#flush(0);
  }

  packet(data: Uint8Array, start: number, end: number, granule: number): void {
    const segments = Math.floor((end - start) / 255) + 1;
    if (this.#segments.length > 0) {
      const isFull = this.#segments.length + segments > 255 || this.#body.length + end - start > PAGE_BYTES;
      if (isFull || granule - this.#flushed > this.#pageSamples) this.#flush(0);
    }
    this.#append(data, start, end, granule);
  }

  /** Writes the last page; it says that the stream ends. */
  end(): void {
    this.#flush(ENDS);
  }

  bytes(): Uint8Array {
    return this.#sink.bytes();
  }

  #append(data: Uint8Array, start: number, end: number, granule: number): void {
    let at = start;
    for (;;) {
      if (this.#segments.length === 255) {
        this.#flush(0);
        this.#continued = true;
      }
      const size = Math.min(255, end - at);
      this.#segments.push(size);
      this.#body.append(data, at, at + size);
      at += size;
      if (size < 255) break;
    }
    this.#granule = granule;
  }

  #flush(flags: number): void {
    const length = 27 + this.#segments.length + this.#body.length;
    const at = this.#sink.length;
    const buffer = this.#sink.reserve(length);
    const head = new DataView(buffer.buffer, buffer.byteOffset + at, 27);
    head.setUint32(0, 0x4f676753);
    head.setUint8(4, 0);
    head.setUint8(5, flags | (this.#sequence === 0 ? BEGINS : 0) | (this.#continued ? 1 : 0));
    head.setBigInt64(6, BigInt(this.#granule), true);
    head.setUint32(14, SERIAL, true);
    head.setUint32(18, this.#sequence, true);
    head.setUint32(22, 0);
    head.setUint8(26, this.#segments.length);
    buffer.set(this.#segments, at + 27);
    buffer.set(this.#body.bytes(), at + 27 + this.#segments.length);
    head.setUint32(22, oggCrc(0, buffer, at, at + length), true);
    this.#sink.length += length;
    this.#sequence += 1;
    this.#flushed = Math.max(this.#flushed, this.#granule);
    this.#granule = -1;
    this.#continued = false;
    this.#segments.length = 0;
    this.#body.length = 0;
  }
}
