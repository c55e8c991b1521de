import { LOUDNESS_STEP, UNHEARD } from "./loudness.ts";

/** A shorter quiet run is a stop consonant, not a pause. */
const MIN_PAUSE_SECONDS = 0.2;
/** Pauses longer than this are all as good; then the nearest one wins. */
const LONG_PAUSE_SECONDS = 1;
/** A long pause need not be cut in its middle: this far from its ends is safe. */
const MARGIN_SECONDS = 0.5;
/** Curves flatter than this have no quiet and loud places. */
const MIN_RANGE = 4;

/**
 * Chooses where to cut near `wanted`, within `window` seconds to either side: inside the longest pause, or where
 * it is quietest, or at `wanted` itself when the curve says nothing. `loudness` is a curve as in `AudioOutline`.
 */
export function chooseCut(loudness: Uint8Array, wanted: number, window: number): number {
  const first = Math.max(0, Math.ceil((wanted - window) / LOUDNESS_STEP));
  const last = Math.min(loudness.length, Math.floor((wanted + window) / LOUDNESS_STEP));
  if (last - first < 3) return wanted;
  const heard = loudness.subarray(first, last);
  if (heard.includes(UNHEARD)) return wanted;
  const curve = smooth(heard);
  const threshold = splitLevel(curve);
  if (threshold === null) return wanted;
  const middle = wanted / LOUDNESS_STEP - first;
  let best: { score: number; at: number } | null = null;
  for (let start = 0; start < curve.length; start += 1) {
    if ((curve[start] ?? 0) > threshold) continue;
    let end = start + 1;
    while (end < curve.length && (curve[end] ?? 0) <= threshold) end += 1;
    const seconds = (end - start) * LOUDNESS_STEP;
    if (seconds >= MIN_PAUSE_SECONDS) {
      const margin = Math.min((end - start) / 2, MARGIN_SECONDS / LOUDNESS_STEP);
      const at = Math.min(end - margin, Math.max(start + margin, middle));
      // The far end of the window costs as much as 0.15 s of pause.
      const score = Math.min(seconds, LONG_PAUSE_SECONDS) - (0.3 * Math.abs(at - middle)) / curve.length;
      if (!best || score > best.score) best = { score, at };
    }
    start = end;
  }
  return (first + (best ? best.at : quietestPlace(curve) + 0.5)) * LOUDNESS_STEP;
}

/** Mean over three steps, 120 ms. */
function smooth(values: Uint8Array): Float64Array {
  return Float64Array.from(
    values,
    (value, i) => ((values[i - 1] ?? value) + value + (values[i + 1] ?? value)) / 3,
  );
}

function quietestPlace(curve: Float64Array): number {
  let best = 0;
  for (let i = 1; i < curve.length; i += 1) if ((curve[i] ?? 0) < (curve[best] ?? 0)) best = i;
  return best;
}

/** Otsu's threshold: the level that parts the values into two groups of least spread. Null for a flat curve. */
function splitLevel(curve: Float64Array): number | null {
  const histogram = new Float64Array(256);
  let low = 255;
  let high = 0;
  let total = 0;
  for (const value of curve) {
    const level = Math.round(value);
    histogram[level] = (histogram[level] ?? 0) + 1;
    total += level;
    if (level < low) low = level;
    if (level > high) high = level;
  }
  if (high - low < MIN_RANGE) return null;
  let below = 0;
  let belowSum = 0;
  let best = low;
  let bestSpread = -1;
  for (let level = low; level < high; level += 1) {
    const count = histogram[level] ?? 0;
    below += count;
    belowSum += count * level;
    const above = curve.length - below;
    if (below === 0 || above === 0) continue;
    const difference = belowSum / below - (total - belowSum) / above;
    const spread = below * above * difference * difference;
    if (spread > bestSpread) {
      bestSpread = spread;
      best = level;
    }
  }
  return best;
}
