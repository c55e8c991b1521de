/** What a speech model takes in one request. */
export interface SpeechLimits {
  /** Longest sound, in seconds. */
  seconds: number;
  /** Largest file, in bytes; the form around it is small. */
  bytes: number;
}

/** The API refuses bodies over 26,214,400 bytes; a quarter of a megabyte is left for the form's other fields. */
const BODY_BYTES = 26_214_400 - 256 * 1024;

/** What is known of the models, by the beginning of their names; the first that fits counts. */
const LIMITS: readonly [prefix: string, limits: SpeechLimits][] = [
  // "longer than 1400 seconds which is the maximum for this model" (the API's own words).
  ["gpt-4o-transcribe", { seconds: 1400, bytes: BODY_BYTES }],
  // Counted in tokens: 1500 s were seen refused, and an hour called corrupted.
  ["gpt-4o-mini-transcribe", { seconds: 1200, bytes: BODY_BYTES }],
  // Not documented: kept below what its elder siblings take.
  ["gpt-", { seconds: 1200, bytes: BODY_BYTES }],
  // Whisper and the servers that run it read half a minute at a time, so only the body counts.
  ["", { seconds: 3600, bytes: BODY_BYTES }],
];

/** The limits of a model; unknown ones are taken for Whisper. */
export const limitsOf = (model: string): SpeechLimits =>
  LIMITS.find(([prefix]) => model.startsWith(prefix))?.[1] ?? { seconds: 1200, bytes: BODY_BYTES };
