import { ApiError } from "./errors.ts";

/** Structured outputs take no more properties and no deeper nesting than this. */
const MOST_PROPERTIES = 5000;
const DEEPEST = 10;

const KEYWORDS = new Set([
  ...[
    "type",
    "description",
    "title",
    "enum",
    "const",
    "properties",
    "required",
    "additionalProperties",
    "items",
  ],
  ...["anyOf", "$ref", "$defs", "definitions", "pattern", "format", "multipleOf"],
  ...["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minItems", "maxItems"],
]);
const FORMATS = ["date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"];

type Schema = Record<string, unknown>;

/** Throws `ApiError` unless the schema obeys the rules of strict structured outputs. */
export function checkStrictSchema(schema: Schema, param: string): void {
  let properties = 0;
  const refuse = (where: string[], reason: string): ApiError => {
    const context = `In context=(${where.map((step) => `'${step}'`).join(", ")})`;
    return new ApiError(400, `Invalid schema for response_format: ${context}, ${reason}`, {
      param,
      code: "invalid_json_schema",
    });
  };
  const visit = (node: unknown, where: string[], depth: number): void => {
    if (typeof node !== "object" || node === null || Array.isArray(node))
      throw refuse(where, "schema must be an object.");
    const schemaNode = node as Schema;
    if (depth > DEEPEST) throw refuse(where, `schema exceeds ${DEEPEST} levels of nesting.`);
    for (const keyword of Object.keys(schemaNode)) {
      if (!KEYWORDS.has(keyword)) throw refuse(where, `'${keyword}' is not permitted.`);
    }
    if (schemaNode.format !== undefined && !FORMATS.includes(String(schemaNode.format))) {
      throw refuse(where, `'${schemaNode.format}' is not a valid format.`);
    }
    const types = [schemaNode.type].flat();
    if (types.includes("object")) {
      const named = (schemaNode.properties ?? {}) as Schema;
      properties += Object.keys(named).length;
      if (properties > MOST_PROPERTIES)
        throw refuse(where, `schema has more than ${MOST_PROPERTIES} properties.`);
      if (schemaNode.additionalProperties !== false) {
        throw refuse(where, "'additionalProperties' is required to be supplied and to be false.");
      }
      const required = Array.isArray(schemaNode.required) ? schemaNode.required : [];
      const missing = Object.keys(named).find((name) => !required.includes(name));
      if (missing !== undefined) {
        const rule =
          "'required' is required to be supplied and to be an array including every key in properties.";
        throw refuse(where, `${rule} Missing '${missing}'.`);
      }
      for (const [name, child] of Object.entries(named))
        visit(child, [...where, "properties", name], depth + 1);
    }
    if (types.includes("array")) {
      if (schemaNode.items === undefined) throw refuse(where, "array schema missing items.");
      visit(schemaNode.items, [...where, "items"], depth + 1);
    }
    if (Array.isArray(schemaNode.anyOf)) {
      for (const [i, child] of schemaNode.anyOf.entries())
        visit(child, [...where, "anyOf", String(i)], depth + 1);
    }
    const named = { ...(schemaNode.$defs as Schema), ...(schemaNode.definitions as Schema) };
    for (const [name, child] of Object.entries(named)) visit(child, [...where, "$defs", name], 1);
    const says = ["type", "anyOf", "$ref", "enum", "const"].some((keyword) => keyword in schemaNode);
    if (!says) throw refuse(where, "schema must have a 'type' key.");
  };
  if (schema.type !== "object" || schema.anyOf !== undefined) {
    throw refuse(
      [],
      `schema must be a JSON Schema of 'type: "object"', got 'type: "${schema.type ?? "None"}"'.`,
    );
  }
  visit(schema, [], 0);
}
