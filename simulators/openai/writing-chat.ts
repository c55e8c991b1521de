import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { badRequest } from "./errors.ts";
import type { Call } from "./journal.ts";
import { findWritingModel } from "./models.ts";
import type { Scripts } from "./scripts.ts";
import { sendJson, sleep } from "./server.ts";
import { checkImage, type WritingRequest, type Written, write } from "./writing.ts";

type Json = Record<string, unknown>;

const FIELDS = new Set([
  ...[
    "model",
    "messages",
    "response_format",
    "max_tokens",
    "max_completion_tokens",
    "stream",
    "stream_options",
  ],
  ...[
    "temperature",
    "top_p",
    "n",
    "stop",
    "seed",
    "user",
    "store",
    "metadata",
    "reasoning_effort",
    "verbosity",
  ],
  ...[
    "tools",
    "tool_choice",
    "parallel_tool_calls",
    "logprobs",
    "top_logprobs",
    "logit_bias",
    "service_tier",
  ],
  ...[
    "presence_penalty",
    "frequency_penalty",
    "prediction",
    "modalities",
    "audio",
    "functions",
    "function_call",
  ],
  ...["safety_identifier", "prompt_cache_key", "prompt_cache_retention", "web_search_options"],
]);

/** POST /v1/chat/completions. */
export async function answerChat(
  response: ServerResponse,
  body: Json,
  headers: Record<string, string>,
  scripts: Scripts,
  call: Call,
): Promise<void> {
  const written = write(readChat(body), body, scripts);
  call.text = written.text;
  const base = { id: `chatcmpl-${randomUUID()}`, created: Math.floor(Date.now() / 1000), model: body.model };
  if (body.stream === true) {
    return streamChat(response, body, headers, base, written);
  }
  const message = { role: "assistant", content: written.refusal === undefined ? written.text : null };
  const choice = {
    index: 0,
    message: { ...message, refusal: written.refusal ?? null, annotations: [] },
    logprobs: null,
    finish_reason: written.finish,
  };
  sendJson(
    response,
    200,
    { ...base, object: "chat.completion", choices: [choice], usage: usageOf(written) },
    headers,
  );
}

function readChat(body: Json): WritingRequest {
  const { reasons } = findWritingModel(body.model);
  const unknown = Object.keys(body).find((name) => !FIELDS.has(name));
  if (unknown !== undefined)
    throw badRequest(`Unknown parameter: '${unknown}'.`, unknown, "unknown_parameter");
  checkSampling(body, reasons);
  if (!Array.isArray(body.messages) || body.messages.length === 0) {
    throw badRequest("Missing required parameter: 'messages'.", "messages", "missing_required_parameter");
  }
  const said = body.messages.map((message: Json, i) => readMessage(message, `messages[${i}]`));
  const input = said.filter(({ role }) => role === "user").map(({ text }) => text);
  const schema = readFormat(body.response_format, said.map(({ text }) => text).join("\n"));
  const maxTokens = body.max_completion_tokens ?? body.max_tokens;
  return {
    input: input.join("\n"),
    schemaParam: "response_format",
    ...(schema && { schema }),
    ...(typeof maxTokens === "number" && { maxTokens }),
  };
}

function checkSampling(body: Json, reasons: boolean): void {
  if (!reasons) return;
  if (body.max_tokens !== undefined) {
    const message =
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.";
    throw badRequest(message, "max_tokens", "unsupported_parameter");
  }
  if (body.temperature !== undefined && body.temperature !== 1) {
    const message = `Unsupported value: 'temperature' does not support ${body.temperature} with this model. Only the default (1) value is supported.`;
    throw badRequest(message, "temperature", "unsupported_value");
  }
}

function readMessage(message: Json, param: string): { role: string; text: string } {
  const role = String(message?.role);
  if (!["system", "developer", "user", "assistant", "tool"].includes(role)) {
    throw badRequest(`Invalid value: '${role}'.`, `${param}.role`, "invalid_value");
  }
  if (typeof message.content === "string") return { role, text: message.content };
  if (message.content === null && role === "assistant") return { role, text: "" };
  if (!Array.isArray(message.content))
    throw badRequest(`Invalid type for '${param}.content'.`, `${param}.content`, "invalid_type");
  const texts = message.content.map((part: Json, i) => {
    if (part?.type === "text" && typeof part.text === "string") return part.text;
    if (part?.type === "image_url") {
      checkImage((part.image_url as Json | undefined)?.url, `${param}.content[${i}].image_url.url`);
      return "";
    }
    throw badRequest(`Invalid value: '${part?.type}'.`, `${param}.content[${i}].type`, "invalid_value");
  });
  return { role, text: texts.join("\n") };
}

function readFormat(format: unknown, said: string): WritingRequest["schema"] {
  if (format === undefined || format === null) return undefined;
  const { type, json_schema: asked } = format as { type?: unknown; json_schema?: Json };
  if (type === "text") return undefined;
  if (type === "json_object") {
    if (!/json/i.test(said)) {
      const message =
        "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.";
      throw badRequest(message, "messages");
    }
    const schema = {
      type: "object",
      properties: { answer: { type: "string" } },
      required: ["answer"],
      additionalProperties: false,
    };
    return { name: "object", schema };
  }
  if (type !== "json_schema")
    throw badRequest(`Invalid value: '${type}'.`, "response_format.type", "invalid_value");
  return readSchema(asked, "response_format.json_schema");
}

/** Name and schema of a strict format, as both APIs write it. */
export function readSchema(asked: Json | undefined, param: string): { name: string; schema: Json } {
  const name = asked?.name;
  if (typeof name !== "string" || !/^[\w-]{1,64}$/.test(name)) {
    throw badRequest(
      `Missing required parameter: '${param}.name'.`,
      `${param}.name`,
      "missing_required_parameter",
    );
  }
  if (typeof asked?.schema !== "object" || asked.schema === null) {
    throw badRequest(
      `Missing required parameter: '${param}.schema'.`,
      `${param}.schema`,
      "missing_required_parameter",
    );
  }
  return { name, schema: asked.schema as Json };
}

function usageOf({ inputTokens, outputTokens }: Written) {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
  };
}

async function streamChat(
  response: ServerResponse,
  body: Json,
  headers: Record<string, string>,
  base: Json,
  written: Written,
): Promise<void> {
  response.writeHead(200, { ...headers, "content-type": "text/event-stream; charset=utf-8" });
  const withUsage = (body.stream_options as Json | undefined)?.include_usage === true;
  const chunk = (choices: unknown[], usage: unknown = null) => {
    const data = { ...base, object: "chat.completion.chunk", choices, ...(withUsage && { usage }) };
    response.write(`data: ${JSON.stringify(data)}\n\n`);
  };
  const delta = (part: Json, finish: string | null = null) => [
    { index: 0, delta: part, logprobs: null, finish_reason: finish },
  ];
  chunk(delta({ role: "assistant", content: "", refusal: null }));
  if (written.refusal !== undefined) chunk(delta({ refusal: written.refusal }));
  else
    for (const piece of written.text.match(/\s*\S+|\s+$/g) ?? []) {
      chunk(delta({ content: piece }));
      if (written.pauseMs) await sleep(written.pauseMs);
      if (response.destroyed) return;
    }
  chunk(delta({}, written.finish));
  if (withUsage) chunk([], usageOf(written));
  response.end("data: [DONE]\n\n");
}
