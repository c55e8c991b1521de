import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { badRequest } from "./errors.ts";
import { findModerationModel } from "./models.ts";
import { sendJson } from "./server.ts";
import { checkImage } from "./writing.ts";

type Json = Record<string, unknown>;

const CATEGORIES = [
  ...["harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent"],
  ...["self-harm", "self-harm/instructions", "self-harm/intent", "sexual", "sexual/minors"],
  ...["violence", "violence/graphic"],
];

/** Only text that names a category in this way is flagged, so that a test says what it wants. */
const MARK = /\[flag:([a-z/-]+)\]/g;

/** POST /v1/moderations. Text containing `[flag:sexual]` (any category) is flagged with it; all else passes. */
export function moderate(response: ServerResponse, body: Json, headers: Record<string, string>): void {
  findModerationModel(body.model);
  const results = readInputs(body.input).map(({ text, kinds }) => {
    const flagged = new Set([...text.matchAll(MARK)].map(([, category]) => category));
    return {
      flagged: CATEGORIES.some((category) => flagged.has(category)),
      categories: Object.fromEntries(CATEGORIES.map((name) => [name, flagged.has(name)])),
      category_scores: Object.fromEntries(
        CATEGORIES.map((name) => [name, flagged.has(name) ? 0.98 : 0.0001]),
      ),
      category_applied_input_types: Object.fromEntries(
        CATEGORIES.map((name) => [name, flagged.has(name) ? ["text"] : kinds]),
      ),
    };
  });
  sendJson(
    response,
    200,
    { id: `modr-${randomUUID()}`, model: body.model ?? "omni-moderation-latest", results },
    headers,
  );
}

/** A text or a list of texts is judged one by one; a list of parts is judged as one. */
function readInputs(input: unknown): { text: string; kinds: string[] }[] {
  if (typeof input === "string") return [{ text: input, kinds: ["text"] }];
  if (!Array.isArray(input) || input.length === 0)
    throw badRequest("Missing required parameter: 'input'.", "input", "missing_required_parameter");
  if (input.every((item) => typeof item === "string"))
    return input.map((text) => ({ text, kinds: ["text"] }));
  const texts: string[] = [];
  let images = 0;
  for (const [i, part] of (input as Json[]).entries()) {
    if (part?.type === "text" && typeof part.text === "string") texts.push(part.text);
    else if (part?.type === "image_url") {
      checkImage((part.image_url as Json | undefined)?.url, `input[${i}].image_url.url`);
      images++;
    } else throw badRequest(`Invalid value: '${part?.type}'.`, `input[${i}].type`, "invalid_value");
  }
  if (images > 1) throw badRequest("Only one image is supported per request.", "input", "invalid_value");
  return [
    {
      text: texts.join("\n"),
      kinds: [...(texts.length > 0 ? ["text"] : []), ...(images > 0 ? ["image"] : [])],
    },
  ];
}
