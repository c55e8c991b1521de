import { OPUS_RATE } from "../codecs/opus.ts";
import { laceHeaders } from "../codecs/vorbis.ts";
import type { Codec } from "../reader.ts";
import { hasText } from "../sniff.ts";

/** What the first packet of a logical stream says it is (RFC 3533 §4: each codec brings its own magic). */
export type StreamKind = "opus" | "vorbis" | "flac" | "speex" | "video" | "other";

export function nameStream(first: Uint8Array): StreamKind {
  if (hasText(first, 0, "OpusHead")) return "opus";
  if (hasText(first, 0, "\x01vorbis")) return "vorbis";
  if (hasText(first, 0, "\x7fFLAC")) return "flac";
  if (hasText(first, 0, "Speex   ")) return "speex";
  return ["\x80theora", "OVP80", "BBCD\0", "\x01video"].some((magic) => hasText(first, 0, magic))
    ? "video"
    : "other";
}

export interface StreamFormat {
  codec: Codec & ("opus" | "vorbis" | "flac");
  timescale: number;
  sampleRate: number;
  channels: number;
  setup: Uint8Array;
  /** Ticks decoded before the first audible sample. */
  preSkip: number;
}

/** Is this packet one of the headers before the sound? Vorbis has three, Opus two, FLAC marks its sound with 0xff. */
export function isHeader(kind: "opus" | "vorbis" | "flac", packet: Uint8Array, index: number): boolean {
  return kind === "flac" ? index === 0 || packet[0] !== 0xff : index < (kind === "opus" ? 2 : 3);
}

/** Null when the headers make no sense. */
export function readFormat(
  kind: "opus" | "vorbis" | "flac",
  headers: readonly Uint8Array[],
): StreamFormat | null {
  const [first] = headers;
  if (!first) return null;
  const view = new DataView(first.buffer, first.byteOffset, first.byteLength);
  if (kind === "opus") {
    // RFC 7845 §5.1. Mapping families other than 0 carry several streams in one packet; the header says which.
    if (first.length < 19) return null;
    const channels = first[9] ?? 0;
    const preSkip = view.getUint16(10, true);
    return {
      codec: kind,
      timescale: OPUS_RATE,
      sampleRate: OPUS_RATE,
      channels,
      setup: first.slice(),
      preSkip,
    };
  }
  if (kind === "vorbis") {
    if (first.length < 30 || headers.length < 3) return null;
    const sampleRate = view.getUint32(12, true);
    // The comment header may hold a cover picture; parts carry an empty one instead.
    const setup = laceHeaders([first, EMPTY_VORBIS_COMMENT, headers[2] ?? first]);
    return { codec: kind, timescale: sampleRate, sampleRate, channels: first[11] ?? 0, setup, preSkip: 0 };
  }
  // Mapping of FLAC into Ogg: 9 bytes, "fLaC", then STREAMINFO with its block header.
  if (first.length < 51 || !hasText(first, 9, "fLaC")) return null;
  const setup = first.slice(17, 51);
  const sampleRate = ((setup[10] ?? 0) << 12) | ((setup[11] ?? 0) << 4) | ((setup[12] ?? 0) >> 4);
  const channels = (((setup[12] ?? 0) >> 1) & 7) + 1;
  return { codec: kind, timescale: sampleRate, sampleRate, channels, setup, preSkip: 0 };
}

/** A comment header with no vendor, no comments, and the framing bit that libvorbis insists on. */
export const EMPTY_VORBIS_COMMENT = Uint8Array.from(
  [3, ..."vorbis"]
    .map((c) => (typeof c === "string" ? c.charCodeAt(0) : c))
    .concat([0, 0, 0, 0, 0, 0, 0, 0, 1]),
);
