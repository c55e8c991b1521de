import OpenAI, { APIError } from "openai";
import type { ChatCompletion, ChatCompletionChunk } from "openai/resources/chat/completions";
import { Refused, Unavailable } from "../errors.ts";
import { type Form, lessOf, requestOf, richest } from "./form.ts";
import { inOurWords } from "./in-our-words.ts";
import { readJson } from "./read-json.ts";

/** What is to be written. Only `task` is an instruction; people's words belong into `material`. */
export interface Brief {
  /** What to do, and how: the system message. Never built from what somebody said. */
  task: string;
  /** What to work on: the user message. Put others' words between marks (domain/quotes, `asData`). */
  material: string;
  /**
   * The answer is JSON of this shape. Strict rules: the root is an object; every object lists all its keys in `required`
   * and has `additionalProperties: false`; what may be missing is `["string", "null"]`.
   */
  schema?: { name: string; schema: Record<string, unknown> };
  /** The most tokens of the answer; models that think spend theirs from them, too. Unset: MOST_TOKENS. */
  mostTokens?: number;
  /** Called with all that is written so far, whenever more has come. Slow ones are waited for; what they throw ends the writing. */
  onText?: (soFar: string) => unknown;
  /** Stops the writing; it then throws this signal's reason. */
  signal?: AbortSignal;
}

export interface Written {
  /** The answer; by schema: its JSON. */
  text: string;
  /** The parsed answer where a schema was given, otherwise undefined. Its shape is the model's promise: check what you use. */
  json: unknown;
  /** Which model wrote it, as the server names it. */
  model: string;
  /** What is billed; 0 where the server does not say. */
  inputTokens: number;
  outputTokens: number;
}

/**
 * Writes texts with a chat model, by OpenAI or by any server that speaks its API. `write` throws
 * Throttled("writing") when the rate is limited, Unavailable("writing") when asking later may help, and Refused with
 * "writing-off" (no model is configured), "writing-quota", "writing-key", "writing-refused" (the operator must act),
 * "writing-declined" (the model will not write this), "writing-cut" (the answer is longer than `mostTokens`),
 * "writing-too-long" (the material is longer than the model reads) or "writing-unreadable" (not the JSON asked for, twice).
 */
export interface Writing {
  /** Null when no model is configured: then nothing is written, and that is said. */
  readonly model: string | null;
  /** As many characters of material as are safe in one brief; longer ones are parted (setting WRITING_WINDOW_CHARACTERS). */
  readonly windowCharacters: number;
  write(brief: Brief): Promise<Written>;
}

/** Long enough for the longest section, both tries of it, and below the lease of the jobs that write. */
const WRITE_TIMEOUT_MS = 200_000;
const MOST_TOKENS = 16_000;
/** A shape that was missed is asked for once more; models differ from one answer to the next. */
const TRIES = 2;

/** What a server was found not to take, by address and model. Only a memory of refusals: without it one request more is made. */
const settled = new Map<string, Form>();

export function openWriting(settings: {
  apiKey: string;
  baseUrl: string;
  model: string | undefined;
  windowCharacters: number;
}): Writing {
  const { apiKey, baseUrl, model, windowCharacters } = settings;
  const client = new OpenAI({
    apiKey,
    baseURL: baseUrl,
    // Retries belong to the job: they are counted there, and honour what the service asks for.
    maxRetries: 0,
    timeout: WRITE_TIMEOUT_MS,
    fetch: (input, init) => fetch(input, init),
  });

  async function send(name: string, brief: Brief, timeout: AbortSignal): Promise<Answer> {
    const place = `${baseUrl} ${name}`;
    const signal = brief.signal ? AbortSignal.any([brief.signal, timeout]) : timeout;
    for (let form = settled.get(place) ?? richest; ; ) {
      try {
        const request = requestOf(form, name, { mostTokens: MOST_TOKENS, ...brief });
        if (!brief.onText) return whole(await client.chat.completions.create(request, { signal }));
        const chunks = await client.chat.completions.create(
          { ...request, stream: true, ...(form.usage && { stream_options: { include_usage: true } }) },
          { signal },
        );
        return await grown(chunks, brief.onText);
      } catch (error) {
        brief.signal?.throwIfAborted();
        if (timeout.aborted) throw new Unavailable("writing", 10, new Error("no answer in time"));
        const less = error instanceof APIError ? lessOf(form, error) : null;
        if (!less) throw inOurWords(error);
        form = less;
        settled.set(place, form);
      }
    }
  }

  return {
    model: model ?? null,
    windowCharacters,
    async write(brief) {
      if (!model) throw new Refused("writing-off");
      const timeout = AbortSignal.timeout(WRITE_TIMEOUT_MS);
      for (let left = TRIES; ; left--) {
        const { text, finish, refusal, ...rest } = await send(model, brief, timeout);
        if (refusal || finish === "content_filter") throw new Refused("writing-declined");
        if (finish === "length") throw new Refused("writing-cut");
        const json = brief.schema ? readJson(text) : undefined;
        const missed = brief.schema ? json === undefined : text.trim() === "";
        if (!missed) return { ...rest, text, json };
        if (left <= 1) throw new Refused("writing-unreadable");
      }
    },
  };
}

interface Answer extends Omit<Written, "json"> {
  finish: string | null;
  refusal: boolean;
}

const whole = ({ choices, usage, model }: ChatCompletion): Answer => ({
  text: choices[0]?.message.content ?? "",
  finish: choices[0]?.finish_reason ?? null,
  refusal: Boolean(choices[0]?.message.refusal),
  model,
  inputTokens: usage?.prompt_tokens ?? 0,
  outputTokens: usage?.completion_tokens ?? 0,
});

async function grown(
  chunks: AsyncIterable<ChatCompletionChunk>,
  onText: NonNullable<Brief["onText"]>,
): Promise<Answer> {
  const answer: Answer = {
    text: "",
    finish: null,
    refusal: false,
    model: "",
    inputTokens: 0,
    outputTokens: 0,
  };
  for await (const { choices, usage, model } of chunks) {
    const [choice] = choices;
    answer.model ||= model;
    answer.inputTokens = usage?.prompt_tokens ?? answer.inputTokens;
    answer.outputTokens = usage?.completion_tokens ?? answer.outputTokens;
    answer.finish = choice?.finish_reason ?? answer.finish;
    answer.refusal ||= Boolean(choice?.delta.refusal);
    if (!choice?.delta.content) continue;
    answer.text += choice.delta.content;
    await onText(answer.text);
  }
  // A stream that ends without saying why was cut on its way: what came is not the whole.
  if (answer.finish === null) throw new Unavailable("writing", 5, new Error("the answer broke off"));
  return answer;
}
