/** Bit rates in kbit/s of layer III by index (ISO/IEC 11172-3 §2.4.2.3, 13818-3): MPEG-1, then MPEG-2 and 2.5. */
const RATES = [
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
] as const;
const SAMPLE_RATES = [44100, 48000, 32000] as const;

export interface Mp3Header {
  /** Length of the whole frame, header included. */
  bytes: number;
  /** Samples per channel: 1152 for MPEG-1, 576 for MPEG-2 and 2.5. */
  samples: number;
  sampleRate: number;
  channels: number;
  /** Bytes of side information after the header and its optional CRC. */
  sideBytes: number;
  /** Where the side information begins, from the frame's start. */
  sideAt: number;
  /** Equal for frames that can follow each other: version and sample rate. */
  kind: number;
}

/**
 * Reads the header of the layer III frame at `at`; null when there is none.
 * Free-format frames (bit rate index 0) do not tell their length and count as none.
 */
export function readMp3Header(bytes: Uint8Array, at: number): Mp3Header | null {
  if (at + 4 > bytes.length || bytes[at] !== 0xff) return null;
  const second = bytes[at + 1] ?? 0;
  const third = bytes[at + 2] ?? 0;
  const fourth = bytes[at + 3] ?? 0;
  // Eleven sync bits, then version (01 is reserved) and layer (01 is III).
  if ((second & 0xe6) !== 0xe2 || (second & 0x18) === 0x08) return null;
  const version = (second >> 3) & 3;
  const isMpeg1 = version === 3;
  const rate = RATES[isMpeg1 ? 0 : 1][third >> 4];
  const baseRate = SAMPLE_RATES[(third >> 2) & 3];
  if (!rate || !baseRate || (fourth & 3) === 2) return null;
  const sampleRate = isMpeg1 ? baseRate : version === 2 ? baseRate / 2 : baseRate / 4;
  const samples = isMpeg1 ? 1152 : 576;
  const channels = fourth >> 6 === 3 ? 1 : 2;
  const sideBytes = isMpeg1 ? (channels === 1 ? 17 : 32) : channels === 1 ? 9 : 17;
  const padding = (third >> 1) & 1;
  return {
    bytes: Math.floor(((samples / 8) * rate * 1000) / sampleRate) + padding,
    samples,
    sampleRate,
    channels,
    sideBytes,
    sideAt: second & 1 ? 4 : 6,
    kind: (version << 2) | ((third >> 2) & 3),
  };
}
