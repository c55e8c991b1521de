/** The packet table of a CAF: sizes and durations, and the frames that are not to be heard. */
export interface CafPackets {
  sizes: Uint32Array;
  /** Ticks of every packet, or of each where they differ. */
  duration: number;
  durations: Uint32Array | null;
  priming: number;
}

/** Reads `pakt`: counts, priming and remainder, then a variable-length number for what the description leaves open. */
export function readPackets(table: Uint8Array, packetBytes: number, packetFrames: number): CafPackets | null {
  if (table.length < 24) return null;
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  const hasSizes = packetBytes === 0;
  const hasDurations = packetFrames === 0;
  const numbers = (hasSizes ? 1 : 0) + (hasDurations ? 1 : 0);
  // Each number takes a byte at least; more packets than that are not described.
  const most = numbers > 0 ? Math.floor((table.length - 24) / numbers) : 0;
  const count = Math.min(Number(view.getBigInt64(0)), most);
  if (count <= 0) return null;
  const sizes = new Uint32Array(count).fill(packetBytes);
  const durations = hasDurations ? new Uint32Array(count) : null;
  let at = 24;
  const next = () => {
    let value = 0;
    for (let i = 0; i < 5; i += 1) {
      const byte = table[at] ?? 0;
      at += 1;
      value = value * 128 + (byte & 127);
      if (byte < 128) break;
    }
    return value;
  };
  for (let i = 0; i < count; i += 1) {
    if (hasSizes) sizes[i] = next();
    if (durations) durations[i] = next();
  }
  return { sizes, duration: packetFrames, durations, priming: Math.max(0, view.getInt32(16)) };
}
