import { expect, test } from "vitest";
import { runAisha } from "../harness/operator.ts";
import { eventually, fixture, startStack } from "../harness/stack.ts";

const aisha = (databaseUrl: string, ...words: string[]) => runAisha({ DATABASE_URL: databaseUrl }, ...words);

test("a dead letter is listed with its error, and retried by the operator until its owner has the text", async () => {
  await using stack = await startStack({ settings: { SPEECH_PATIENCE_SECONDS: "1" } });
  const { telegram, openai } = stack;
  const database = stack.settings.DATABASE_URL ?? "";
  const user = telegram.addUser({ language_code: "en" });
  const down = openai.faults.add({ route: "transcriptions", status: 503 });
  await telegram.sendVoice(user, fixture("voice-en.ogg"), { duration: 9 });
  await eventually("refused once", () => openai.calls().some(({ status }) => status === 503));
  await stack.later(60);
  await telegram.waitFor(user.id, (message) => message.text?.includes("has not answered") === true);

  const listed = JSON.parse((await aisha(database, "jobs", "list", "--json")).out);
  expect(listed).toMatchObject([{ kind: "transcription.transcribe", state: "dead" }]);
  expect(listed[0].lastError).toContain("speech is unavailable");
  openai.faults.remove(down);
  const retried = await aisha(database, "jobs", "retry", listed[0].id);
  expect([retried.code, retried.out]).toEqual([0, expect.stringContaining("again")]);
  await stack.later(60);
  await telegram.waitFor(user.id, (message) => message.text?.includes("speech simulator") === true);
  expect((await aisha(database, "jobs", "list")).out).toContain("no dead jobs");
});

test("the command line refuses what makes no sense, with a word and a code", async () => {
  await using stack = await startStack();
  const database = stack.settings.DATABASE_URL ?? "";
  const unknown = await aisha(database, "jobs", "drop", "job_nonsense");
  expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining("no job job_nonsense")]);
  expect((await aisha(database, "jobs", "list", "--state", "weird")).code).toBe(1);
  expect((await aisha(database, "migrate")).out).toContain("up to date");
});
