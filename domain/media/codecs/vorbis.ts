/** What of the three Vorbis headers is needed to time packets (Vorbis I specification §4.2). */
export interface VorbisTiming {
  shortBlock: number;
  longBlock: number;
  /** For each mode: does it use the long block? */
  modes: boolean[];
  modeBits: number;
}

/** Splits headers packed with Xiph lacing: a count less one, the sizes but the last, then the packets. */
export function unlaceHeaders(laced: Uint8Array): Uint8Array[] | null {
  const count = (laced[0] ?? -1) + 1;
  if (count < 1 || count > 8) return null;
  const sizes: number[] = [];
  let at = 1;
  for (let i = 0; i < count - 1; i += 1) {
    let size = 0;
    while (laced[at] === 255) {
      size += 255;
      at += 1;
    }
    size += laced[at] ?? 0;
    at += 1;
    sizes.push(size);
  }
  const headers = sizes.map((size) => {
    at += size;
    return laced.subarray(at - size, at);
  });
  if (at >= laced.length) return null;
  return [...headers, laced.subarray(at)];
}

export function laceHeaders(headers: readonly Uint8Array[]): Uint8Array {
  const sizes = headers
    .slice(0, -1)
    .flatMap(({ length }) => [...Array(Math.floor(length / 255)).fill(255), length % 255]);
  const laced = new Uint8Array(1 + sizes.length + headers.reduce((sum, { length }) => sum + length, 0));
  laced.set([headers.length - 1, ...sizes]);
  let at = 1 + sizes.length;
  for (const header of headers) {
    laced.set(header, at);
    at += header.length;
  }
  return laced;
}

/**
 * Reads block sizes and modes. The mode table ends the setup header and everything before it is variable,
 * so it is read backwards: modes of 41 bits whose window and transform types are zero, preceded by their count.
 */
export function readVorbisTiming(identification: Uint8Array, setup: Uint8Array): VorbisTiming | null {
  const sizes = identification[28] ?? 0;
  const shortBlock = 1 << (sizes & 15);
  const longBlock = 1 << (sizes >> 4);
  const bitAt = (bit: number) => ((setup[bit >> 3] ?? 0) >> (bit & 7)) & 1;
  const bitsAt = (bit: number, count: number) => {
    let value = 0;
    for (let i = 0; i < count; i += 1) value |= bitAt(bit + i) << i;
    return value;
  };
  let last = setup.length * 8 - 1;
  while (last > 0 && bitAt(last) === 0) last -= 1;
  // `last` is the framing bit; each mode lies before it as flag 1, window 16, transform 16, mapping 8.
  let at = last;
  let modes: boolean[] = [];
  let found: boolean[] | null = null;
  while (at - 41 > 56 && modes.length < 64) {
    at -= 41;
    if (bitsAt(at + 1, 16) !== 0 || bitsAt(at + 17, 16) !== 0 || bitsAt(at + 33, 8) > 63) break;
    modes = [bitAt(at) === 1, ...modes];
    if (bitsAt(at - 6, 6) === modes.length - 1) found = modes;
  }
  if (!found) return null;
  return { shortBlock, longBlock, modes: found, modeBits: Math.max(0, 32 - Math.clz32(found.length - 1)) };
}

/** Size of the block a packet codes, 0 when it is not an audio packet. */
export function vorbisBlock(timing: VorbisTiming, first: number): number {
  if (first & 1) return 0;
  const mode = timing.modes[(first >> 1) & ((1 << timing.modeBits) - 1)];
  return mode === undefined ? 0 : mode ? timing.longBlock : timing.shortBlock;
}
