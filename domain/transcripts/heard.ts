/** A stretch of speech with its times, in seconds. */
export interface Segment {
  from: number;
  to: number;
  text: string;
  speaker?: string;
}

/** What was heard in one part. Times count from the beginning of the part's own file. */
export interface HeardPart {
  text: string;
  /** ISO 639-1. */
  languages: string[];
  model: string;
  /** Only from providers that know the times; without them a part is one stretch. */
  segments?: Segment[];
  /** Why the text is doubted, when even a second hearing did not help. */
  doubt?: string;
}
