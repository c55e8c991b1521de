import { Unavailable } from "../../ports/errors.ts";
import { LoudnessCurve, loudnessMeter } from "./loudness.ts";
import { openRecording } from "./open.ts";
import type { Codec } from "./reader.ts";
import type { ByteSource } from "./source.ts";

/**
 * Below this loudness (see `MeasureLoudness`) nobody speaks: room noise of about −60 dB lies below it in every codec, and
 * speech that is 25 dB too quiet above. Measured with synthetic speech and pink noise; louder noise counts as voice.
 */
const VOICE_FLOOR: Record<Codec, number> = {
  opus: 119,
  vorbis: 141,
  mp3: 147,
  aac: 137,
  flac: 80,
  alac: 80,
  pcm: 60,
};

/**
 * The share (0–1) of a file's time in which there is more than silence, found without decoding: it is read through once.
 * Null when the file cannot be listened to. Throws Unavailable when its store is away.
 */
export async function voicedShare(source: ByteSource): Promise<number | null> {
  try {
    const reader = await openRecording(source);
    const { track } = reader;
    const measure = loudnessMeter(track);
    const curve = new LoudnessCurve(60);
    await reader.walk(reader.first, {
      visit(data, start, end, ticks, duration) {
        const { timescale } = track;
        if (duration > 0)
          curve.add(ticks / timescale, duration / timescale, measure(data, start, end, duration));
        return true;
      },
    });
    const values = curve.finish();
    if (values.length === 0) return null;
    let voiced = 0;
    for (const value of values) if (value > VOICE_FLOOR[track.codec]) voiced += 1;
    return voiced / values.length;
  } catch (error) {
    if (error instanceof Unavailable) throw error;
    return null;
  }
}
