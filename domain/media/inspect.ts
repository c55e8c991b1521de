import { openRecording } from "./open.ts";
import type { Codec, Damage, Reader, WalkEnd } from "./reader.ts";
import type { Container } from "./sniff.ts";
import type { ByteSource } from "./source.ts";
import { Unplayable } from "./unplayable.ts";

/** What a recording is, by its bytes. */
export interface Inspection {
  container: Container;
  codec: Codec;
  /** True length of the sound in seconds: what is there, not what headers claim. */
  durationSeconds: number;
  sampleRate: number;
  channels: number;
  hasVideo: boolean;
  /** Present when something was lost but the rest can be used. */
  damaged?: Damage;
}

/**
 * Looks a recording through. Reads MP4 tables and WAV headers only; streams without tables are read once from front to back.
 * Throws `Unplayable` for bytes that hold no sound we can cut.
 */
export async function inspect(source: ByteSource): Promise<Inspection> {
  const reader = await openRecording(source);
  const end = reader.loadTable
    ? (await reader.loadTable()).end
    : await reader.walk(reader.first, { visit: () => true });
  return describe(reader, end);
}

export function describe({ track }: Reader, { ticks, damage }: WalkEnd): Inspection {
  const { container, codec, sampleRate, channels, hasVideo } = track;
  const durationSeconds = ticks / track.timescale;
  if (!(durationSeconds > 0)) throw new Unplayable("truncated beyond salvage");
  return {
    container,
    codec,
    durationSeconds,
    sampleRate,
    channels,
    hasVideo,
    ...(damage ? { damaged: damage } : {}),
  };
}
