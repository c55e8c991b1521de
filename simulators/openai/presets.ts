import type { Preset } from "./control.ts";

/** Faults that the chat page offers by name. */
export const PRESETS: Preset[] = [
  { title: "Speech: slow by 10 s", fault: { route: "transcriptions", delayMs: 10_000 } },
  {
    title: "Speech: rate limit, retry after 5 s, twice",
    fault: { route: "transcriptions", status: 429, retryAfter: 5, times: 2 },
  },
  { title: "Speech: quota gone", fault: { route: "transcriptions", code: "insufficient_quota" } },
  { title: "Speech: wrong key", fault: { route: "transcriptions", status: 401 } },
  { title: "Speech: country not supported", fault: { route: "transcriptions", status: 403 } },
  { title: "Speech: error 500, once", fault: { route: "transcriptions", status: 500, times: 1 } },
  { title: "Speech: overloaded (503)", fault: { route: "transcriptions", status: 503 } },
  { title: "Speech: never answers, once", fault: { route: "transcriptions", hang: true, times: 1 } },
  { title: "Speech: connection drops, once", fault: { route: "transcriptions", drop: true, times: 1 } },
  { title: "Speech: hears nothing", fault: { route: "transcriptions", speech: { text: "" } } },
  {
    title: "Speech: invents a phrase",
    fault: { route: "transcriptions", speech: { invented: "Субтитры сделал DimaTorzok" } },
  },
  { title: "Speech: repeats itself", fault: { route: "transcriptions", speech: { loop: 40 } } },
  { title: "Speech: loses half of the words", fault: { route: "transcriptions", speech: { keep: 0.5 } } },
  { title: "Writing: quota gone", fault: { route: "chat/completions", code: "insufficient_quota" } },
  { title: "Writing: overloaded (503)", fault: { route: "chat/completions", status: 503 } },
  {
    title: "Writing: rate limit, retry after 5 s, twice",
    fault: { route: "chat/completions", status: 429, retryAfter: 5, times: 2 },
  },
  { title: "Writing: connection drops, once", fault: { route: "chat/completions", drop: true, times: 1 } },
  { title: "Writing: text too long", fault: { route: "chat/completions", code: "context_length_exceeded" } },
  { title: "Writing: never answers, once", fault: { route: "chat/completions", hang: true, times: 1 } },
];
