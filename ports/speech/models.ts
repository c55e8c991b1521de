/** What a speech model takes in one request. */
export interface SpeechLimits {
  /** Longest sound, in seconds. */
  seconds: number;
  /** Largest file, in bytes; the form around it is small. */
  bytes: number;
}

/** What a hearing is to find out. */
export type Want = "text" | "times" | "speakers";

/** How one model is asked, and what it can answer. */
export interface Abilities {
  limits: SpeechLimits;
  /** What it can find out, besides the words. */
  times: boolean;
  speakers: boolean;
  /** Its work waits in the vendor's queue, and the audio is fetched by the vendor from an address of ours. */
  queued: boolean;
  /** The forms in which it is asked, the richest first: where one is refused as unsupported, the next is tried. */
  forms: readonly Form[];
}

/** Which fields of the transcription form a model understands. */
export interface Form {
  response: "json" | "verbose_json" | "diarized_json";
  /** With `verbose_json`: the times of words besides those of sentences. */
  words: boolean;
  /** `languages[]` takes several, `language` one. */
  language: "languages[]" | "language" | null;
  keywords: boolean;
  prompt: boolean;
  temperature: boolean;
  /** `chunking_strategy=auto`: the service leaves silence out before it listens. Demanded of the diarizing model above 30 s. */
  chunking: "always" | "again" | "never";
}

/** The API refuses bodies over 26,214,400 bytes; a quarter of a megabyte is left for the form's other fields. */
const BODY_BYTES = 26_214_400 - 256 * 1024;

const BARE: Form = {
  response: "json",
  words: false,
  language: null,
  keywords: false,
  prompt: false,
  temperature: false,
  chunking: "never",
};
const GPT_4O: Form = { ...BARE, language: "language", prompt: true, temperature: true, chunking: "again" };
const WHISPER: Form = {
  ...BARE,
  response: "verbose_json",
  words: true,
  language: "language",
  prompt: true,
  temperature: true,
};
/** What Whisper's servers know, the richest first. */
const WHISPER_FORMS: readonly Form[] = [
  WHISPER,
  { ...WHISPER, words: false },
  { ...WHISPER, response: "json" },
  BARE,
];
const plain = { times: false, speakers: false, queued: false };

/** What is known of the models, by the beginning of their names; the first that fits counts (OpenAI's reference, November 2026). */
const MODELS: readonly [prefix: string, abilities: Abilities][] = [
  [
    "fal-ai/whisper",
    // Reads from an address, so that the whole recording is one request and a voice has one label throughout.
    {
      limits: { seconds: 6 * 3600, bytes: 2 * 2 ** 30 },
      times: true,
      speakers: true,
      queued: true,
      forms: [],
    },
  ],
  [
    "gpt-4o-transcribe-diarize",
    {
      limits: { seconds: 1400, bytes: BODY_BYTES },
      times: true,
      speakers: true,
      queued: false,
      forms: [
        { ...BARE, response: "diarized_json", language: "language", temperature: true, chunking: "always" },
      ],
    },
  ],
  // "longer than 1400 seconds which is the maximum for this model" (the API's own words).
  ["gpt-4o-transcribe", { ...plain, limits: { seconds: 1400, bytes: BODY_BYTES }, forms: [GPT_4O] }],
  // Counted in tokens: 1500 s were seen refused, and an hour called corrupted.
  ["gpt-4o-mini-transcribe", { ...plain, limits: { seconds: 1200, bytes: BODY_BYTES }, forms: [GPT_4O] }],
  [
    "gpt-transcribe",
    {
      ...plain,
      // Not documented: kept below what its elder siblings take.
      limits: { seconds: 1200, bytes: BODY_BYTES },
      forms: [
        { ...GPT_4O, language: "languages[]", keywords: true },
        { ...BARE, language: "languages[]", keywords: true, prompt: true },
      ],
    },
  ],
  [
    "whisper-1",
    {
      ...plain,
      times: true,
      limits: { seconds: 3600, bytes: BODY_BYTES },
      // Servers of other makers answer to this name as well, and not all of them know times.
      forms: WHISPER_FORMS,
    },
  ],
];

/**
 * A model nobody has told us of: of a later day, or of another server that speaks the same API. What it can do is found
 * out by asking, never from its name. Most such servers run Whisper, which reads half a minute at a time, so only the body counts.
 */
const UNKNOWN: Abilities = {
  limits: { seconds: 1200, bytes: BODY_BYTES },
  times: true,
  speakers: false,
  queued: false,
  forms: WHISPER_FORMS,
};

/** What a model takes and gives. */
export const abilitiesOf = (model: string): Abilities =>
  MODELS.find(([prefix]) => model.startsWith(prefix))?.[1] ?? UNKNOWN;

/** FAL's Whisper, the one model that we know there. */
export const FAL_WHISPER = "fal-ai/whisper";

/** Which models this installation may use. */
export interface ModelSettings {
  model: string;
  subtitleModel: string | undefined;
  speakerModel: string | undefined;
  hasFal: boolean;
}

/**
 * The model for what is wanted: the one the operator names for it, otherwise the usual one if it can, otherwise FAL's
 * Whisper if there is a key. Null when none of them can.
 */
export function chooseModel(
  want: Want,
  { model, subtitleModel, speakerModel, hasFal }: ModelSettings,
): string | null {
  if (want === "text") return model;
  const named = want === "times" ? subtitleModel : speakerModel;
  if (named) return named;
  if (abilitiesOf(model)[want] && abilitiesOf(model) !== UNKNOWN) return model;
  return hasFal ? FAL_WHISPER : null;
}
