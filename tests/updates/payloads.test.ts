import { expect, test } from "vitest";
import { steps } from "../../queues/steps.ts";
import { eventually, startStack } from "../harness/stack.ts";
import { STORED_PAYLOADS } from "./payloads.ts";

test("every kind of job has a stored payload, and every stored one a step", () => {
  expect(Object.keys(STORED_PAYLOADS).sort()).toEqual(Object.keys(steps).sort());
});

test("jobs as they are stored are taken up by the present steps, and none ends by a bug", async () => {
  await using stack = await startStack();
  const kinds = Object.entries(STORED_PAYLOADS);
  for (const [kind, payload] of kinds)
    await stack.query(
      `insert into jobs (id, kind, payload, key, run_after, woken_at)
       values ($1, $2, $3, $1, now() - interval '1 hour', now() - interval '1 hour')`,
      [`job_${kind}`, kind, JSON.stringify(payload)],
    );
  await stack.later(0);
  await eventually(
    "every job was tried",
    async () => {
      const [left] = await stack.query("select from jobs where id like 'job_%.%' and attempts = 0");
      return !left;
    },
    30_000,
  );
  // What they are about is not there (any more): a step says so, or does nothing. A mistake in reading says otherwise.
  const misread = await stack.query(
    "select kind, last_error from jobs where last_error ~ '(TypeError|SyntaxError|ReferenceError|undefined|unknown kind)'",
  );
  expect(misread).toEqual([]);
});
