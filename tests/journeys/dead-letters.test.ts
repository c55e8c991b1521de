import { expect, test } from "vitest";
import { eventually, fixture, startStack } from "../harness/stack.ts";

test("a long outage of Postgres kills nothing: what was under way goes on, by the wake-up that was given up", async () => {
  await using stack = await startStack();
  const { telegram, openai, proxy, query } = stack;
  const user = telegram.addUser({ language_code: "en" });
  openai.faults.add({ route: "transcriptions", delayMs: 500, times: 1 });
  await telegram.sendVoice(user, fixture("voice-en.ogg"), { duration: 9 });
  await eventually("it is being heard", () =>
    openai.calls().some(({ path }) => path.endsWith("transcriptions")),
  );
  proxy.down = true;
  await eventually("what was heard cannot be written down", () =>
    stack.worker.log().some((line) => line.includes("queue.retry")),
  );
  // The wake-up is tried a hundred times, and then taken from its queue.
  await stack.worker.kill();
  proxy.down = false;
  await stack.restart();
  const ends = "update jobs set leased_until = now() - interval '1 second' where state = 'running'";
  await query(ends);
  const [job] = await query("select id, kind from jobs where state = 'running'");
  expect(job).toMatchObject({ kind: "transcription.transcribe" });
  await stack.worker.consume("dead-letters", [job]);
  await telegram.waitFor(user.id, (message) => message.text?.includes("speech simulator") === true);
  expect(await query("select distinct state from transcripts")).toEqual([{ state: "delivered" }]);
  await stack.quiet();
  expect(await query("select distinct state from jobs")).toEqual([{ state: "done" }]);
});

test("a job whose row shows that its workers died every time is given up, and its user told", async () => {
  await using stack = await startStack();
  const { telegram, openai, query } = stack;
  const user = telegram.addUser({ language_code: "en" });
  openai.faults.add({ route: "transcriptions", status: 503, times: 1 });
  await telegram.sendVoice(user, fixture("voice-en.ogg"), { duration: 9 });
  const waiting = () =>
    query("select id, kind from jobs where kind = 'transcription.transcribe' and state = 'waiting'");
  await eventually("it waits", async () => (await waiting()).length === 1);
  const [job] = await waiting();
  await stack.worker.kill();
  await query(
    `update jobs set state = 'running', faults = 2, lease = 'of the dead', leased_until = now() - interval '1 second'
      where state = 'waiting'`,
  );
  await stack.restart();
  const heard = openai.calls().length;
  await stack.worker.consume("dead-letters", [job]);
  await telegram.waitFor(user.id, (message) => JSON.stringify(message.reply_markup ?? "").includes("retry:"));
  expect(openai.calls()).toHaveLength(heard);
  expect(await query("select kind, last_error from jobs where state = 'dead'")).toEqual([
    { kind: "transcription.transcribe", last_error: "Error: its worker died every time" },
  ]);
});
