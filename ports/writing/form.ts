import type { APIError } from "openai";
import type { ChatCompletionCreateParamsNonStreaming } from "openai/resources/chat/completions";
import type { Brief } from "./index.ts";

/** How a request is worded. Compatible servers know less than OpenAI, each something else. */
export interface Form {
  /** By schema; as any JSON, with the schema in words; in words alone. */
  shape: "json_schema" | "json_object" | "words";
  limit: "max_completion_tokens" | "max_tokens" | "none";
  /** Whether a stream may be asked for its tokens. */
  usage: boolean;
}

export const richest: Form = { shape: "json_schema", limit: "max_completion_tokens", usage: true };

export function requestOf(
  form: Form,
  model: string,
  { task, material, schema, mostTokens }: Brief & { mostTokens: number },
): ChatCompletionCreateParamsNonStreaming {
  const inWords = schema && form.shape !== "json_schema";
  const system = inWords
    ? `${task}\n\nAnswer with one JSON object and nothing else. Its JSON Schema:\n${JSON.stringify(schema.schema)}`
    : task;
  return {
    model,
    messages: [
      { role: "system", content: system },
      { role: "user", content: material },
    ],
    ...(form.limit !== "none" && { [form.limit]: mostTokens }),
    ...(schema &&
      form.shape === "json_schema" && {
        response_format: { type: "json_schema" as const, json_schema: { ...schema, strict: true } },
      }),
    ...(schema && form.shape === "json_object" && { response_format: { type: "json_object" as const } }),
  };
}

/** The form to try after a refusal that was about the form; null when it was about something else. */
export function lessOf(form: Form, { status, param, message }: APIError): Form | null {
  if (status !== 400 && status !== 404 && status !== 422) return null;
  const about = `${param ?? ""} ${message}`;
  if (/stream_options|include_usage/i.test(about)) return form.usage ? { ...form, usage: false } : null;
  if (/max_completion_tokens|max_tokens/i.test(about)) {
    if (form.limit === "none") return null;
    return { ...form, limit: form.limit === "max_tokens" ? "none" : "max_tokens" };
  }
  if (/response_format|json_schema|json_object|structured|grammar/i.test(about)) {
    if (form.shape === "words") return null;
    return { ...form, shape: form.shape === "json_schema" ? "json_object" : "words" };
  }
  return null;
}
