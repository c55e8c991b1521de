import { afterAll, beforeAll, expect, test } from "vitest";
import type { User } from "../../simulators/telegram/index.ts";
import { eventually, fixture, type Stack, startStack } from "../harness/stack.ts";

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ settings: { BILLING_MODE: "coins", RATE_LIMITS: "false" } });
});
afterAll(() => stack[Symbol.asyncDispose]());

const receipts = (user: User) =>
  stack.telegram.messages(user.id).filter(({ document, caption }) => document && caption).length;
const isHere = async (user: User) =>
  (await stack.query("select from users where telegram_id = $1", [user.id])).length === 1;

/** Somebody with a recording, whose deletion is owed and begins with the next tick. */
async function makeLeaver(nth: number): Promise<User> {
  const { telegram, query } = stack;
  const user = telegram.addUser({ language_code: "en" });
  await telegram.sendVoice(user, fixture("voice-en.ogg"), { duration: 9 });
  await telegram.waitFor(user.id, ({ text }) => text?.includes("speech simulator") === true);
  await eventually(
    "delivered",
    async () => (await query("select from jobs where state <> 'done'")).length === 0,
  );
  await query(
    `insert into deletions (id, scope, state, user_id, telegram_id)
     select $1, 'all', 'running', id, telegram_id from users where telegram_id = $2`,
    [`del_${nth}`, user.id],
  );
  await query(
    `insert into jobs (id, kind, payload, key, run_after, woken_at)
     values ($1, 'transcription.forget', $2, $1, now() - interval '1 hour', now() - interval '1 hour')`,
    [`job_cut_${nth}`, { deletionId: `del_${nth}` }],
  );
  return user;
}

test("a power cut before or after any commit of a deletion leaves nobody half forgotten, and the receipt comes", async () => {
  let nth = 0;
  let commits = Number.POSITIVE_INFINITY;
  for (let fatal = 1; fatal <= commits; fatal++)
    for (const cut of ["drop-before", "drop-after"] as const) {
      const user = await makeLeaver(++nth);
      let asked = 0;
      stack.proxy.intercept((_, count) => {
        asked = count;
        if (count < fatal) return "pass";
        return count === fatal ? cut : "drop-before";
      });
      await stack.worker.tick().catch(() => undefined);
      await eventually("the cut, or the end", async () => asked >= fatal || !(await isHere(user)), 5_000);
      await stack.worker.kill();
      stack.proxy.intercept(undefined);
      // So far every request of the whole deletion was cut once.
      if (asked < fatal) commits = fatal;
      await stack.restart();
      await eventually(`${cut} ${fatal}: they are gone`, async () => {
        await stack.later();
        return !(await isHere(user));
      });
      expect(receipts(user), `${cut} ${fatal}`).toBeGreaterThanOrEqual(1);
      expect(receipts(user), `${cut} ${fatal}`).toBeLessThanOrEqual(2);
      await stack.query("delete from jobs where kind = 'transcription.sweep'");
    }
  expect(nth).toBeGreaterThan(20);
  expect(
    await stack.query("select from transcripts union all select from holds where state = 'open'"),
  ).toEqual([]);
  expect(
    await stack.query("select state from deletions where state <> 'done' or user_id is not null"),
  ).toEqual([]);
}, 400_000);
