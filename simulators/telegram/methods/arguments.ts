import { broken } from "../errors.ts";
import type { Call } from "../simulation.ts";

/** A string; numbers are taken as Telegram takes them, as their digits. */
export function stringOf({ values }: Call, name: string): string | undefined {
  const value = values[name];
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" ? value : undefined;
}

export function integerOf({ values }: Call, name: string): number | undefined {
  const value = values[name];
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) ? number : undefined;
}

export function flagOf({ values }: Call, name: string): boolean {
  const value = values[name];
  return value === true || (typeof value === "string" && /^(true|1|yes)$/i.test(value)) || value === 1;
}

/** A JSON object. Throws ApiError 400 where there is something else. */
export function objectOf<T extends object>({ values }: Call, name: string, title = name): T | undefined {
  const value = values[name];
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value !== "object" || Array.isArray(value)) throw broken(`can't parse ${title} JSON object`);
  return value as T;
}

/** A JSON list. Throws ApiError 400 where there is something else. */
export function listOf<T>({ values }: Call, name: string, title = name): T[] | undefined {
  const value = values[name];
  if (value === undefined || value === null || value === "") return undefined;
  if (!Array.isArray(value)) throw broken(`can't parse ${title} JSON object`);
  return value as T[];
}
