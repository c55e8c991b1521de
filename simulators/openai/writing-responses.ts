import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { badRequest } from "./errors.ts";
import type { Call } from "./journal.ts";
import { findWritingModel } from "./models.ts";
import type { Scripts } from "./scripts.ts";
import { sendJson } from "./server.ts";
import { checkImage, type WritingRequest, type Written, write } from "./writing.ts";
import { readSchema } from "./writing-chat.ts";

type Json = Record<string, unknown>;

const FIELDS = new Set([
  ...[
    "model",
    "input",
    "instructions",
    "max_output_tokens",
    "reasoning",
    "text",
    "store",
    "stream",
    "metadata",
  ],
  ...[
    "temperature",
    "top_p",
    "tools",
    "tool_choice",
    "parallel_tool_calls",
    "previous_response_id",
    "include",
  ],
  ...[
    "service_tier",
    "truncation",
    "user",
    "background",
    "conversation",
    "prompt",
    "stream_options",
    "max_tool_calls",
  ],
  ...["safety_identifier", "prompt_cache_key", "prompt_cache_retention", "top_logprobs"],
]);

/** POST /v1/responses. */
export function answerResponses(
  response: ServerResponse,
  body: Json,
  headers: Record<string, string>,
  scripts: Scripts,
  call: Call,
): void {
  const written = write(readResponses(body), body, scripts);
  call.text = written.text;
  const whole = wholeResponse(body, written);
  if (body.stream !== true) {
    sendJson(response, 200, whole, headers);
    return;
  }
  response.writeHead(200, { ...headers, "content-type": "text/event-stream; charset=utf-8" });
  let sequence = 0;
  for (const [type, data] of eventsOf(whole, written)) {
    response.write(
      `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: sequence++, ...data })}\n\n`,
    );
  }
  response.end();
}

function readResponses(body: Json): WritingRequest {
  const { reasons } = findWritingModel(body.model);
  const unknown = Object.keys(body).find((name) => !FIELDS.has(name));
  if (unknown !== undefined)
    throw badRequest(`Unknown parameter: '${unknown}'.`, unknown, "unknown_parameter");
  if (reasons && body.temperature !== undefined && body.temperature !== 1) {
    const message = "Unsupported parameter: 'temperature' is not supported with this model.";
    throw badRequest(message, "temperature", "unsupported_parameter");
  }
  const format = (body.text as { format?: Json } | undefined)?.format;
  const maxTokens = body.max_output_tokens;
  return {
    input: readInput(body.input),
    schemaParam: "text.format.schema",
    ...(format?.type === "json_schema" && { schema: readSchema(format, "text.format") }),
    ...(typeof maxTokens === "number" && { maxTokens }),
  };
}

function readInput(input: unknown): string {
  if (typeof input === "string") return input;
  if (!Array.isArray(input))
    throw badRequest("Missing required parameter: 'input'.", "input", "missing_required_parameter");
  const texts = input.flatMap((message: Json, i) => {
    if (typeof message?.content === "string") return message.role === "user" ? [message.content] : [];
    if (!Array.isArray(message?.content))
      throw badRequest(`Invalid type for 'input[${i}].content'.`, `input[${i}]`, "invalid_type");
    return message.content.flatMap((part: Json, j) => readPart(part, `input[${i}].content[${j}]`));
  });
  return texts.join("\n");
}

function readPart(part: Json, param: string): string[] {
  if (part?.type === "input_text" && typeof part.text === "string") return [part.text];
  if (part?.type === "output_text") return [];
  if (part?.type === "input_image") {
    if (part.file_id === undefined) checkImage(part.image_url, `${param}.image_url`);
    return [];
  }
  if (part?.type === "input_file") return [];
  throw badRequest(`Invalid value: '${part?.type}'.`, `${param}.type`, "invalid_value");
}

function wholeResponse(body: Json, { text, refusal, finish, inputTokens, outputTokens }: Written) {
  const reason = { length: "max_output_tokens", content_filter: "content_filter" }[finish];
  const said =
    refusal === undefined ? { type: "output_text", text, annotations: [] } : { type: "refusal", refusal };
  const status = reason ? "incomplete" : "completed";
  return {
    id: `resp_${randomUUID().replaceAll("-", "")}`,
    object: "response",
    created_at: Math.floor(Date.now() / 1000),
    status,
    model: body.model,
    error: null,
    incomplete_details: reason ? { reason } : null,
    instructions: body.instructions ?? null,
    metadata: body.metadata ?? {},
    output: [
      {
        type: "message",
        id: `msg_${randomUUID().replaceAll("-", "")}`,
        status,
        role: "assistant",
        content: [said],
      },
    ],
    usage: {
      input_tokens: inputTokens,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: outputTokens,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: inputTokens + outputTokens,
    },
  };
}

function* eventsOf(whole: ReturnType<typeof wholeResponse>, written: Written): Generator<[string, Json]> {
  const [message] = whole.output;
  const [part] = message?.content ?? [];
  const begun = { ...whole, status: "in_progress", output: [], usage: null };
  const at = { item_id: message?.id, output_index: 0, content_index: 0 };
  yield ["response.created", { response: begun }];
  yield ["response.in_progress", { response: begun }];
  yield [
    "response.output_item.added",
    { output_index: 0, item: { ...message, status: "in_progress", content: [] } },
  ];
  yield ["response.content_part.added", { ...at, part: { type: "output_text", text: "", annotations: [] } }];
  if (written.refusal !== undefined) {
    yield ["response.refusal.delta", { ...at, delta: written.refusal }];
    yield ["response.refusal.done", { ...at, refusal: written.refusal }];
  } else {
    for (const delta of written.text.match(/\s*\S+|\s+$/g) ?? [])
      yield ["response.output_text.delta", { ...at, delta }];
    yield ["response.output_text.done", { ...at, text: written.text }];
  }
  yield ["response.content_part.done", { ...at, part }];
  yield ["response.output_item.done", { output_index: 0, item: message }];
  yield [`response.${whole.status}`, { response: whole }];
}
