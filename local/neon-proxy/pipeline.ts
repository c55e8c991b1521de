import type { FieldDef, PoolClient, Submittable } from "pg";
import type { Statement } from "./request.ts";

/** What one statement gave; every value is Postgres' own text. */
export interface Result {
  command: string;
  rowCount: number | null;
  fields: FieldDef[];
  rows: (string | null)[][];
}

/** The part of pg's connection that writes messages; its published types still ask for an older second argument. */
interface Wire {
  stream: { cork(): void; uncork(): void };
  parse(message: { text: string }): void;
  bind(message: { values: readonly (string | null)[] }): void;
  describe(message: { type: "P" }): void;
  execute(message: object): void;
  sync(): void;
  sendCopyFail(why: string): void;
}

/**
 * Runs all statements in one round trip: everything is sent at once and closed by a single Sync, which makes it one
 * implicit transaction (PostgreSQL, 54.2.4 "Pipelining"). With `begin` the transaction is explicit, for its modes.
 * Throws what Postgres answered; then nothing of it happened.
 */
export async function runStatements(
  client: PoolClient,
  statements: readonly Statement[],
  begin?: string,
): Promise<Result[]> {
  if (!begin) return await send(client, statements);
  const wrapped = [{ query: begin, params: [] }, ...statements, { query: "commit", params: [] }];
  try {
    return (await send(client, wrapped)).slice(1, -1);
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}

function send(client: PoolClient, statements: readonly Statement[]): Promise<Result[]> {
  return new Promise((resolve, reject) => {
    client.query(new Pipeline(statements, resolve, reject));
  });
}

/** One "query" in the eyes of pg, several in the eyes of Postgres. The handle… methods are what pg calls. */
class Pipeline implements Submittable {
  readonly #statements: readonly Statement[];
  readonly #resolve: (results: Result[]) => void;
  readonly #reject: (error: unknown) => void;
  readonly #results: Result[] = [];
  #fields: FieldDef[] = [];
  #rows: (string | null)[][] = [];

  constructor(
    statements: readonly Statement[],
    resolve: (results: Result[]) => void,
    reject: (error: unknown) => void,
  ) {
    this.#statements = statements;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  submit(connection: unknown): void {
    const wire = connection as Wire;
    wire.stream.cork();
    for (const { query, params } of this.#statements) {
      wire.parse({ text: query });
      wire.bind({ values: params });
      wire.describe({ type: "P" });
      wire.execute({});
    }
    wire.sync();
    wire.stream.uncork();
  }

  handleRowDescription(message: { fields: FieldDef[] }): void {
    this.#fields = message.fields;
  }

  handleDataRow(message: { fields: (string | null)[] }): void {
    this.#rows.push(message.fields);
  }

  handleCommandComplete(message: { text: string }): void {
    const words = message.text.split(" ");
    const count = Number(words.at(-1));
    this.#finish(words[0] ?? "", words.length > 1 && Number.isInteger(count) ? count : null);
  }

  handleEmptyQuery(): void {
    this.#finish("", null);
  }

  #finish(command: string, rowCount: number | null): void {
    this.#results.push({ command, rowCount, fields: this.#fields, rows: this.#rows });
    this.#fields = [];
    this.#rows = [];
  }

  handleError(error: unknown): void {
    this.#reject(error);
  }

  handleReadyForQuery(): void {
    this.#resolve(this.#results);
  }

  handleCopyInResponse(connection: unknown): void {
    (connection as Wire).sendCopyFail("COPY is not possible over HTTP");
  }

  handleCopyData(): void {}

  handlePortalSuspended(): void {}
}
