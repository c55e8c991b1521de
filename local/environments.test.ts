import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "smol-toml";
import { expect, test } from "vitest";

interface Environment {
  vars: Record<string, string>;
  queues: { producers: Record<string, unknown>[]; consumers: Record<string, unknown>[] };
}
const file = parse(
  readFileSync(join(import.meta.dirname, "../wrangler.toml"), "utf8"),
) as unknown as Environment & {
  env: Record<string, Environment>;
};

const NAMES = ["dev", "staging", "production"];

test("Cloudflare has three environments", () => {
  expect(Object.keys(file.env)).toEqual(NAMES);
});

/** How many come at once is each environment's own: a local queue hands out one batch after the other. */
const withoutSizes = (queues: unknown) =>
  JSON.parse(JSON.stringify(queues, (key, value) => (key === "max_batch_size" ? undefined : value)));

test.each(NAMES)("%s has every queue of the top level, under names of its own", (name) => {
  const renamed = JSON.parse(
    JSON.stringify(withoutSizes(file.queues), (key, value) =>
      key === "queue" || key === "dead_letter_queue" ? `${value}-${name}` : value,
    ),
  );
  expect(withoutSizes(file.env[name]?.queues)).toEqual(renamed);
});

test.each(NAMES)("%s says its name, and shares no bucket with another one", (name) => {
  const { vars } = file.env[name] as Environment;
  expect(vars.ENVIRONMENT).toBe(name);
  const others = NAMES.filter((other) => other !== name).map((other) => file.env[other]?.vars);
  for (const bucket of ["MINIO_BUCKET_TRANSCRIPTS", "MINIO_BUCKET_AVATARS"])
    for (const other of others) expect(vars[bucket]).not.toBe(other?.[bucket]);
});

test("dead letters are known by the beginning of their queue's name", () => {
  for (const { queues } of [file, ...Object.values(file.env)])
    for (const { dead_letter_queue: dead } of queues.consumers)
      if (dead) expect(dead).toMatch(/^dead-letters/);
});
