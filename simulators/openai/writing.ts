import { ApiError, badRequest } from "./errors.ts";
import { materialOf } from "./extract.ts";
import { fillSchema } from "./schema-fill.ts";
import { checkStrictSchema } from "./schema-rules.ts";
import type { Scripts } from "./scripts.ts";

/** A request for text, whichever API it came by. */
export interface WritingRequest {
  /** All that the user's messages say. */
  input: string;
  /** Name and schema where the answer has to be JSON of one shape. */
  schema?: { name: string; schema: Record<string, unknown> };
  /** Where the schema stands in the request, for its errors. */
  schemaParam: string;
  maxTokens?: number;
}

export interface Written {
  text: string;
  refusal?: string;
  finish: string;
  /** Milliseconds between the pieces of a stream. */
  pauseMs?: number;
  inputTokens: number;
  outputTokens: number;
}

/** The answer: scripted, or an honest one that says what it is, in the shape that was asked for. */
export function write(request: WritingRequest, body: Record<string, unknown>, scripts: Scripts): Written {
  if (request.schema) checkStrictSchema(request.schema.schema, request.schemaParam);
  const scripted = scripts.take(body);
  const whole = scripted ?? { text: honest(request), finish: "stop" };
  const inputTokens = countTokens(JSON.stringify(body));
  const outputTokens = countTokens(whole.text);
  if (request.maxTokens !== undefined && outputTokens > request.maxTokens) {
    const text = whole.text.slice(0, request.maxTokens * 4);
    return { ...whole, text, finish: "length", inputTokens, outputTokens: request.maxTokens };
  }
  return { ...whole, inputTokens, outputTokens };
}

/** Checks what both APIs ask of an image: a web address, or base64 of a kind that is supported. */
export function checkImage(url: unknown, param: string): void {
  if (typeof url !== "string")
    throw badRequest(`Missing required parameter: '${param}'.`, param, "missing_required_parameter");
  if (/^https?:\/\//.test(url)) return;
  if (/^data:image\/(png|jpeg|jpg|webp|gif);base64,[A-Za-z0-9+/=]+$/.test(url)) return;
  throw new ApiError(400, "You uploaded an unsupported image. Please make sure your image is valid.", {
    param,
    code: "invalid_image_format",
  });
}

/** Says what it is, and gives back what it was given, so that what comes of it can be seen. */
function honest({ input, schema }: WritingRequest): string {
  if (schema) return JSON.stringify(fillSchema(schema.schema, input));
  const russian = /[а-яё]/i.test(input);
  const said = russian
    ? "Это симулятор языковой модели: он не пишет, а возвращает слова, которые получил. Чтобы получить настоящий ответ, подключите модель переменными OPENAI_API_KEY, OPENAI_BASE_URL и OPENAI_MODEL."
    : "This is the simulator of the language model: it does not write but gives back the words that it received. For a real answer connect a model with OPENAI_API_KEY, OPENAI_BASE_URL and OPENAI_MODEL.";
  const words = materialOf(input)
    .replace(/^\[[\d:]+\] /gm, "")
    .replace(FILLERS, "")
    .trim();
  return `${said}\n\n${words}`;
}

/** The sounds that a text tidied up would leave out. */
const FILLERS = /(?<!\p{L})(?:ээ+|эм+|ммм+|uhm?|umm?)(?!\p{L}),? ?/giu;

/** About four letters make a token. */
function countTokens(text: string): number {
  return Math.max(1, Math.ceil(text.length / 4));
}
