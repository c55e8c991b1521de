/** Why a document gives no text. The views turn each into a sentence that says what to do. */
export type UnreadableReason = "no text" | "too long" | "locked" | "broken";

/** Thrown for documents whose text we cannot have. The only error bad bytes may cause in this folder. */
export class Unreadable extends Error {
  readonly reason: UnreadableReason;

  constructor(reason: UnreadableReason, cause?: unknown) {
    super(reason, { cause });
    this.name = "Unreadable";
    this.reason = reason;
  }
}
