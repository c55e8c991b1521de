/**
 * The ruler: a test recording whose every second says its own number, so that a test can prove that each
 * second of a recording arrived exactly once and in order, whatever was cut, copied, packed or merged on the way.
 *
 * A second is a chord of six simultaneous tones that sound through the whole of it: five decimal digits of its
 * number (0…99,999) and a check digit. Tones lie between 437 and 3203 Hz, 46.9 Hz apart, each digit in a band of
 * its own: inside what telephone-grade codecs keep, and a chord that sounds throughout can be read from any part
 * of the second, so parts need not be cut on whole seconds. It survives Opus from 16 kbit/s on, MP3, AAC, Vorbis.
 *
 * What counts as spoken: a second of which at least 0.5 s is heard (measured to about 0.05 s). Less is silent,
 * so of a second divided between two parts without overlap one side speaks it, and with 1.5 s of overlap every
 * second is spoken whole by at least one part. A second heard for 1.5 s or more was sent twice and is spoken
 * twice. Second 12 is the word `s12`.
 */

/** The rate at which the ruler is read. Everything it says lies below 4 kHz. */
export const LISTENING_RATE = 8000;

/** 256 ms at 8 kHz: a bin is 3.90625 Hz wide, and every tone sits exactly on a bin. */
const WINDOW = 2048;
/** 50 ms between looks: the grain of the times reported. */
const HOP = 400;
const FIRST_BIN = 112;
const BINS_APART = 12;
const DIGITS = 6;
/** Odd and not 5, so that any single wrong digit changes the check digit. */
const WEIGHTS = [1, 3, 7, 9, 3];
/** A tone must be this many times stronger (in power) than any other of its band, so mixtures are not read. */
const DOMINANCE = 2;
/** The weakest tone of a chord may be this much below the strongest in power (33 dB; 17 dB are by design). */
const EVENNESS = 2000;
/** Power of a window below which there is silence: about −60 dBFS. */
const SILENCE = 1e-6;
/** A gap in a second no longer than this (a codec's stumble) does not break it, in seconds. */
const BRIDGE = 0.3;

export interface HeardSecond {
  second: number;
  /** Where it was heard, in seconds from the start of the recording. */
  start: number;
  end: number;
}

/** The word spoken for a second. */
export function secondWord(second: number): string {
  return `s${second}`;
}

/** The digits of a second, the most significant first, then the check digit. */
export function digitsOf(second: number): number[] {
  const digits = String(second).padStart(5, "0").split("").map(Number);
  return [...digits, checkDigit(digits)];
}

/** Frequency in Hz of a digit in its band. */
export function toneOf(band: number, digit: number): number {
  return binOf(band, digit) * (LISTENING_RATE / WINDOW);
}

/**
 * Loudness of a tone, falling by 6 dB an octave as in speech: Opus at 12–16 kbit/s models a voice, and drowns
 * high tones that are as loud as low ones.
 */
export function loudnessOf(frequency: number): number {
  return (0.2 * toneOf(0, 0)) / frequency;
}

function binOf(band: number, digit: number): number {
  return FIRST_BIN + (band * 10 + digit) * BINS_APART;
}

function checkDigit(digits: number[]): number {
  let sum = 0;
  for (const [place, digit] of digits.entries()) sum += digit * (WEIGHTS[place] ?? 0);
  return (sum + 5) % 10;
}

/** The seconds heard in a recording, in the order in which they were heard. `pcm`: mono, 8 kHz, −1…1. */
export function readSeconds(pcm: Float32Array): HeardSecond[] {
  const looks = Math.floor(pcm.length / HOP) + 1;
  const codes = new Int32Array(looks);
  const spectrum = new Spectrum();
  for (let look = 0; look < looks; look += 2) {
    spectrum.take(pcm, look * HOP - WINDOW / 2, (look + 1) * HOP - WINDOW / 2);
    codes[look] = readCode(spectrum, 0);
    if (look + 1 < looks) codes[look + 1] = readCode(spectrum, 1);
  }
  return joinRuns(runsOf(codes), pcm.length / LISTENING_RATE);
}

/** The seconds spoken: those heard for at least half a second, once for every whole second of sound. */
export function spokenSeconds(heard: HeardSecond[]): HeardSecond[] {
  return heard.flatMap((run) => {
    const times = Math.round(run.end - run.start + 1e-9);
    const step = (run.end - run.start) / times;
    return Array.from({ length: times }, (_, i) => ({
      second: run.second,
      start: run.start + i * step,
      end: run.start + (i + 1) * step,
    }));
  });
}

function runsOf(codes: Int32Array): HeardSecond[] {
  const runs: HeardSecond[] = [];
  const grain = HOP / LISTENING_RATE;
  for (let i = 0; i < codes.length; ) {
    const code = codes[i] ?? -1;
    let end = i + 1;
    while (end < codes.length && codes[end] === code) end++;
    if (code >= 0) runs.push({ second: code, start: (i - 0.5) * grain, end: (end - 0.5) * grain });
    i = end;
  }
  return runs;
}

