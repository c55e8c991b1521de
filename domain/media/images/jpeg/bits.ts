/** A canonical Huffman table (T.81, annex C): by code length, the first code, how many there are, and where their values begin. */
export interface Huffman {
  first: Int32Array;
  count: Int32Array;
  offset: Int32Array;
  values: Uint8Array;
}

/** Reads one table of a DHT segment: 16 counts, then the values. */
export function readHuffman(bytes: Uint8Array, at: number): { table: Huffman; end: number } {
  const first = new Int32Array(17);
  const count = new Int32Array(17);
  const offset = new Int32Array(17);
  let total = 0;
  for (let length = 1, code = 0; length <= 16; length++) {
    const n = bytes[at + length - 1] ?? 0;
    first[length] = code;
    count[length] = n;
    offset[length] = total;
    total += n;
    code = (code + n) << 1;
  }
  const end = at + 16 + total;
  return { table: { first, count, offset, values: bytes.slice(at + 16, end) }, end };
}

/** The bytes ended, or a marker came, in the middle of a scan. */
export class ScanEnded extends Error {}

/** The bits of a scan: stuffed zeros are taken out, and a marker ends them. */
export class BitReader {
  readonly bytes: Uint8Array;
  at: number;
  private held = 0;
  private left = 0;

  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  bit(): number {
    if (this.left === 0) {
      const byte = this.bytes[this.at];
      if (byte === undefined || (byte === 0xff && this.bytes[this.at + 1] !== 0)) throw new ScanEnded();
      this.at += byte === 0xff ? 2 : 1;
      this.held = byte;
      this.left = 8;
    }
    this.left -= 1;
    return (this.held >> this.left) & 1;
  }

  take(n: number): number {
    let value = 0;
    for (let i = 0; i < n; i++) value = (value << 1) | this.bit();
    return value;
  }

  /** A signed value of `n` bits (T.81, F.2.2.1). */
  extend(n: number): number {
    if (n === 0) return 0;
    const value = this.take(n);
    return value < 1 << (n - 1) ? value - (1 << n) + 1 : value;
  }

  decode({ first, count, offset, values }: Huffman): number {
    let code = 0;
    for (let length = 1; length <= 16; length++) {
      code = (code << 1) | this.bit();
      const place = code - (first[length] ?? 0);
      if (place < (count[length] ?? 0)) return values[(offset[length] ?? 0) + place] ?? 0;
    }
    throw new ScanEnded();
  }

  /** Goes past the restart marker that must come now. */
  restart(): void {
    this.left = 0;
    const marker = this.bytes[this.at + 1] ?? 0;
    if (this.bytes[this.at] !== 0xff || (marker & 0xf8) !== 0xd0) throw new ScanEnded();
    this.at += 2;
  }
}
