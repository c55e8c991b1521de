import type { Mp3Header } from "./frame.ts";

/**
 * Loudness of a frame from its side information (ISO/IEC 11172-3 §2.4.1.7): the highest `global_gain`, 0–255, of the
 * granules that carry any bits. Nothing is decoded; a constant bit rate does not matter.
 */
export function mp3Loudness(bytes: Uint8Array, at: number, header: Mp3Header): number {
  const isMpeg1 = header.samples === 1152;
  const { channels } = header;
  const first = isMpeg1 ? 9 + (channels === 1 ? 5 + 4 : 3 + 8) : 8 + (channels === 1 ? 1 : 2);
  const blockBits = isMpeg1 ? 59 : 63;
  const blocks = channels * (isMpeg1 ? 2 : 1);
  let loudest = 0;
  for (let block = 0; block < blocks; block += 1) {
    const bit = first + block * blockBits;
    const bits = readBits(bytes, at + header.sideAt, bit, 12);
    if (bits === 0) continue;
    const gain = readBits(bytes, at + header.sideAt, bit + 21, 8);
    if (gain > loudest) loudest = gain;
  }
  return loudest;
}

function readBits(bytes: Uint8Array, base: number, bit: number, count: number): number {
  const at = base + (bit >> 3);
  const word = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
  return (word >> (24 - (bit & 7) - count)) & ((1 << count) - 1);
}