/** Bridges stumbles, drops accidents, and puts the border of two seconds midway in the blur between them. */
function joinRuns(runs: HeardSecond[], duration: number): HeardSecond[] {
  const joined: HeardSecond[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    if (last?.second === run.second && run.start - last.end <= BRIDGE) last.end = run.end;
    else if (run.end - run.start > 0.11) joined.push({ ...run });
  }
  for (const [i, run] of joined.entries()) {
    const next = joined[i + 1];
    if (next && next.start - run.end <= BRIDGE) {
      const border = (run.end + next.start) / 2;
      run.end = border;
      next.start = border;
    }
    run.start = Math.max(0, run.start);
    run.end = Math.min(duration, run.end);
  }
  return joined;
}

/** The second that a look says, or −1 where it says none. */
function readCode(spectrum: Spectrum, which: 0 | 1): number {
  if (spectrum.energy(which) < SILENCE) return -1;
  const digits: number[] = [];
  let weakest = Number.POSITIVE_INFINITY;
  let strongest = 0;
  for (let band = 0; band < DIGITS; band++) {
    let best = -1;
    let first = 0;
    let runnerUp = 0;
    for (let digit = 0; digit < 10; digit++) {
      const power = spectrum.power(which, binOf(band, digit));
      if (power > first) {
        runnerUp = first;
        first = power;
        best = digit;
      } else if (power > runnerUp) runnerUp = power;
    }
    if (first < runnerUp * DOMINANCE) return -1;
    weakest = Math.min(weakest, first);
    strongest = Math.max(strongest, first);
    digits.push(best);
  }
  if (strongest > weakest * EVENNESS) return -1;
  const check = digits.pop();
  if (check !== checkDigit(digits)) return -1;
  return Number(digits.join(""));
}

/** Power spectra of two windows at a time: one complex transform carries two real signals. */
class Spectrum {
  private readonly re = new Float64Array(WINDOW);
  private readonly im = new Float64Array(WINDOW);
  private readonly cos = new Float64Array(WINDOW / 2);
  private readonly sin = new Float64Array(WINDOW / 2);
  private readonly hann = new Float64Array(WINDOW);
  private readonly reversed = new Uint16Array(WINDOW);
  private readonly energies: [number, number] = [0, 0];

  constructor() {
    const bits = Math.log2(WINDOW);
    for (let i = 0; i < WINDOW; i++) {
      this.hann[i] = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / WINDOW);
      let mirror = 0;
      for (let bit = 0; bit < bits; bit++) mirror |= ((i >> bit) & 1) << (bits - 1 - bit);
      this.reversed[i] = mirror;
    }
    for (let i = 0; i < WINDOW / 2; i++) {
      this.cos[i] = Math.cos((2 * Math.PI * i) / WINDOW);
      this.sin[i] = -Math.sin((2 * Math.PI * i) / WINDOW);
    }
  }

  /** Loads two windows that begin at the given samples; what lies outside the recording is silence. */
  take(pcm: Float32Array, first: number, second: number): void {
    const energies = this.energies;
    energies[0] = 0;
    energies[1] = 0;
    for (let i = 0; i < WINDOW; i++) {
      const a = pcm[first + i] ?? 0;
      const b = pcm[second + i] ?? 0;
      energies[0] += a * a;
      energies[1] += b * b;
      const at = this.reversed[i] ?? 0;
      const weight = this.hann[i] ?? 0;
      this.re[at] = a * weight;
      this.im[at] = b * weight;
    }
    if (energies[0] + energies[1] > 0) this.transform();
  }

  /** Mean square of the window. */
  energy(which: 0 | 1): number {
    return this.energies[which] / WINDOW;
  }

  power(which: 0 | 1, bin: number): number {
    const mirror = WINDOW - bin;
    const re = this.re[bin] ?? 0;
    const im = this.im[bin] ?? 0;
    const mre = this.re[mirror] ?? 0;
    const mim = this.im[mirror] ?? 0;
    return which === 0 ? (re + mre) ** 2 + (im - mim) ** 2 : (im + mim) ** 2 + (mre - re) ** 2;
  }

  private transform(): void {
    const { re, im, cos, sin } = this;
    for (let half = 1; half < WINDOW; half *= 2) {
      const stride = WINDOW / (2 * half);
      for (let start = 0; start < WINDOW; start += 2 * half) {
        for (let k = 0; k < half; k++) {
          const a = start + k;
          const b = a + half;
          const c = cos[k * stride] as number;
          const s = sin[k * stride] as number;
          const br = re[b] as number;
          const bi = im[b] as number;
          const tr = br * c - bi * s;
          const ti = br * s + bi * c;
          re[b] = (re[a] as number) - tr;
          im[b] = (im[a] as number) - ti;
          re[a] = (re[a] as number) + tr;
          im[a] = (im[a] as number) + ti;
        }
      }
    }
  }
}
