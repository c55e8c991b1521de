/** Tables for the page checksum (RFC 3533 §6): polynomial 0x04c11db7, not reflected, eight bytes a step. */
const TABLES = Array.from({ length: 8 }, () => new Uint32Array(256));
const [T0, T1, T2, T3, T4, T5, T6, T7] = TABLES as [
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
];
for (let i = 0; i < 256; i += 1) {
  let crc = i << 24;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  T0[i] = crc;
}
for (let i = 0; i < 256; i += 1) {
  let crc = T0[i] ?? 0;
  for (const table of TABLES.slice(1)) {
    crc = (crc << 8) ^ (T0[crc >>> 24] ?? 0);
    table[i] = crc;
  }
}

/** Continues the checksum `crc` (0 at first) over `bytes[start, end)`. The page's own checksum field counts as zero. */
export function oggCrc(crc: number, bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  let value = crc;
  // biome-ignore-start lint/style/noNonNullAssertion: table indexes are bytes; a check per byte doubles the time
  for (; at + 8 <= end; at += 8) {
    value ^= (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
    value =
      T7[value >>> 24]! ^
      T6[(value >>> 16) & 255]! ^
      T5[(value >>> 8) & 255]! ^
      T4[value & 255]! ^
      T3[bytes[at + 4]!]! ^
      T2[bytes[at + 5]!]! ^
      T1[bytes[at + 6]!]! ^
      T0[bytes[at + 7]!]!;
  }
  for (; at < end; at += 1) value = (value << 8) ^ T0[(value >>> 24) ^ bytes[at]!]!;
  // biome-ignore-end lint/style/noNonNullAssertion: see above
  return value >>> 0;
}
