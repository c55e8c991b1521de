/** Why a recording cannot be transcribed. The views turn each into a sentence that says what to do. */
export type UnplayableReason =
  | "empty"
  | "not media"
  | "no audio track"
  | "unsupported format"
  | "unsupported codec"
  | "encrypted"
  | "truncated beyond salvage";

/** Thrown for bytes that hold no recording we can cut. The only error bad bytes may cause in this folder. */
export class Unplayable extends Error {
  readonly reason: UnplayableReason;
  /** What was found instead, such as "zip" or "ac-3"; for the message to the user, never trusted. */
  readonly found: string | undefined;

  constructor(reason: UnplayableReason, found?: string) {
    super(found === undefined ? reason : `${reason}: ${found}`);
    this.name = "Unplayable";
    this.reason = reason;
    this.found = found;
  }
}
