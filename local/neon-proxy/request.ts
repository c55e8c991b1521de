import type { IncomingHttpHeaders } from "node:http";

/** One statement with its parameters, which travel as text. */
export interface Statement {
  query: string;
  params: readonly (string | null)[];
}

/** A `/sql` request, understood. */
export interface SqlRequest {
  connectionString: string;
  statements: readonly Statement[];
  /** Several statements in one transaction, answered as `results`. */
  batch: boolean;
  /** `begin` with the asked modes; undefined when the batch needs no other than the default. */
  begin: string | undefined;
  /** Rows as arrays instead of objects. */
  arrays: boolean;
}

/** The request cannot be understood; answered with 400 and this message. */
export class BadRequest extends Error {}

const LEVELS: Record<string, string> = {
  ReadUncommitted: "read uncommitted",
  ReadCommitted: "read committed",
  RepeatableRead: "repeatable read",
  Serializable: "serializable",
};

/** Reads the headers and the body that Neon's HTTP driver sends. Throws BadRequest. */
export function readSqlRequest(headers: IncomingHttpHeaders, body: string): SqlRequest {
  const connectionString = headers["neon-connection-string"];
  if (typeof connectionString !== "string" || connectionString === "")
    throw new BadRequest("missing header Neon-Connection-String");
  const asked = parse(body);
  const batch = "queries" in asked;
  if (batch && !Array.isArray(asked.queries)) throw new BadRequest("queries must be an array");
  const statements = (batch ? (asked.queries as unknown[]) : [asked]).map(readStatement);
  const arrays = headers["neon-array-mode"] === "true";
  return { connectionString, statements, batch, begin: batch ? readModes(headers) : undefined, arrays };
}

function parse(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    // Answered below, like every other body that is no object.
  }
  throw new BadRequest("the body must be a JSON object");
}

function readStatement(value: unknown): Statement {
  const { query, params = [] } = (value ?? {}) as { query?: unknown; params?: unknown };
  if (typeof query !== "string") throw new BadRequest("query must be a string");
  if (!Array.isArray(params)) throw new BadRequest("params must be an array");
  return { query, params: params.map(readParameter) };
}

function readParameter(value: unknown): string | null {
  if (value === null || typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new BadRequest("params must be strings or null");
}

function readModes(headers: IncomingHttpHeaders): string | undefined {
  const modes: string[] = [];
  const level = headers["neon-batch-isolation-level"];
  if (level !== undefined) {
    const words = typeof level === "string" ? LEVELS[level] : undefined;
    if (!words) throw new BadRequest("unknown Neon-Batch-Isolation-Level");
    modes.push(`isolation level ${words}`);
  }
  if (headers["neon-batch-read-only"] === "true") modes.push("read only");
  if (headers["neon-batch-deferrable"] === "true") modes.push("deferrable");
  return modes.length > 0 ? `begin ${modes.join(" ")}` : undefined;
}
