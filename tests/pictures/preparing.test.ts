import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { beginImage, findImage, noteDraft, prepareAgain } from "../../domain/images/index.ts";
import { owe, type TakenJob, withId } from "../../domain/jobs/index.ts";
import { Refused, Unavailable } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { faces } from "../../queues/avatars/faces.ts";
import { prepare } from "../../queues/images/prepare.ts";
import { NOW, rowsOf, town } from "../billing/people.ts";

const ANN = 1000;
const CALL = 5_000;
type Town = Awaited<ReturnType<typeof town>>;

/** Ports with a chat that counts its messages, and models that answer as told. */
function portsOf(
  { db }: Town,
  { prompt, perUserCents = 0 }: { prompt: () => string; perUserCents?: number },
) {
  const chat = { sent: 0, edited: [] as number[], looks: 0 };
  const ports = {
    db,
    env: {
      STAR_PACKAGES: [],
      FREE_MINUTES_PER_DAY: 3,
      COST_DIGEST_MICROS: CALL,
      VENDOR_CENTS_PER_USER_DAY: perUserCents,
      VENDOR_CENTS_PER_CHAT_DAY: 0,
      VENDOR_CENTS_PER_DAY: 0,
    },
    clock: { now: () => NOW },
    log: { warn() {} },
    telegram: {
      send: async () => ++chat.sent,
      editText: async (_chat: number, id: number) => chat.edited.push(id) > 0,
    },
    writing: { model: "m", write: async () => ({ json: { prompt: prompt(), concern: "none" } }) },
    vision: {
      model: "m",
      async judgeFaces(shown: unknown[]) {
        expect(shown).toEqual([{ url: "https://store.example.com/k" }]);
        chat.looks += 1;
        return ["one-clear-face"];
      },
    },
    storage: { presign: async () => "https://store.example.com/k", head: async () => ({}) },
  } as unknown as Ports;
  return { ports, chat };
}

/** A draft with words, and the job that makes a prompt of them. */
async function wishOf({ db, commit }: Town) {
  const { imageId, changes } = beginImage(db, ANN, 7, { words: "лиса", isTest: false }, NOW);
  await commit(changes);
  const job = { id: "job_1", kind: "images.prepare", payload: { imageId }, patientSince: NOW };
  return { imageId, job: job as TakenJob<"images.prepare"> };
}

const worksOf = async ({ db }: Town) =>
  (await db.execute(sql`select feature, units, price, vendor_micros::int as micros, state from works`)).rows;

test("a wish that has to be tried again is one message, and one work that costs no coins and is counted", async () => {
  await using place = await town({ ann: 0 });
  const { imageId, job } = await wishOf(place);
  let tries = 0;
  const { ports, chat } = portsOf(place, {
    prompt() {
      if (++tries < 3) throw new Unavailable("writing", 20);
      return "a fox";
    },
  });
  for (let i = 0; i < 2; i++) await expect(prepare.run(ports, job)).rejects.toThrow(Unavailable);
  const { changes = [], next = [] } = await prepare.run(ports, job);
  await place.commit(changes);
  expect(chat).toMatchObject({ sent: 1, edited: [1, 1] });
  expect(next).toMatchObject([{ payload: { screen: "prompt", messageId: 1 } }]);
  expect((await findImage(place.db, imageId))?.image.prompt).toBe("a fox");
  expect(await worksOf(place)).toEqual([
    { feature: "image", units: 0, price: 0, micros: CALL, state: "done" },
  ]);
});

test("a vendor that did not answer took nothing; one whose answer was of no use did", async () => {
  for (const [reason, micros] of [
    ["writing-down", 0],
    ["prompt-minor", CALL],
  ] as const) {
    await using place = await town({ ann: 0 });
    const { imageId, job } = await wishOf(place);
    const { ports } = portsOf(place, {
      prompt() {
        throw new Unavailable("writing", 20);
      },
    });
    await expect(prepare.run(ports, job)).rejects.toThrow(Unavailable);
    await place.commit((await prepare.giveUp(ports, job, reason)).changes ?? []);
    expect((await findImage(place.db, imageId))?.image.failure).toBe(reason);
    expect(await worksOf(place)).toMatchObject([{ micros, state: "void" }]);
  }
});

test("past a ceiling no wish is written out and no face is looked at", async () => {
  await using place = await town({ ann: 0 });
  const { imageId, job } = await wishOf(place);
  // One cent a day: two calls.
  const { ports, chat } = portsOf(place, { prompt: () => "a fox", perUserCents: 1 });
  await place.db.execute(sql`
    insert into avatars (id, user_id, chat_id, state, subject, consented_at)
    values ('avt_1', 'ann', 7, 'draft', 'woman', now())`);
  // A large one, which the model fetches itself.
  await place.db.execute(sql`
    insert into avatar_photos (id, avatar_id, chat_id, message_id, source, file_id, state, kind, bytes, storage_key)
    values ('pho_1', 'avt_1', 7, 1, 'photo', 'f', 'kept', 'jpeg', 15000000, 'k')`);
  const look = (id: string) =>
    faces.run(ports, { id, payload: { avatarId: "avt_1" }, patientSince: NOW } as TakenJob<"avatars.faces">);
  const { changes = [] } = await look("job_2");
  await place.commit(changes.slice(-1));
  await place.commit((await prepare.run(ports, job)).changes ?? []);
  expect(await worksOf(place)).toEqual([
    { feature: "avatar", units: 0, price: 0, micros: CALL, state: "done" },
    { feature: "image", units: 0, price: 0, micros: CALL, state: "done" },
  ]);
  await expect(look("job_3")).rejects.toThrow(new Refused("ceiling-user"));
  expect(chat.looks).toBe(1);
  await expect(prepare.run(ports, { ...job, id: "job_4" })).rejects.toThrow(new Refused("ceiling-user"));
  const { changes: given = [], next = [] } = await prepare.giveUp(ports, job, "ceiling-house");
  await place.commit([...given, ...next.map((owed) => owe(place.db, withId(owed, NOW), NOW))]);
  expect((await findImage(place.db, imageId))?.image.failure).toBe("ceiling-house");
  expect(next.map(({ kind }) => kind)).toEqual(["notices.image", "notices.alert"]);
});

test("a wish that came to nothing is prepared again once for each time, by its owner alone", async () => {
  await using place = await town({ ann: 0, eve: 0 });
  const { imageId } = await wishOf(place);
  const { db, commit } = place;
  const tap = async (who: number, wish: string, second: number) => {
    const now = new Date(NOW.getTime() + second * 1000);
    const { change, job, when } = prepareAgain(db, who, imageId, { wish, messageId: 42 }, now);
    const answers = await commit([change, owe(db, withId(job, now), now, { when })]);
    return rowsOf(answers[1]).length;
  };
  // It is being prepared: nothing has failed yet.
  expect(await tap(ANN, "early", 1)).toBe(0);
  await commit([noteDraft(db, imageId, { failure: "writing-down" }, NOW)]);
  expect(await tap(ANN + 1, "another's", 2)).toBe(0);
  expect(await tap(ANN, "one", 3)).toBe(1);
  expect(await tap(ANN, "two", 4)).toBe(0);
  expect((await findImage(db, imageId))?.image).toMatchObject({
    failure: null,
    statusMessageId: 42,
    words: "лиса",
  });
  // What has its prompt by now is not written out again.
  await commit([noteDraft(db, imageId, { failure: "moderation-down", prompt: "a fox" }, NOW)]);
  expect(await tap(ANN, "three", 5)).toBe(0);
});
