import OpenAI, { APIConnectionError, APIError } from "openai";
import { Unavailable } from "../errors.ts";

export interface Moderation {
  /** Null when none is configured: then nothing is checked, and that is said. */
  readonly model: string | null;
  /**
   * The categories that a text was flagged for ("sexual/minors", "hate", …; OpenAI, "Moderation"); empty: none. Null when
   * nobody has looked: no model is configured, or the server has no such service. Throws Unavailable when asking later
   * may help.
   */
  flags(text: string): Promise<string[] | null>;
}

const CHECK_TIMEOUT_MS = 15_000;
const WAIT_SECONDS = 5;

/** Checks texts with OpenAI's moderation (free of charge), or that of any server that speaks its API. */
export function openModeration(settings: {
  apiKey: string;
  baseUrl: string;
  model: string | null;
}): Moderation {
  const { apiKey, baseUrl, model } = settings;
  const client = new OpenAI({
    apiKey,
    baseURL: baseUrl,
    maxRetries: 0,
    timeout: CHECK_TIMEOUT_MS,
    fetch: (input, init) => fetch(input, init),
  });
  return {
    model,
    async flags(text) {
      if (model === null) return null;
      try {
        const { results } = await client.moderations.create({ model, input: text });
        return results.flatMap(({ flagged, categories }) =>
          flagged
            ? Object.entries(categories).flatMap(([category, isOn]) => (isOn === true ? [category] : []))
            : [],
        );
      } catch (error) {
        if (error instanceof APIConnectionError) throw new Unavailable("moderation", WAIT_SECONDS);
        if (!(error instanceof APIError)) throw error;
        // Compatible servers often have no moderation, or not this model. Whoever has one is not drawn for unchecked.
        if (error.status !== undefined && [400, 404, 405, 501].includes(error.status)) return null;
        const wait = Number(error.headers?.get("retry-after")) || WAIT_SECONDS;
        throw new Unavailable("moderation", wait, new Error(`moderation answered ${error.status}`));
      }
    },
  };
}
