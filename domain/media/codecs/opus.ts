/** Opus always counts 48 000 samples a second (RFC 7845 §4). */
export const OPUS_RATE = 48_000;

/** Frame length in samples by configuration number (RFC 6716, table 2). */
function frameSamples(config: number): number {
  if (config < 12) return [480, 960, 1920, 2880][config & 3] ?? 0;
  if (config < 16) return config & 1 ? 960 : 480;
  return 120 << (config & 3);
}

/** Samples in one packet, 0 when the packet is malformed: no packet is longer than 120 ms (RFC 6716 §3.2). */
export function opusPacketSamples(data: Uint8Array, start: number, end: number): number {
  if (end <= start) return 0;
  const toc = data[start] ?? 0;
  const code = toc & 3;
  const frames = code === 0 ? 1 : code < 3 ? 2 : end - start > 1 ? (data[start + 1] ?? 0) & 63 : 0;
  const samples = frames * frameSamples(toc >> 3);
  return samples <= 5760 ? samples : 0;
}

/**
 * Does the encoder's voice detector see any in this packet? SILK and hybrid frames begin with a flag for each 20 ms
 * (RFC 6716 §4.2.3), coded with even odds: the first bits of the frame. Frames of CELT alone do not say and count as voice.
 */
export function hasVoice(data: Uint8Array, start: number, end: number): boolean {
  const toc = data[start] ?? 0;
  const config = toc >> 3;
  // Packets of several frames have length fields before the first one; they too count as voice.
  if (config >= 16 || (toc & 3) !== 0 || end - start < 2) return true;
  const flags = config < 12 ? Math.max(1, config & 3) : 1;
  return (data[start + 1] ?? 0) >> (8 - flags) !== 0;
}
