import table from "./methods.json" with { type: "json" };

type Fields = Record<string, string>;
const METHODS = new Map(
  Object.entries(table.methods as Record<string, Fields>).map(([name, fields]) => [
    name.toLowerCase(),
    { name, fields },
  ]),
);
const TYPES = table.types as Record<string, Fields | string[]>;

/** The method as the documentation spells it; methods are found whatever their case. */
export function findMethod(name: string): { name: string; fields: Fields } | undefined {
  return METHODS.get(name.toLowerCase());
}

/** Arguments that the documentation writes as JSON: a form carries them as text. */
function isStructured(type: string): boolean {
  return type.split("|").some((one) => one.endsWith("[]") || one === "Object" || TYPES[one] !== undefined);
}

/** Parses the JSON that forms and queries carry as text. What does not parse stays text, for the method to refuse. */
export function readStructures(fields: Fields, values: Record<string, unknown>): Record<string, unknown> {
  const read = Object.entries(values).map(([name, value]) => {
    const type = fields[name]?.replace("!", "");
    if (typeof value !== "string" || !type || type === "InputFile" || !isStructured(type))
      return [name, value];
    if (/InputFile/.test(type)) return [name, value];
    try {
      return [name, JSON.parse(value)];
    } catch {
      return [name, value];
    }
  });
  return Object.fromEntries(read);
}

export interface Problem {
  path: string;
  what: string;
}

/**
 * Where a call differs from the documentation: a parameter missing, unknown, or of another type.
 * `typed` is false for forms and queries, whose numbers and booleans are text. `files` are names of uploaded fields.
 */
export function checkCall(
  fields: Fields,
  values: Record<string, unknown>,
  { typed, files }: { typed: boolean; files: ReadonlySet<string> },
): Problem[] {
  const present = {
    ...Object.fromEntries([...files].filter((name) => name in fields).map((name) => [name, ""])),
    ...values,
  };
  return checkFields(fields, present, "", typed).filter(
    ({ path, what }) => !(files.has(path) && what !== "unknown parameter"),
  );
}

function checkFields(fields: Fields, value: Record<string, unknown>, at: string, typed: boolean): Problem[] {
  const problems: Problem[] = [];
  for (const [name, type] of Object.entries(fields)) {
    if (type.startsWith("!") && value[name] === undefined)
      problems.push({ path: at + name, what: "missing" });
  }
  for (const [name, held] of Object.entries(value)) {
    const type = fields[name];
    if (type === undefined) problems.push({ path: at + name, what: "unknown parameter" });
    else if (held !== undefined) problems.push(...checkValue(type.replace("!", ""), held, at + name, typed));
  }
  return problems;
}

function checkValue(type: string, value: unknown, path: string, typed: boolean): Problem[] {
  const options = type.split("|");
  if (Array.isArray(value)) {
    const items = options.filter((option) => option.endsWith("[]")).map((option) => option.slice(0, -2));
    if (items.length === 0) return [{ path, what: `${type} expected, not a list` }];
    return value.flatMap((item, index) => checkValue(items.join("|"), item, `${path}[${index}]`, true));
  }
  let fewest: Problem[] | undefined;
  for (const option of options) {
    const problems = checkOne(option, value, path, typed);
    if (problems.length === 0) return [];
    if (!fewest || problems.length < fewest.length) fewest = problems;
  }
  return fewest ?? [];
}

function checkOne(type: string, value: unknown, path: string, typed: boolean): Problem[] {
  const wrong = [{ path, what: `${type} expected, not ${JSON.stringify(value)?.slice(0, 60)}` }];
  if (type.startsWith("=")) return value === type.slice(1) ? [] : wrong;
  if (type === "String" || type === "InputFile") return typeof value === "string" ? [] : wrong;
  if (type === "Integer" || type === "Float") {
    const number = !typed && typeof value === "string" && value !== "" ? Number(value) : value;
    return typeof number === "number" && (type === "Float" || Number.isSafeInteger(number)) ? [] : wrong;
  }
  if (type === "Boolean") {
    if (typeof value === "boolean" || value === "True") return [];
    return !typed && typeof value === "string" && /^(true|false|0|1|yes|no)$/i.test(value) ? [] : wrong;
  }
  if (typeof value !== "object" || value === null) return wrong;
  const known = TYPES[type];
  if (Array.isArray(known)) return checkValue(known.join("|"), value, path, true);
  return known ? checkFields(known, value as Record<string, unknown>, `${path}.`, true) : [];
}
