import type { Detail } from "./errors.ts";

export interface Field {
  type: "string" | "url" | "number" | "integer" | "boolean" | "loras" | "size";
  required?: boolean;
  least?: number;
  most?: number;
  /** The only values taken. */
  of?: string[];
}

export type Fields = Record<string, Field>;

const SIZES = ["square_hd", "square", "portrait_4_3", "portrait_16_9", "landscape_4_3", "landscape_16_9"];

/** What is wrong with an input, in the words of the vendor's validator. Empty: nothing. Unknown fields are let pass, as there. */
export function checkInput(fields: Fields, input: Record<string, unknown>): Detail[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const value = input[name];
    const loc = ["body", name];
    if (value === undefined || value === null) {
      if (!field.required) return [];
      return [{ loc, msg: "Field required", type: "missing", input }];
    }
    return checkValue(field, value, loc);
  });
}

function checkValue(field: Field, value: unknown, loc: (string | number)[]): Detail[] {
  switch (field.type) {
    case "string":
    case "url":
      return checkText(field, value, loc);
    case "number":
    case "integer":
      return checkNumber(field, value, loc);
    case "boolean":
      if (typeof value === "boolean") return [];
      return [{ loc, msg: "Input should be a valid boolean", type: "bool_type", input: value }];
    case "loras":
      return checkLoras(field, value, loc);
    default:
      return checkSize(value, loc);
  }
}

function checkText(field: Field, value: unknown, loc: (string | number)[]): Detail[] {
  if (typeof value !== "string") {
    return [{ loc, msg: "Input should be a valid string", type: "string_type", input: value }];
  }
  if (field.of && !field.of.includes(value)) {
    const expected = field.of.map((word) => `'${word}'`).join(" or ");
    return [
      { loc, msg: `Input should be ${expected}`, type: "literal_error", ctx: { expected }, input: value },
    ];
  }
  if (field.type === "url" && !/^(https?:\/\/|data:)/.test(value)) {
    return [{ loc, msg: "Input should be a valid URL", type: "url_parsing", input: value }];
  }
  return [];
}

function checkNumber(field: Field, value: unknown, loc: (string | number)[]): Detail[] {
  const whole = field.type === "integer";
  if (typeof value !== "number" || (whole && !Number.isInteger(value))) {
    const kind = whole ? "integer" : "number";
    return [
      { loc, msg: `Input should be a valid ${kind}`, type: whole ? "int_type" : "float_type", input: value },
    ];
  }
  if (field.least !== undefined && value < field.least) {
    const msg = `Input should be greater than or equal to ${field.least}`;
    return [{ loc, msg, type: "greater_than_equal", ctx: { ge: field.least }, input: value }];
  }
  if (field.most !== undefined && value > field.most) {
    const msg = `Input should be less than or equal to ${field.most}`;
    return [{ loc, msg, type: "less_than_equal", ctx: { le: field.most }, input: value }];
  }
  return [];
}

function checkLoras(field: Field, value: unknown, loc: (string | number)[]): Detail[] {
  if (!Array.isArray(value))
    return [{ loc, msg: "Input should be a valid list", type: "list_type", input: value }];
  if (field.most !== undefined && value.length > field.most) {
    const msg = `List should have at most ${field.most} items`;
    return [{ loc, msg, type: "too_long", ctx: { max_length: field.most }, input: value }];
  }
  return value.flatMap((lora, i) =>
    checkInput(LORA, typeof lora === "object" && lora !== null ? lora : {}).map((detail) => ({
      ...detail,
      loc: [...loc, i, ...detail.loc.slice(1)],
    })),
  );
}

const LORA: Fields = {
  path: { type: "string", required: true },
  scale: { type: "number", least: 0, most: 4 },
};

function checkSize(value: unknown, loc: (string | number)[]): Detail[] {
  if (typeof value === "string") return checkText({ type: "string", of: SIZES }, value, loc);
  if (typeof value !== "object" || value === null) {
    return [{ loc, msg: "Input should be a size", type: "model_type", input: value }];
  }
  const side: Field = { type: "integer", required: true, least: 1, most: 14142 };
  const wrong = checkInput({ width: side, height: side }, value as Record<string, unknown>);
  return wrong.map((detail) => ({ ...detail, loc: [...loc, ...detail.loc.slice(1)] }));
}
