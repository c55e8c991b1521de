import type { Doubt } from "./guards.ts";

/** A stretch of speech with its times, in seconds. */
export interface Segment {
  from: number;
  to: number;
  text: string;
  /** The label of the voice: the vendor's own in a part, "1", "2"… in the order of appearance in a transcript. */
  speaker?: string;
}

/** What was heard in one part. Times count from the beginning of the part's planned audio. */
export interface HeardPart {
  text: string;
  /** ISO 639-1. */
  languages: string[];
  model: string;
  /** Only from models that know the times; without them a part is one stretch. */
  segments?: Segment[];
  /** Why the text is doubted, when even a second hearing did not help. */
  doubt?: Doubt;
}
