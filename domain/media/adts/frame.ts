/** Sampling frequencies by index (ISO/IEC 14496-3, table 1.18). */
export const AAC_SAMPLE_RATES = [
  96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350,
] as const;

export interface AdtsHeader {
  /** Length of the whole frame, header included. */
  bytes: number;
  /** 7, or 9 with a CRC. */
  headerBytes: number;
  /** Samples per channel at `sampleRate`: 1024 per raw data block. */
  samples: number;
  sampleRate: number;
  rateIndex: number;
  channels: number;
  /** Channel configuration as coded; 0 means that the stream describes its channels itself. */
  channelConfig: number;
  /** MPEG-4 audio object type: 2 is AAC-LC. */
  objectType: number;
  /** Raw data blocks; frames with more than one cannot be copied into MP4. */
  blocks: number;
  /** Equal for frames that can follow each other: profile, rate and channels. */
  kind: number;
}

/** Reads the ADTS header at `at` (ISO/IEC 14496-3, 1.A.2); null when there is none. */
export function readAdtsHeader(bytes: Uint8Array, at: number): AdtsHeader | null {
  if (at + 7 > bytes.length || bytes[at] !== 0xff) return null;
  const second = bytes[at + 1] ?? 0;
  if ((second & 0xf6) !== 0xf0) return null;
  const third = bytes[at + 2] ?? 0;
  const fourth = bytes[at + 3] ?? 0;
  const rateIndex = (third >> 2) & 15;
  const sampleRate = AAC_SAMPLE_RATES[rateIndex];
  const channelConfig = ((third & 1) << 2) | (fourth >> 6);
  const length = ((fourth & 3) << 11) | ((bytes[at + 4] ?? 0) << 3) | ((bytes[at + 5] ?? 0) >> 5);
  const headerBytes = second & 1 ? 7 : 9;
  if (!sampleRate || length <= headerBytes) return null;
  const blocks = ((bytes[at + 6] ?? 0) & 3) + 1;
  return {
    bytes: length,
    headerBytes,
    samples: 1024 * blocks,
    sampleRate,
    rateIndex,
    channels: channelConfig === 7 ? 8 : channelConfig || 2,
    channelConfig,
    objectType: (third >> 6) + 1,
    blocks,
    kind: (third & 0xfd) * 8 + channelConfig,
  };
}
