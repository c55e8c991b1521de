import { type Huffman, readHuffman } from "./bits.ts";

/** What a JPEG's segments define for the scans that follow. */
export interface Tables {
  dc: Map<number, Huffman>;
  ac: Map<number, Huffman>;
  quants: Map<number, Uint16Array>;
  /** Units between two restart markers; 0: there are none. */
  restartEvery: number;
}

export const noTables = (): Tables => ({ dc: new Map(), ac: new Map(), quants: new Map(), restartEvery: 0 });

/** Takes what one segment defines; other segments are nothing to it. */
export function takeTables(
  tables: Tables,
  bytes: Uint8Array,
  { marker, from, to }: { marker: number; from: number; to: number },
): void {
  if (marker === 0xdd) tables.restartEvery = ((bytes[from] ?? 0) << 8) | (bytes[from + 1] ?? 0);
  if (marker === 0xc4)
    for (let at = from; at + 17 <= to; ) {
      const place = bytes[at] ?? 0;
      const { table, end } = readHuffman(bytes, at + 1);
      (place >> 4 ? tables.ac : tables.dc).set(place & 15, table);
      at = end;
    }
  if (marker === 0xdb)
    for (let at = from; at < to; ) {
      const place = bytes[at] ?? 0;
      const size = place >> 4 ? 2 : 1;
      const start = at + 1;
      tables.quants.set(
        place & 15,
        Uint16Array.from({ length: 64 }, (_, i) => {
          const one = bytes[start + i * size] ?? 0;
          return size === 2 ? (one << 8) | (bytes[start + i * size + 1] ?? 0) : one;
        }),
      );
      at = start + 64 * size;
    }
}
