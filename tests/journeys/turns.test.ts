import { expect, test } from "vitest";
import { eventually, startStack } from "../harness/stack.ts";
import { makeRuler } from "../makers/ruler.ts";

/** A recording like no other: the same file again would be answered from its stored text. */
const recording = (nth: number) => makeRuler({ seconds: 4 + nth / 10, container: "wav", codec: "pcm16" });

test("one person's many recordings take turns of four; another's single one does not wait for them", async () => {
  await using stack = await startStack();
  const { telegram, openai, query } = stack;
  const flooder = telegram.addUser({ language_code: "en" });
  const other = telegram.addUser({ language_code: "en" });
  openai.faults.add({ route: "transcriptions", delayMs: 300 });
  for (let i = 0; i < 24; i++) await telegram.sendAudio(flooder, await recording(i));
  await telegram.sendAudio(other, await recording(0));
  const doneOf = async (telegramId: number) =>
    (
      await query(
        "select from transcripts join users on users.id = user_id where telegram_id = $1 and transcripts.state = 'delivered'",
        [telegramId],
      )
    ).length;
  await eventually("the other has their text", async () => (await doneOf(other.id)) === 1, 30_000);
  expect(await doneOf(flooder.id)).toBeLessThan(16);
  await eventually("everything is delivered", async () => (await doneOf(flooder.id)) === 24, 60_000);
  expect(await query("select from transcripts where parked_at is not null")).toEqual([]);
  expect(await query("select from jobs where state in ('waiting', 'running')")).toEqual([]);
});

test("a turn that was lost is called again by the reconciler; a stopped flood leaves nothing behind", async () => {
  await using stack = await startStack();
  const { telegram, query } = stack;
  const user = telegram.addUser({ language_code: "en" });
  const count = async (where: string) => (await query(`select from transcripts where ${where}`)).length;
  const slow = stack.openai.faults.add({ route: "transcriptions", delayMs: 1500 });
  for (let i = 0; i < 8; i++) await telegram.sendAudio(user, await recording(i));
  await eventually("some wait", async () => (await count("parked_at is not null")) > 0);
  await telegram.sendText(user, "/cancel");
  await eventually(
    "nothing is under way",
    async () => (await count("state in ('received', 'transcribing', 'transcribed')")) === 0,
  );
  stack.openai.faults.remove(slow);
  const before = await count("state = 'delivered'");
  await telegram.sendAudio(user, await recording(9));
  await eventually("a new one is served", async () => (await count("state = 'delivered'")) === before + 1);
  // As a crash between the end of one recording and the call of the next would leave it.
  await query(
    `update transcripts set state = 'received', parked_at = now() - interval '2 minutes'
      where id = (select max(id) from transcripts where state = 'cancelled' and original_key is null)`,
  );
  await stack.later();
  await eventually("the lost one is served", async () => (await count("state = 'delivered'")) === before + 2);
});
