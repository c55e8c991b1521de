/**
 * Three kinds of trouble, named by whose turn it is. Everything else that is thrown is a bug of ours.
 */

/** The user's turn, or the operator's: asking again changes nothing. `reason` is a key of the failure texts in views. */
export class Refused extends Error {
  readonly reason: string;

  constructor(reason: string, cause?: unknown) {
    super(reason, { cause });
    this.name = "Refused";
    this.reason = reason;
  }
}

/** The clock's turn: the same call may succeed in `waitSeconds`. `part` names who is away. */
export class Unavailable extends Error {
  readonly part: string;
  readonly waitSeconds: number;

  constructor(part: string, waitSeconds: number, cause?: unknown) {
    super(`${part} is unavailable${cause instanceof Error ? `: ${cause.message}` : ""}`, { cause });
    this.name = "Unavailable";
    this.part = part;
    this.waitSeconds = waitSeconds;
  }
}

/** The vendor limits our rate: whoever is about to call it waits `waitSeconds`, not only this caller. */
export class Throttled extends Unavailable {}

/** The work is under way at the vendor; there is nothing to do but to look again in `waitSeconds`. */
export class Pending extends Unavailable {}

/** The person cannot be written to: they blocked the bot, or the chat is gone. Nothing is owed to them any more. */
export class Unreachable extends Error {
  constructor(cause?: unknown) {
    super("the chat cannot be reached", { cause });
    this.name = "Unreachable";
  }
}

/** The chat has another number now: a group became a supergroup. Whoever knows the new number can go on at once. */
export class Moved extends Unavailable {
  readonly chatId: number;

  constructor(chatId: number) {
    super("telegram", 1, new Error("the group has another number now"));
    this.chatId = chatId;
  }
}

/** A short text for `last_error` and logs: class and message, never a body, never an address. */
export function nameTrouble(error: unknown): string {
  if (!(error instanceof Error)) return "unknown trouble";
  return `${error.name}: ${error.message}`.replace(/https?:\/\/\S+/g, "<url>").slice(0, 500);
}
