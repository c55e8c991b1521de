/**
 * Makes `methods.json` out of a machine-readable Bot API description (the `api.json` of PaulSonOfLars/telegram-bot-api-spec):
 *   node simulators/telegram/contract/condense.ts api.json > simulators/telegram/contract/methods.json
 * A parameter reads `!Integer|String`: `!` required, `[]` array of, `=photo` exactly this word.
 */
import { readFileSync } from "node:fs";

interface Field {
  name: string;
  types: string[];
  required: boolean;
  description: string;
}
interface Description {
  version: string;
  methods: Record<string, { fields?: Field[] }>;
  types: Record<string, { fields?: Field[]; subtypes?: string[] }>;
}

/** What Bot API 10.2 and 10.3 added to the methods simulated here (changelog of 2026-07-14 and 2026-08-24). */
const NEWER: Record<string, Record<string, string>> = {
  sendMessageDraft: { can_stop: "Boolean", keep_on_stop: "Boolean" },
  sendMessage: { ephemeral_message_parameters: "Object" },
  sendPhoto: { ephemeral_message_parameters: "Object" },
  sendDocument: { ephemeral_message_parameters: "Object" },
  sendAudio: { ephemeral_message_parameters: "Object" },
  sendVoice: { ephemeral_message_parameters: "Object" },
  sendVideo: { ephemeral_message_parameters: "Object" },
};
const NEWER_TYPES: Record<string, Record<string, string>> = { InlineKeyboardButton: { disabled: "Object" } };

const api = JSON.parse(readFileSync(process.argv[2] ?? "api.json", "utf8")) as Description;
const reached: Record<string, unknown> = {};

function shorten(type: string): string {
  const depth = type.match(/Array of /g)?.length ?? 0;
  const name = type.slice("Array of ".length * depth);
  reach(name);
  return name + "[]".repeat(depth);
}

function say({ types, required, description }: Field): string {
  const word = /(?:must be|always) [“"]?([a-z_]+)[”"]?(?: or|$|\.)/.exec(description)?.[1];
  const fixed =
    types.join() === "String" && word && !/must be one of/.test(description) ? `=${word}` : undefined;
  return (required ? "!" : "") + (fixed ?? types.map(shorten).join("|"));
}

const table = (fields: Field[] = []) => Object.fromEntries(fields.map((field) => [field.name, say(field)]));

function reach(name: string): void {
  const type = api.types[name];
  if (!type || name in reached) return;
  reached[name] = {};
  if (type.subtypes) {
    for (const subtype of type.subtypes) reach(subtype);
    reached[name] = type.subtypes;
  } else reached[name] = { ...table(type.fields), ...NEWER_TYPES[name] };
}

const methods = Object.fromEntries(
  Object.entries(api.methods).map(([name, { fields }]) => [name, { ...table(fields), ...NEWER[name] }]),
);
process.stdout.write(`${JSON.stringify({ version: api.version, methods, types: reached })}\n`);
