import { readAdtsHeader } from "./adts/frame.ts";
import { readMp3Header } from "./mp3/frame.ts";

/** Containers we can cut. */
export type Container =
  | "ogg"
  | "mp3"
  | "mp4"
  | "mov"
  | "webm"
  | "mkv"
  | "wav"
  | "flac"
  | "adts"
  | "aiff"
  | "caf";

/** What else users send; each deserves an answer that names it. */
export type OtherKind =
  | "amr"
  | "asf"
  | "avi"
  | "flv"
  | "mpeg"
  | "midi"
  | "au"
  | "ape"
  | "wavpack"
  | "dsf"
  | "realmedia"
  | "jpeg"
  | "png"
  | "gif"
  | "webp"
  | "heic"
  | "bmp"
  | "tiff"
  | "pdf"
  | "zip"
  | "rar"
  | "7z"
  | "gzip"
  | "html"
  | "rtf"
  | "ole"
  | "text";

/** How much of a file's start `sniff` wants to see, in bytes. Less is fine when the file is shorter. */
export const SNIFF_BYTES = 64 * 1024;

type Sniffed = Container | { other: OtherKind };

/** Magic bytes: offset, bytes as Latin-1, and what they mean. Checked in order. */
const MAGIC: readonly (readonly [number, string, Sniffed])[] = [
  [0, "OggS", "ogg"],
  [0, "fLaC", "flac"],
  [0, "#!AMR", { other: "amr" }],
  [0, "\x30\x26\xb2\x75\x8e\x66\xcf\x11", { other: "asf" }],
  [0, "caff", "caf"],
  [0, "FLV\x01", { other: "flv" }],
  [0, "\x00\x00\x01\xba", { other: "mpeg" }],
  [0, "\x00\x00\x01\xb3", { other: "mpeg" }],
  [0, "MThd", { other: "midi" }],
  [0, ".snd", { other: "au" }],
  [0, "MAC ", { other: "ape" }],
  [0, "wvpk", { other: "wavpack" }],
  [0, "DSD ", { other: "dsf" }],
  [0, ".RMF", { other: "realmedia" }],
  [0, "\xff\xd8\xff", { other: "jpeg" }],
  [0, "\x89PNG\r\n\x1a\n", { other: "png" }],
  [0, "GIF8", { other: "gif" }],
  [0, "BM", { other: "bmp" }],
  [0, "II*\0", { other: "tiff" }],
  [0, "MM\0*", { other: "tiff" }],
  [0, "%PDF-", { other: "pdf" }],
  [0, "PK\x03\x04", { other: "zip" }],
  [0, "PK\x05\x06", { other: "zip" }],
  [0, "Rar!\x1a\x07", { other: "rar" }],
  [0, "7z\xbc\xaf\x27\x1c", { other: "7z" }],
  [0, "\x1f\x8b\x08", { other: "gzip" }],
  [0, "{\\rtf", { other: "rtf" }],
  [0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", { other: "ole" }],
];

/**
 * Says from the first bytes what a file is; names and MIME types are only claims.
 * `head` is the file's first `SNIFF_BYTES` (or all of it). `null` when nothing fits, or for no bytes at all.
 */
export function sniff(head: Uint8Array): Sniffed | null {
  const start = id3Bytes(head);
  // An ID3 tag with a large picture hides what follows; MP3 is what practically always does.
  if (start >= head.length) return start > 0 ? "mp3" : null;
  const body = head.subarray(start);
  for (const [offset, magic, kind] of MAGIC) {
    if (hasText(body, offset, magic)) return kind === "ogg" || kind === "flac" || start === 0 ? kind : "mp3";
  }
  return (
    sniffRiff(body) ??
    sniffBoxes(body) ??
    sniffMatroska(body) ??
    sniffTransportStream(body) ??
    sniffFrames(body, 0, 2) ??
    sniffText(body) ??
    findFrames(body) ??
    (start > 0 ? "mp3" : null)
  );
}

/** Length of the ID3v2 tags at the start (id3.org, ID3v2.4 §3.1), 0 without one. May exceed the bytes given. */
export function id3Bytes(head: Uint8Array): number {
  let at = 0;
  // Some taggers write the tag twice.
  while (hasText(head, at, "ID3") && at + 10 <= head.length) {
    const [a = 0, b = 0, c = 0, d = 0] = head.subarray(at + 6, at + 10);
    if ((a | b | c | d) & 0x80) break;
    const footer = (head[at + 5] ?? 0) & 0x10 ? 10 : 0;
    at += 10 + ((a << 21) | (b << 14) | (c << 7) | d) + footer;
  }
  return at;
}

export function hasText(bytes: Uint8Array, at: number, text: string): boolean {
  if (at + text.length > bytes.length) return false;
  for (let i = 0; i < text.length; i += 1) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

function sniffRiff(body: Uint8Array): Sniffed | null {
  if (["RIFF", "RF64", "BW64"].some((magic) => hasText(body, 0, magic))) {
    if (hasText(body, 8, "WAVE")) return "wav";
    if (hasText(body, 8, "AVI ")) return { other: "avi" };
    if (hasText(body, 8, "WEBP")) return { other: "webp" };
    return null;
  }
  return hasText(body, 0, "FORM") && (hasText(body, 8, "AIFF") || hasText(body, 8, "AIFC")) ? "aiff" : null;
}

const PICTURE_BRANDS = ["heic", "heix", "heim", "heis", "hevc", "mif1", "msf1", "avif"];

/** ISO/IEC 14496-12 files start with `ftyp`; old QuickTime files with any top-level atom. */
function sniffBoxes(body: Uint8Array): Sniffed | null {
  if (hasText(body, 4, "ftyp")) {
    if (hasText(body, 8, "qt  ")) return "mov";
    return PICTURE_BRANDS.some((brand) => hasText(body, 8, brand)) ? { other: "heic" } : "mp4";
  }
  if (hasText(body, 4, "moof") || hasText(body, 4, "styp") || hasText(body, 4, "sidx")) return "mp4";
  return ["moov", "mdat", "wide", "pnot", "skip", "free"].some((atom) => hasText(body, 4, atom))
    ? "mov"
    : null;
}

/** EBML (RFC 8794): the DocType element (id 0x4282) within the header tells WebM from Matroska. */
function sniffMatroska(body: Uint8Array): Sniffed | null {
  if (!hasText(body, 0, "\x1a\x45\xdf\xa3")) return null;
  for (let at = 4; at < Math.min(body.length, 128); at += 1) {
    if (hasText(body, at, "\x42\x82")) return hasText(body, at + 3, "webm") ? "webm" : "mkv";
  }
  return "mkv";
}

/** MPEG transport streams repeat 0x47 every 188 bytes (ISO/IEC 13818-1). */
function sniffTransportStream(body: Uint8Array): Sniffed | null {
  const isSync = (at: number) => body[at] === 0x47;
  return [0, 4].some((at) => [0, 188, 376, 564].every((step) => isSync(at + step * (at ? 192 / 188 : 1))))
    ? { other: "mpeg" }
    : null;
}

/** A run of `count` MPEG audio or ADTS frames, each where the one before says it ends; the file may end first if allowed. */
function sniffFrames(body: Uint8Array, at: number, count: number, mayEnd = true): "mp3" | "adts" | null {
  if (body[at] !== 0xff) return null;
  if (isRun(body, at, count, mayEnd, readMp3Header)) return "mp3";
  return isRun(body, at, count, mayEnd, readAdtsHeader) ? "adts" : null;
}

type ReadHeader = (bytes: Uint8Array, at: number) => { bytes: number; kind: number } | null;

function isRun(
  body: Uint8Array,
  start: number,
  count: number,
  mayEnd: boolean,
  readHeader: ReadHeader,
): boolean {
  let at = start;
  let kind: number | null = null;
  for (let seen = 0; seen < count; seen += 1) {
    const header = readHeader(body, at);
    if (!header || (kind !== null && header.kind !== kind)) return false;
    kind = header.kind;
    at += header.bytes;
    if (at >= body.length) return mayEnd;
  }
  return true;
}

/** Looks past junk for four frames in a row: a run that long does not happen by chance in 64 KiB. */
function findFrames(body: Uint8Array): "mp3" | "adts" | null {
  for (let at = body.indexOf(0xff); at >= 0 && at < body.length - 4; at = body.indexOf(0xff, at + 1)) {
    const found = sniffFrames(body, at, 4, false);
    if (found) return found;
  }
  return null;
}

const TEXT_CONTROLS = new Set([7, 8, 9, 10, 12, 13, 27]);

/** Text has no control characters; UTF-16 announces itself, single-byte Cyrillic shows as many high letters. */
function sniffText(body: Uint8Array): Sniffed | null {
  if (hasText(body, 0, "\xff\xfe") || hasText(body, 0, "\xfe\xff")) return { other: "text" };
  const sample = body.subarray(0, 4096);
  for (const byte of sample) if ((byte < 32 && !TEXT_CONTROLS.has(byte)) || byte === 127) return null;
  // Letters above 127 alone, without a single space or line, are no text in any encoding.
  if (!sample.some((byte) => byte < 128)) return null;
  const start = new TextDecoder().decode(sample).trimStart().slice(0, 15).toLowerCase();
  return { other: start.startsWith("<!doctype html") || start.startsWith("<html") ? "html" : "text" };
}
