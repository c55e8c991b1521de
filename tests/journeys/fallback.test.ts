import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { type FlakyStore, namedShelf, readObject, startFlakyStore } from "../harness/flaky-store.ts";
import { eventually, fixture, type Stack, startStack } from "../harness/stack.ts";

/** Another server with the same buckets. */
const fallback = namedShelf(inject("s3Url"));

/** Switched on and off, before a fallback that always works. */
let primary: FlakyStore;
beforeAll(async () => {
  primary = await startFlakyStore();
});
beforeEach(() => primary.mend());
afterAll(() => primary?.close());

const start = (settings: Record<string, string> = {}) =>
  startStack({
    settings: {
      MINIO_ENDPOINT: fallback.endpoint,
      MINIO_ACCESS_KEY: fallback.accessKeyId,
      MINIO_SECRET_KEY: fallback.secretAccessKey,
      MINIO_REGION: fallback.region,
      R2_ENDPOINT: primary.endpoint,
      R2_ACCESS_KEY_ID: "local",
      R2_SECRET_ACCESS_KEY: "local-secret",
      ...settings,
    },
  });
const misplaced = (stack: Stack) =>
  stack.query<{ key: string }>("select * from misplaced_objects order by key");
const heard = (stack: Stack, chatId: number) =>
  stack.telegram.waitFor(chatId, ({ text }) => text?.includes("speech simulator") === true);

test.each([
  ["breaks every connection", "reset"],
  ["answers 503", "503"],
  ["takes none of our keys", "401"],
] as const)(
  "a voice message becomes text although the primary store %s, and its objects come home afterwards",
  async (_, fault) => {
    await using stack = await start();
    const user = stack.telegram.addUser({ language_code: "en" });
    await primary.fail(fault);
    await stack.telegram.sendVoice(user, fixture("voice-en.ogg"), { duration: 9 });
    await heard(stack, user.id);
    const [row] = await stack.query<{ original_key: string; text_key: string; text: string }>(
      "select * from transcripts",
    );
    const { original_key: original = "", text_key: text = "" } = row ?? {};
    await eventually("both are noted", async () => (await misplaced(stack)).length === 2);
    expect(await readObject(fallback, original)).toEqual(new Uint8Array(fixture("voice-en.ogg")));

    const degraded = await (await stack.worker.fetch("/health")).json();
    expect(degraded).toMatchObject({
      degraded: ["storage"],
      checks: { storage: { ok: true, detail: expect.stringContaining("primary store is away") } },
    });
    await stack.worker.tick();
    expect(await misplaced(stack), "nothing moves while the primary is away").toHaveLength(2);

    await primary.mend();
    await stack.worker.tick();
    expect(await misplaced(stack)).toEqual([]);
    expect(await readObject(primary.direct, original)).toEqual(new Uint8Array(fixture("voice-en.ogg")));
    expect(new TextDecoder().decode((await readObject(primary.direct, text)) ?? undefined)).toBe(row?.text);
    expect(await readObject(fallback, original), "no copy is left behind").toBeNull();
  },
);

test("a store that breaks off while it is written to is passed by at the next try", async () => {
  await using stack = await start();
  const user = stack.telegram.addUser({ language_code: "en" });
  await primary.fail("reset", "PUT");
  await stack.telegram.sendVoice(user, fixture("voice-en.ogg"), { duration: 9 });
  await eventually("the first try failed", async () => {
    const [job] = await stack.query<{ last_error: string | null }>(
      "select last_error from jobs where kind = 'transcription.ingest'",
    );
    return job?.last_error?.includes("storage is unavailable") === true;
  });
  await stack.later(60);
  await heard(stack, user.id);
  expect(await misplaced(stack)).toHaveLength(2);
});

test("an object that does not go waits, and the others come home", async () => {
  await using stack = await start();
  const user = stack.telegram.addUser({ language_code: "en" });
  await primary.fail("503");
  await stack.telegram.sendVoice(user, fixture("voice-en.ogg"), { duration: 9 });
  await heard(stack, user.id);
  await eventually("both are noted", async () => (await misplaced(stack)).length === 2);
  const [oldest] = await stack.query<{ key: string }>(
    "select key from misplaced_objects order by created_at",
  );
  const key = oldest?.key ?? "";
  await primary.fail("401", "PUT", key);
  await stack.worker.tick();
  expect(await misplaced(stack)).toMatchObject([{ key, tries: 1, carried_until: null }]);
  await stack.worker.tick();
  expect(await misplaced(stack), "it is not asked for every minute").toMatchObject([{ key, tries: 1 }]);
  const later = () =>
    stack.query("update misplaced_objects set carry_after = carry_after - interval '61 seconds'");
  await later();
  await stack.worker.tick();
  expect(await misplaced(stack)).toMatchObject([{ key, tries: 2 }]);
  await primary.mend();
  await later();
  await stack.worker.tick();
  expect(await misplaced(stack), "the second wait is longer").toMatchObject([{ key, tries: 2 }]);
  await later();
  await stack.worker.tick();
  expect(await misplaced(stack)).toEqual([]);
  expect(await readObject(primary.direct, key)).toEqual(new Uint8Array(fixture("voice-en.ogg")));
});

test("what is deleted before it came home is deleted in both stores", async () => {
  await using stack = await start();
  const user = stack.telegram.addUser({ language_code: "en" });
  await primary.fail("503");
  await stack.telegram.sendVoice(user, fixture("voice-en.ogg"), { duration: 9 });
  await heard(stack, user.id);
  await eventually("both are noted", async () => (await misplaced(stack)).length === 2);
  // As a deletion does it whose worker died in between.
  await stack.query("update misplaced_objects set gone = true, version = version + 1");
  const [row] = await stack.query<{ original_key: string }>("select original_key from transcripts");
  await primary.mend();
  await stack.worker.tick();
  expect(await misplaced(stack)).toEqual([]);
  for (const endpoint of [primary.direct, fallback])
    expect(await readObject(endpoint, row?.original_key ?? "")).toBeNull();
});

test("a vendor reads from the fallback what it was sent a link to, and the copy stays as long as the link does", async () => {
  await using stack = await start({ OPENAI_TRANSCRIBE_MODEL: "fal-ai/whisper" });
  const user = stack.telegram.addUser({ language_code: "en" });
  await primary.fail("reset");
  await stack.telegram.sendVoice(user, fixture("voice-en.ogg"), { duration: 9 });
  await eventually(
    "FAL was asked",
    async () => (await stack.query("select from transcript_parts where request_id is not null")).length === 1,
  );
  await stack.later(60);
  await eventually(
    "its text was delivered",
    async () => (await stack.query("select from transcripts where state = 'delivered'")).length === 1,
  );
  const [row] = await stack.query<{ original_key: string }>("select original_key from transcripts");
  await primary.mend();
  await stack.worker.tick();
  expect(await misplaced(stack), "only the text came home").toEqual([
    expect.objectContaining({ key: row?.original_key }),
  ]);
  await stack.query("update misplaced_objects set linked_until = now() - interval '1 second'");
  await stack.worker.tick();
  expect(await misplaced(stack)).toEqual([]);
});
