import type { Result } from "./pipeline.ts";
import { BadRequest, type SqlRequest } from "./request.ts";

export interface Answer {
  status: number;
  body: string;
}

/** The fields of an error that Neon passes on (Postgres, 54.8 "Error and Notice Message Fields"). */
const ERROR_FIELDS = [
  "message code severity detail hint position internalPosition internalQuery where",
  "schema table column dataType constraint file line routine",
].flatMap((names) => names.split(" "));

/** The results in the shape of Neon's `/sql`. */
export function answerResults({ batch, arrays }: SqlRequest, results: readonly Result[]): Answer {
  const shaped = results.map((result) => shape(result, arrays));
  return { status: 200, body: JSON.stringify(batch ? { results: shaped } : shaped[0]) };
}

function shape({ command, rowCount, fields, rows }: Result, arrays: boolean) {
  return {
    command,
    rowCount,
    rowAsArray: arrays,
    fields,
    rows: arrays ? rows : rows.map((row) => Object.fromEntries(fields.map(({ name }, i) => [name, row[i]]))),
  };
}

/** What Postgres refused is 400 with its error fields; a database that cannot be reached is 503, without details. */
export function answerError(error: unknown): Answer {
  if (error instanceof BadRequest) return { status: 400, body: JSON.stringify({ message: error.message }) };
  const said = error as Record<string, unknown>;
  if (typeof said.severity !== "string")
    return { status: 503, body: JSON.stringify({ message: "the database cannot be reached" }) };
  const fields = ERROR_FIELDS.map((name) => [name, name === "message" ? said.message : said[name]]);
  return { status: 400, body: JSON.stringify(Object.fromEntries(fields)) };
}
