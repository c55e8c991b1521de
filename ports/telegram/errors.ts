import { GrammyError, HttpError } from "grammy";
import { Moved, Refused, Unavailable, Unreachable } from "../errors.ts";

/** Seconds to wait when Telegram itself does not say. */
const WAIT_SECONDS = 5;

/** Says a failed call in our words; see Telegram for what is thrown. Other errors of the API are bugs and pass as they are. */
export async function fromTelegram<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    // The cause of a network error may hold the address, and with it the token.
    if (error instanceof HttpError) throw new Unavailable("telegram", WAIT_SECONDS);
    if (!(error instanceof GrammyError)) throw error;
    const { error_code: code, description, parameters } = error;
    if (parameters.migrate_to_chat_id !== undefined) throw new Moved(parameters.migrate_to_chat_id);
    if (code === 429 || code >= 500)
      throw new Unavailable("telegram", parameters.retry_after ?? WAIT_SECONDS, new Error(description));
    if (code === 403 || isAbout(error, "chat not found", "user is deactivated"))
      throw new Unreachable(new Error(description));
    if (isAbout(error, "file is too big")) throw new Refused("too-big");
    throw error;
  }
}

/** Whether a 400 is one of these. Telegram's texts are matched by their telling part, since they may grow. */
export const isAbout = (error: unknown, ...phrases: string[]): boolean =>
  error instanceof GrammyError && phrases.some((phrase) => error.description.includes(phrase));
