import { Refused } from "../errors.ts";
import { openFalWhisper } from "./fal-whisper.ts";
import { type Abilities, abilitiesOf, chooseModel, FAL_WHISPER, type Want } from "./models.ts";
import { openOpenAI } from "./openai.ts";

export type { Abilities, SpeechLimits, Want } from "./models.ts";

/** A stretch of audio as one small file. */
export interface AudioPart {
  /** The extension matters: the speech API believes it ("part.ogg"). */
  name: string;
  type: string;
  length: number;
  body: Uint8Array;
}

/** How to listen. */
export interface Ask {
  want: Want;
  /** ISO 639-1 codes of the languages that are spoken; none: the model finds out. */
  languages: readonly string[];
  /** Names and terms that may occur. */
  keywords: readonly string[];
  /** The second hearing of something doubtful: with other settings, and without hints that may have misled. */
  again?: boolean;
}

/** What was heard. Empty text means that nobody spoke. */
export interface Heard {
  text: string;
  /** ISO 639-1 codes; empty when the model does not say. */
  languages: string[];
  /** Which model heard it. */
  model: string;
  /** Where the model knows them: stretches with their times in seconds of the file, and the voice's label. */
  segments?: { from: number; to: number; text: string; speaker?: string }[];
}

/**
 * Speech recognition, by whichever model was chosen for a recording. Calls throw Throttled when the rate is limited,
 * Unavailable when asking later may help, Refused("broken") when the audio cannot be read, and
 * Refused("speech-quota" | "speech-key" | "speech-refused") when the operator must act.
 */
export interface Speech {
  /** The model for what is wanted; null when none that is configured can find it out. */
  choose(want: Want): string | null;
  abilitiesOf(model: string): Abilities;
  /** The words of one part, at once. Not for models that are `queued`. */
  hear(model: string, part: AudioPart, ask: Ask): Promise<Heard>;
  /** Hands an address of audio to a model that is `queued`; answers the request's id. Twice is two requests. */
  submit(model: string, url: string, ask: Ask): Promise<string>;
  /** What became of a request; "lost" when the vendor does not know it (any more). */
  collect(model: string, requestId: string): Promise<Heard | "pending" | "lost">;
  /** Whether the usual service answers and accepts our key; throws as `hear` does. */
  check(): Promise<void>;
}

interface SpeechSettings {
  apiKey: string;
  baseUrl: string;
  model: string;
  subtitleModel: string | undefined;
  speakerModel: string | undefined;
  falKey: string | undefined;
  falQueueUrl: string;
  falRestUrl: string;
}

export function openSpeech(settings: SpeechSettings): Speech {
  const openai = openOpenAI(settings);
  const fal = openFalWhisper({
    key: settings.falKey,
    queueUrl: settings.falQueueUrl,
    restUrl: settings.falRestUrl,
  });
  const queued = (model: string) => {
    // A model that was chosen under other settings than today's.
    if (model !== FAL_WHISPER || !settings.falKey) throw new Refused("speech-key");
    return fal;
  };
  return {
    choose: (want) => chooseModel(want, { ...settings, hasFal: settings.falKey !== undefined }),
    abilitiesOf,
    hear: openai.hear,
    submit: async (model, url, ask) => queued(model).submit(url, ask),
    collect: async (model, requestId) => queued(model).collect(requestId),
    check: openai.check,
  };
}
