const CRC8 = new Uint8Array(256);
for (let i = 0; i < 256; i += 1) {
  let crc = i;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x80 ? (crc << 1) ^ 0x07 : crc << 1;
  CRC8[i] = crc;
}

export interface FlacHeader {
  samples: number;
  /** Frame number when the block size is fixed, first sample's number otherwise. */
  number: number;
  isVariable: boolean;
  /** Length of the header with its checksum. */
  bytes: number;
  /** Bytes that code the number. */
  numberBytes: number;
}

/** Longest frame header in bytes: 4 fixed, 7 number, 2 block size, 2 rate, 1 checksum. */
export const FLAC_HEADER_BYTES = 16;

export function flacCrc8(bytes: Uint8Array, start: number, end: number): number {
  let crc = 0;
  for (let at = start; at < end; at += 1) crc = CRC8[crc ^ (bytes[at] ?? 0)] ?? 0;
  return crc;
}

/** Reads a frame header (RFC 9639 §9.1) and checks its checksum; null when there is none at `at`. */
export function readFlacHeader(bytes: Uint8Array, at: number): FlacHeader | null {
  const second = bytes[at + 1] ?? 0;
  if (bytes[at] !== 0xff || (second & 0xfe) !== 0xf8) return null;
  const third = bytes[at + 2] ?? 0;
  const fourth = bytes[at + 3] ?? 0;
  const sizeCode = third >> 4;
  const rateCode = third & 15;
  if (sizeCode === 0 || rateCode === 15 || fourth >> 4 > 10 || (fourth & 0x0e) === 0x06 || fourth & 1)
    return null;
  const lead = bytes[at + 4] ?? 0;
  const numberBytes = lead < 0x80 ? 1 : Math.clz32(~(lead << 24));
  if (numberBytes > 7 || (numberBytes === 1 && lead >= 0x80)) return null;
  let number = numberBytes === 1 ? lead : lead & (0x7f >> numberBytes);
  let end = at + 5;
  for (; end < at + 4 + numberBytes; end += 1) {
    const next = bytes[end] ?? 0;
    if ((next & 0xc0) !== 0x80) return null;
    number = number * 64 + (next & 63);
  }
  const samples = blockSize(bytes, end, sizeCode);
  end += sizeCode === 6 ? 1 : sizeCode === 7 ? 2 : 0;
  end += rateCode === 12 ? 1 : rateCode > 12 ? 2 : 0;
  if (end >= bytes.length || flacCrc8(bytes, at, end) !== bytes[end]) return null;
  return { samples, number, isVariable: (second & 1) === 1, bytes: end + 1 - at, numberBytes };
}

function blockSize(bytes: Uint8Array, at: number, code: number): number {
  if (code === 1) return 192;
  if (code < 6) return 576 << (code - 2);
  if (code === 6) return (bytes[at] ?? 0) + 1;
  if (code === 7) return (((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)) + 1;
  return 256 << (code - 8);
}
