import { readFlacHeader } from "../flac/frame.ts";
import { readMp3Header } from "../mp3/frame.ts";
import type { Codec } from "../reader.ts";
import { opusPacketSamples } from "./opus.ts";
import { readVorbisTiming, unlaceHeaders, vorbisBlock } from "./vorbis.ts";

/** Duration of a packet in samples, from its bytes; 0 for one that is no sound. */
export type PacketTimer = (data: Uint8Array, start: number, end: number) => number;

/**
 * Makes the timer of a codec whose packets tell their duration; null when the codec's setup is unreadable.
 * Vorbis packets overlap: the first one after the timer was made lasts 0, as it does for a decoder started there.
 */
export function packetTimer(codec: Codec, setup: Uint8Array): PacketTimer | null {
  if (codec === "opus") return opusPacketSamples;
  if (codec === "flac") return (data, start) => readFlacHeader(data, start)?.samples ?? 0;
  if (codec === "mp3") return (data, start) => readMp3Header(data, start)?.samples ?? 0;
  if (codec !== "vorbis") return null;
  const [identification, , books] = unlaceHeaders(setup) ?? [];
  const timing = identification && books ? readVorbisTiming(identification, books) : null;
  if (!timing) return null;
  let previous = 0;
  return (data, start) => {
    const block = vorbisBlock(timing, data[start] ?? 1);
    const duration = previous === 0 ? 0 : (previous + block) / 4;
    if (block > 0) previous = block;
    return duration;
  };
}

/** Is this packet sound? Those that last 0 are not, except a Vorbis packet that only primes the overlap. */
export function isSoundPacket(
  codec: Codec,
  data: Uint8Array,
  start: number,
  end: number,
  duration: number,
): boolean {
  return duration > 0 || (codec === "vorbis" && end > start && ((data[start] ?? 1) & 1) === 0);
}
