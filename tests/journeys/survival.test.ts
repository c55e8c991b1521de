import { expect, inject, test } from "vitest";
import { eventually, fixture, type Stack, startStack } from "../harness/stack.ts";
import { startWorker } from "../harness/worker.ts";

const SAID = "speech simulator";

async function sendOne(stack: Stack) {
  const user = stack.telegram.addUser({ language_code: "en" });
  await stack.telegram.sendVoice(user, fixture("voice-en.ogg"), { duration: 9 });
  return user;
}
const copies = (stack: Stack, chatId: number): number =>
  stack.telegram.messages(chatId).filter(({ text }) => text?.includes(SAID)).length;

/** How many times the database is asked while one voice message becomes text. */
async function countCommits(): Promise<number> {
  await using stack = await startStack();
  let count = 0;
  stack.proxy.intercept((_, nth) => {
    count = nth;
    return "pass";
  });
  const user = await sendOne(stack);
  await eventually(
    "delivered",
    async () => (await stack.query("select 1 from transcripts where state = 'delivered'")).length === 1,
  );
  expect(copies(stack, user.id)).toBe(1);
  return count;
}

/** One voice message through a house whose power fails at its n-th commit; answers how it ended. */
async function surviveCut(fatal: number, cut: "drop-before" | "drop-after"): Promise<string> {
  await using stack = await startStack({ telegram: { retryDelaysMs: [0, 50] } });
  const { promise: dead, resolve: struck } = Promise.withResolvers<void>();
  stack.proxy.intercept((_, nth) => {
    if (nth < fatal) return "pass";
    struck();
    return nth === fatal ? cut : "drop-before";
  });
  const user = await sendOne(stack);
  await dead;
  await stack.worker.kill();
  stack.proxy.intercept(undefined);
  await stack.restart();
  await stack.telegram.idle();
  await eventually(`the text and the end of all jobs, ${cut} ${fatal}`, async () => {
    await stack.later();
    const open = await stack.query("select 1 from jobs where state <> 'done'");
    return copies(stack, user.id) > 0 && open.length === 0;
  });
  // Nobody is left with a message that promises a text for ever.
  const promising = stack.telegram
    .messages(user.id)
    .filter(({ text }) => /Fetching|Listening/.test(text ?? ""));
  expect(promising.length).toBeLessThanOrEqual(1);
  const [row] = await stack.query("select state, told_at from transcripts");
  const told = row?.told_at === null ? "untold" : "told";
  return `${row?.state} ${told} ${copies(stack, user.id) <= 2 ? "≤2" : ">2"}`;
}

test("a power cut before or after any of its commits neither loses a recording nor leaves it waiting", async () => {
  const commits = await countCommits();
  expect(commits).toBeGreaterThan(5);
  const cuts = Array.from({ length: commits }, (_, i) => i + 1).flatMap((fatal) =>
    (["drop-before", "drop-after"] as const).map((cut) => ({ fatal, cut })),
  );
  const outcomes: string[] = [];
  // Four houses at a time: each mostly waits.
  const oneAfterAnother = async () => {
    for (let next = cuts.pop(); next; next = cuts.pop())
      outcomes.push(await surviveCut(next.fatal, next.cut));
  };
  await Promise.all([oneAfterAnother(), oneAfterAnother(), oneAfterAnother(), oneAfterAnother()]);
  expect(new Set(outcomes)).toEqual(new Set(["delivered told ≤2"]));
}, 600_000);

test("a lost wake-up is repeated by the reconciler", async () => {
  await using stack = await startStack();
  // The worker dies right after the acknowledgement: its queue lived in memory.
  stack.proxy.intercept((_, nth) => (nth === 1 ? "pass" : "drop-before"));
  const user = await sendOne(stack);
  await stack.telegram.idle();
  await stack.worker.kill();
  stack.proxy.intercept(undefined);
  await stack.restart();
  expect(copies(stack, user.id)).toBe(0);
  await stack.later(60);
  await stack.telegram.waitFor(user.id, (message) => message.text?.includes(SAID) === true);
});

test("with the database away Telegram keeps the update, and nothing is lost when it is back", async () => {
  await using stack = await startStack({ telegram: { retryDelaysMs: [0, 50, 100, 200, 400] } });
  stack.proxy.down = true;
  const user = await sendOne(stack);
  await eventually("a refused delivery", () =>
    stack.worker.log().some((line) => line.includes("update.postponed")),
  );
  stack.proxy.down = false;
  await stack.telegram.waitFor(user.id, (message) => message.text?.includes(SAID) === true, 30_000);
  expect(copies(stack, user.id)).toBe(1);
});

test("two workers that take the same job do it once", async () => {
  await using stack = await startStack();
  stack.openai.faults.add({ route: "transcriptions", delayMs: 1500, times: 1 });
  const user = await sendOne(stack);
  await eventually("it is being heard", () =>
    stack.openai.calls().some(({ path }) => path.endsWith("transcriptions")),
  );
  // Its wake-up comes again while the first is still at work.
  await stack.query("update jobs set woken_at = woken_at - interval '1 hour'");
  await stack.worker.tick();
  await stack.telegram.waitFor(user.id, (message) => message.text?.includes(SAID) === true);
  expect(stack.openai.calls().filter(({ path }) => path.endsWith("transcriptions"))).toHaveLength(1);
});

test("a worker that was paused past its lease cannot commit over its successor", async () => {
  await using stack = await startStack();
  stack.openai.faults.add({ route: "transcriptions", delayMs: 3000, times: 1 });
  const user = await sendOne(stack);
  await eventually("it is being heard", () =>
    stack.openai.calls().some(({ path }) => path.endsWith("transcriptions")),
  );
  // Its successor is another process: a queue in memory hands out one batch at a time.
  const successor = await startWorker(inject("workerBundle"), stack.settings);
  await stack.later(3600, successor);
  await eventually(
    "delivered",
    async () => (await stack.query("select 1 from transcripts where state = 'delivered'")).length === 1,
  );
  await eventually("the first one noticed", () =>
    stack.worker.log().some((line) => line.includes("the lease was lost")),
  );
  await successor.kill();
  expect(copies(stack, user.id)).toBe(1);
  expect(await stack.query("select state from jobs where state <> 'done'")).toEqual([]);
});

test("Telegram's flood limit delays the text by what it asked, and loses nothing", async () => {
  await using stack = await startStack();
  stack.telegram.faults.add({ method: "sendMessage", status: 429, retryAfter: 2, times: 2 });
  const user = await sendOne(stack);
  await stack.telegram.waitFor(user.id, (message) => message.text?.includes(SAID) === true, 20_000);
  expect(copies(stack, user.id)).toBe(1);
});

test("somebody who blocked the bot is not written to; their text is kept, and they are welcome back", async () => {
  await using stack = await startStack();
  const { telegram, query } = stack;
  stack.openai.faults.add({ route: "transcriptions", delayMs: 700, times: 1 });
  const user = await sendOne(stack);
  await telegram.blockBot(user);
  await eventually(
    "kept",
    async () =>
      (await query("select 1 from transcripts where state = 'delivered' and told_at is null and text <> ''"))
        .length === 1,
  );
  await eventually(
    "marked",
    async () => (await query("select 1 from users where unreachable_since is not null")).length === 1,
  );
  expect(await query("select 1 from jobs where state = 'dead'")).toEqual([]);
  await telegram.unblockBot(user);
  await telegram.sendText(user, "/start");
  await telegram.waitFor(user.id, (message) => message.text?.includes("Aisha") === true);
  expect(await query("select 1 from users where unreachable_since is not null")).toEqual([]);
});
