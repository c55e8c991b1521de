import { Api } from "grammy";
import { answering } from "./answer.ts";
import { downloading } from "./download.ts";
import { editing } from "./edit.ts";
import { looking } from "./look.ts";
import { sendingWords } from "./send.ts";
import { sendingFiles } from "./send-files.ts";
import type { Telegram } from "./telegram.ts";

export * from "./message.ts";
export type { Address, Telegram } from "./telegram.ts";

/** Long enough for a file of 20 MB on a slow day, shorter than any job's lease. */
const CALL_TIMEOUT_SECONDS = 30;

export function openTelegram(token: string, apiRoot: string, fileRoot?: string): Telegram {
  const api = new Api(token, {
    apiRoot,
    timeoutSeconds: CALL_TIMEOUT_SECONDS,
    // The platform's fetch refuses to be called as a method of something else.
    fetch: (input: RequestInfo | URL, init?: RequestInit) => fetch(input, init),
  } as ConstructorParameters<typeof Api>[1]);
  return {
    ...sendingWords(api),
    ...sendingFiles(api),
    ...editing(api),
    ...answering(api),
    ...looking(api),
    ...downloading(api, { token, apiRoot, fileRoot }),
  };
}
