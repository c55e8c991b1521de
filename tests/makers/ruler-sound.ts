import { digitsOf, loudnessOf, toneOf } from "../../simulators/openai/ruler.ts";

/** Silence at the end of some seconds, in which a recording is better cut. */
export interface Pauses {
  /** 1: every second ends with silence; 5: seconds 4, 9, 14… do. */
  every: number;
  /** Seconds of silence, at most 0.4, so that the second is still heard for the most part. */
  length: number;
}

export interface Sound {
  seconds: number;
  from: number;
  /** Hz */
  rate: number;
  pauses?: Pauses;
}

/** Fades of 5 ms keep the change of chord from clicking, and cost nothing of the second. */
const FADE_SECONDS = 0.005;

/** The ruler as samples, −1…1, mono, one array a second (the last may be shorter). */
export function* soundSeconds({ seconds, from, rate, pauses }: Sound): Generator<Float32Array> {
  if (pauses && pauses.length > 0.4) throw new RangeError("a pause of the ruler is at most 0.4 s");
  const tones = new Map<number, Float32Array>();
  const tone = (band: number, digit: number) => {
    const frequency = toneOf(band, digit);
    const known = tones.get(frequency);
    if (known) return known;
    const made = Float32Array.from({ length: rate }, (_, i) => {
      // Phases spread by band keep the peaks of the six tones apart.
      return loudnessOf(frequency) * Math.sin((2 * Math.PI * frequency * i) / rate + band * band);
    });
    tones.set(frequency, made);
    return made;
  };
  const total = Math.round(seconds * rate);
  for (let done = 0; done < total; done += rate) {
    const second = from + done / rate;
    const length = Math.min(rate, total - done);
    const pause = pauses && (second + 1) % pauses.every === 0 ? pauses.length : 0;
    const sounding = Math.min(length, Math.round((1 - pause) * rate));
    const chord = new Float32Array(length);
    for (const [band, digit] of digitsOf(second).entries()) {
      const samples = tone(band, digit);
      for (let i = 0; i < sounding; i++) chord[i] = (chord[i] ?? 0) + (samples[i] ?? 0);
    }
    fade(chord.subarray(0, sounding), rate);
    yield chord;
  }
}

function fade(samples: Float32Array, rate: number): void {
  const length = Math.min(Math.round(FADE_SECONDS * rate), samples.length >> 1);
  for (let i = 0; i < length; i++) {
    const end = samples.length - 1 - i;
    samples[i] = (samples[i] ?? 0) * (i / length);
    samples[end] = (samples[end] ?? 0) * (i / length);
  }
}
