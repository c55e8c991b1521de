import { once } from "node:events";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import type pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";

/**
 * A dump without pg_dump, for machines that have none of the server's version: a script that psql reads, too. It holds
 * rows and the state of sequences; the schema is the migrations', which come with the program.
 */
const HEAD = "-- Aisha's rows, format 1. The schema is made by the migrations first (docs/backups.md).";

interface Table {
  name: string;
  columns: string[];
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The tables of the schema, and the columns that are not computed from others. */
export async function listTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
      from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
       and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     group by c.relname order by c.relname`);
  return rows;
}

/** The rows of all tables as this client's transaction sees them, gzipped. */
export function dumpRows(client: pg.Client, tables: readonly Table[]): ReadableStream<Uint8Array> {
  async function* script() {
    yield Buffer.from(`${HEAD}\n`);
    for (const { name, columns } of tables) {
      const list = `public.${quoted(name)} (${columns.map(quoted).join(", ")})`;
      yield Buffer.from(`COPY ${list} FROM stdin;\n`);
      yield* client.query(copyTo(`copy ${list} to stdout`)) as AsyncIterable<Buffer>;
      yield Buffer.from("\\.\n");
    }
    const { rows } = await client.query<{ name: string; value: string | null }>(
      "select sequencename as name, last_value as value from pg_sequences where schemaname = 'public'",
    );
    for (const { name, value } of rows)
      if (value !== null)
        yield Buffer.from(`SELECT pg_catalog.setval('public.${quoted(name)}', ${value}, true);\n`);
    yield Buffer.from("-- end\n");
  }
  const packed = Readable.from(script(), { objectMode: false }).on("error", (error) => gzip.destroy(error));
  const gzip = createGzip({ level: 6 });
  return Readable.toWeb(packed.pipe(gzip)) as unknown as ReadableStream<Uint8Array>;
}

/**
 * Loads such a dump into a database whose schema is the dump's, in one transaction. Foreign keys are taken away before
 * and made anew afterwards, which checks every one; triggers sleep meanwhile: what they would do is in the rows already.
 * Needs no more than owning the tables. Throws when the dump is cut off.
 */
export async function loadRows(client: pg.Client, dump: ReadableStream<Uint8Array>): Promise<void> {
  await client.query("begin");
  try {
    const { rows: keys } = await client.query<{ relation: string; name: string; definition: string }>(`
      select conrelid::regclass::text as relation, conname as name, pg_get_constraintdef(oid) as definition
        from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`);
    for (const { relation, name } of keys)
      await client.query(`alter table ${relation} drop constraint ${quoted(name)}`);
    const tables = await listTables(client);
    for (const { name } of tables)
      await client.query(`alter table public.${quoted(name)} disable trigger user`);
    await client.query(`truncate ${tables.map(({ name }) => `public.${quoted(name)}`).join(", ")}`);
    await readScript(client, dump);
    for (const { name } of tables)
      await client.query(`alter table public.${quoted(name)} enable trigger user`);
    for (const { relation, name, definition } of keys)
      await client.query(`alter table ${relation} add constraint ${quoted(name)} ${definition}`);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
}

async function readScript(client: pg.Client, dump: ReadableStream<Uint8Array>): Promise<void> {
  const plain = createGunzip();
  // Whatever breaks before it breaks the reading, too.
  pipeline(Readable.fromWeb(dump as never), plain).catch(() => undefined);
  const lines = linesOf(plain);
  let complete = false;
  for (let line = await lines.next(); !line.done; line = await lines.next()) {
    const text = line.value.toString("utf8", 0, line.value.length - 1);
    if (text.startsWith("COPY ")) await copyTable(client, text, lines);
    else if (text.startsWith("SELECT pg_catalog.setval(")) await client.query(text);
    else if (text === "-- end") complete = true;
    else if (!text.startsWith("--")) throw new Error("the dump holds a line that is none of ours");
  }
  if (!complete) throw new Error("the dump is cut off");
}

async function copyTable(client: pg.Client, head: string, lines: AsyncGenerator<Buffer>): Promise<void> {
  const sink = client.query(copyFrom(head.replace(/;$/, "")));
  const done = once(sink, "finish");
  done.catch(() => undefined);
  for (let line = await lines.next(); line.value?.toString("latin1") !== "\\.\n"; line = await lines.next()) {
    if (line.done) {
      sink.destroy(new Error("the dump is cut off"));
      throw new Error("the dump is cut off");
    }
    if (!sink.write(line.value)) await Promise.race([once(sink, "drain"), done]);
  }
  sink.end();
  await done;
}

/** Lines with their end. By bytes: a text may hold characters that others take for an end of line. */
async function* linesOf(plain: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of plain) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let at = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, at)) {
      yield bytes.subarray(at, end + 1);
      at = end + 1;
    }
    rest = bytes.subarray(at);
  }
  if (rest.length > 0) yield rest;
}
