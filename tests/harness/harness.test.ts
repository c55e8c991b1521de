import { existsSync } from "node:fs";
import { AwsClient } from "aws4fetch";
import pg from "pg";
import { expect, inject, test } from "vitest";
import { freshDatabase } from "./database.ts";

async function count(url: string, query: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rowCount } = await client.query(query);
  await client.end();
  return rowCount ?? 0;
}

test("every test gets a migrated database of its own, and nothing stays of it", async () => {
  const [one, two] = await Promise.all([freshDatabase(), freshDatabase()]);
  await count(one.url, "insert into users (id, telegram_id, locale) values ('usr_1', 1, 'en')");
  expect(await count(one.url, "select from users")).toBe(1);
  expect(await count(two.url, "select from users")).toBe(0);
  await Promise.all([one.drop(), two.drop()]);
  const names = [one.url, two.url].map((url) => `'${new URL(url).pathname.slice(1)}'`);
  const left = `select from pg_database where datname in (${names})`;
  expect(await count(inject("postgresUrl"), left)).toBe(0);
});

test("the store speaks S3 and checks signatures", async () => {
  const object = `${inject("s3Url")}/aisha-v2-transcripts/a.txt`;
  const sign = (secretAccessKey: string) =>
    new AwsClient({ accessKeyId: "local", secretAccessKey, service: "s3", region: "auto", retries: 0 });
  expect((await sign("local-secret").fetch(object, { method: "PUT", body: "hello" })).status).toBe(200);
  expect(await (await sign("local-secret").fetch(object)).text()).toBe("hello");
  expect((await sign("wrong").fetch(object)).status).toBe(403);
});

test("the worker has been built", () => {
  expect(existsSync(inject("workerBundle"))).toBe(true);
});
