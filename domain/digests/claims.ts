import type { GroupName } from "./digest.ts";

/** A point as a model claims it, before anything is proven. */
export interface Claim {
  of: GroupName;
  text: string;
  quote: string;
  owner: string | null;
  due: string | null;
}

const FIELDS: Readonly<Record<string, GroupName>> = {
  points: "points",
  decisions: "decisions",
  tasks: "tasks",
  questions: "questions",
};

/** A point longer than this is no point. */
const LONGEST_TEXT = 600;

/** Reads a model's JSON as far as it is what was asked for; the rest is left out. */
export function readClaims(json: unknown): { title: string | null; claims: Claim[] } {
  const record = asRecord(json);
  const claims = Object.entries(FIELDS).flatMap(([field, of]) =>
    asList(record[field]).flatMap((item) => readClaim(asRecord(item), of)),
  );
  return { title: asText(record.title), claims };
}

function readClaim(item: Record<string, unknown>, of: GroupName): Claim[] {
  const text = asText(item.text)?.slice(0, LONGEST_TEXT);
  const quote = asText(item.quote);
  if (!text || !quote) return [];
  return [{ of, text, quote, owner: asText(item.owner), due: asText(item.due) }];
}

/** Points of an overview, each with the numbers of the points that it rests on. */
export const readOverview = (json: unknown): { text: string; rests: number[] }[] =>
  asList(asRecord(json).overview).flatMap((item) => {
    const { text, points } = asRecord(item);
    const said = asText(text)?.slice(0, LONGEST_TEXT);
    const rests = asList(points).filter((one): one is number => Number.isInteger(one));
    return said ? [{ text: said, rests }] : [];
  });

/** The whole points in an answer that is still being written. */
export function readClaimsSoFar(json: string): Claim[] {
  const found: Claim[] = [];
  let of: GroupName | null = null;
  for (const [token, name] of json.matchAll(/"(\w+)"\s*:\s*\[|\{[^{}[\]]*\}/g)) {
    if (name !== undefined) of = FIELDS[name] ?? null;
    else if (of !== null) {
      try {
        found.push(...readClaim(asRecord(JSON.parse(token)), of));
      } catch {}
    }
  }
  return found;
}

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function asText(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const text = value.replace(/[\p{Cc}\s]+/gu, " ").trim();
  return text === "" ? null : text;
}
