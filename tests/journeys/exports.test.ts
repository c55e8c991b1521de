import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openZip } from "../../domain/documents/zip.ts";
import { memorySource } from "../../domain/media/source.ts";
import { fixture, type Stack, startStack } from "../harness/stack.ts";

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ settings: { OPENAI_MODEL: "gpt-6-luna" } });
});
afterAll(() => stack[Symbol.asyncDispose]());

type Person = ReturnType<Stack["telegram"]["addUser"]>;

async function linkFor(user: Person, choice: string): Promise<string> {
  const { telegram } = stack;
  const before = telegram.messages(user.id).length;
  await telegram.sendText(user, "/export");
  const offer = await telegram.waitFor(
    user.id,
    ({ text }) => text?.startsWith("📦 All that is mine") === true,
  );
  // A double tap is one archive.
  await Promise.all([telegram.tap(user, offer, choice), telegram.tap(user, offer, choice)]);
  const ready = await telegram.waitFor(
    user.id,
    ({ text, message_id }) => text?.includes("archive is ready") === true && message_id > before,
  );
  const link = ready.entities?.find((entity) => entity.type === "text_link");
  return (link as { url?: string } | undefined)?.url ?? "";
}

test("everything of one's own comes as one archive, with a manifest that is true; nobody else's is in it", async () => {
  const { telegram, openai } = stack;
  const [user, other] = [
    telegram.addUser({ language_code: "en" }),
    telegram.addUser({ language_code: "en" }),
  ];
  for (const [who, words] of [
    [user, "Mine: the budget is approved."],
    [other, "Theirs: a secret."],
  ] as const) {
    openai.faults.add({ route: "transcriptions", times: 1, speech: { text: words } });
    await telegram.sendVoice(who, fixture("voice-en.ogg"), { duration: 5 });
    await telegram.waitFor(who.id, ({ text }) => text?.startsWith(words.slice(0, 5)) === true);
  }
  await stack.quiet();

  const url = await linkFor(user, "📦 Texts and files");
  const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
  expect(new TextDecoder().decode(bytes)).not.toContain("a secret");
  const zip = await openZip(memorySource(bytes));
  const read = async (path: string) => zip?.read(path, 10 ** 7) ?? new Uint8Array();
  const manifest = JSON.parse(new TextDecoder().decode(await read("manifest.json"))) as {
    files: { path: string; bytes: number; sha256: string }[];
  };
  const paths = manifest.files.map(({ path }) =>
    path.replace(/ \w{6}\//, "/").replace(/\d{4}-\d\d-\d\d/g, "DAY"),
  );
  expect(paths).toEqual([
    "recordings/DAY Transcript DAY/transcript.txt",
    "recordings/DAY Transcript DAY/transcript.json",
    "recordings/DAY Transcript DAY/original.ogg",
    "pictures.json",
    "avatars.json",
    "todos.json",
    "coins.csv",
    "settings.json",
  ]);
  for (const { path, bytes: length, sha256 } of manifest.files) {
    const content = await read(path);
    expect({
      path,
      length: content.length,
      sha256: createHash("sha256").update(content).digest("hex"),
    }).toEqual({
      path,
      length,
      sha256,
    });
  }
  const original = manifest.files.find(({ path }) => path.endsWith(".ogg"))?.path ?? "";
  expect(Buffer.compare(await read(original), fixture("voice-en.ogg"))).toBe(0);
  await stack.quiet();
  expect(await stack.query("select state from exports")).toEqual([{ state: "ready" }]);
});

test("somebody with nothing gets their settings; the archive is gone when its time is over", async () => {
  const user = stack.telegram.addUser({ language_code: "en" });
  const url = await linkFor(user, "📄 Texts");
  expect((await fetch(url)).status).toBe(200);
  await stack.quiet();
  await stack.query("update exports set expires_at = now() - interval '1 minute'");
  await stack.worker.tick();
  await expect.poll(async () => (await stack.query("select 1 from exports")).length).toBe(0);
  expect((await fetch(url)).status).toBe(404);
});

test("a power cut while it is packed packs it anew, and it is told", async () => {
  const user = stack.telegram.addUser({ language_code: "en" });
  await stack.telegram.sendText(user, "/export");
  const offer = await stack.telegram.waitFor(user.id, ({ text }) => text?.startsWith("📦 All") === true);
  const cut = new Promise<void>((done) => {
    stack.proxy.intercept(({ queries }) => {
      if (!queries.some((query) => query.includes('update "exports"'))) return "pass";
      done();
      return "drop-before";
    });
  });
  await stack.telegram.tap(user, offer, "📄 Texts");
  await cut;
  await stack.restart();
  stack.proxy.intercept(undefined);
  await stack.later(2_000);
  await expect
    .poll(async () => (await stack.query("select state from exports"))[0], { timeout: 15_000 })
    .toEqual({ state: "ready" });
});
