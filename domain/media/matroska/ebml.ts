/** Element ids (RFC 9559) that we look into. */
export const ID = {
  ebml: 0x1a45dfa3,
  segment: 0x18538067,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackNumber: 0xd7,
  trackType: 0x83,
  codecId: 0x86,
  codecPrivate: 0x63a2,
  codecDelay: 0x56aa,
  audio: 0xe1,
  samplingFrequency: 0xb5,
  channels: 0x9f,
  bitDepth: 0x6264,
  contentEncodings: 0x6d80,
  contentEncoding: 0x6240,
  contentCompression: 0x5034,
  contentCompAlgo: 0x4254,
  contentCompSettings: 0x4255,
  contentEncryption: 0x5035,
  cluster: 0x1f43b675,
  clusterTimestamp: 0xe7,
  simpleBlock: 0xa3,
  blockGroup: 0xa0,
  block: 0xa1,
} as const;

/** Longest element head: 4 bytes of id, 8 of size. */
export const HEAD_BYTES = 12;

export interface ElementHead {
  id: number;
  /** -1 when unknown: the element ends where one begins that cannot be its child. */
  size: number;
  headBytes: number;
}

/** Reads id and size (RFC 8794 §4, §5); null for bytes that cannot start an element. */
export function readHead(bytes: Uint8Array, at: number): ElementHead | null {
  const idBytes = Math.clz32((bytes[at] ?? 0) << 24) + 1;
  if (idBytes > 4) return null;
  let id = 0;
  for (let i = 0; i < idBytes; i += 1) id = id * 256 + (bytes[at + i] ?? 0);
  const size = readVint(bytes, at + idBytes);
  return size ? { id, size: size.value, headBytes: idBytes + size.bytes } : null;
}

/** A variable-length integer; all ones means unknown (-1). */
export function readVint(bytes: Uint8Array, at: number): { value: number; bytes: number } | null {
  const first = bytes[at] ?? 0;
  const length = Math.clz32(first << 24) + 1;
  if (length > 8) return null;
  let value = first & (0xff >> length);
  let isUnknown = value === 0xff >> length;
  for (let i = 1; i < length; i += 1) {
    const next = bytes[at + i] ?? 0;
    isUnknown &&= next === 0xff;
    value = value * 256 + next;
  }
  return { value: isUnknown ? -1 : value, bytes: length };
}

/** Calls `take` with each child element in `bytes[start, end)`. Elements that claim more than there is are cut. */
export function eachElement(
  bytes: Uint8Array,
  start: number,
  end: number,
  take: (id: number, start: number, end: number) => void,
): void {
  let at = start;
  while (at + 2 <= end) {
    const head = readHead(bytes, at);
    if (!head) return;
    const from = at + head.headBytes;
    const until = head.size < 0 ? end : Math.min(end, from + head.size);
    if (from > end) return;
    take(head.id, from, until);
    at = until;
  }
}

export function readUnsigned(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < Math.min(end, start + 8); at += 1) value = value * 256 + (bytes[at] ?? 0);
  return value;
}

export function readFloat(bytes: Uint8Array, start: number, end: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, end - start);
  return end - start === 4 ? view.getFloat32(0) : end - start === 8 ? view.getFloat64(0) : 0;
}
