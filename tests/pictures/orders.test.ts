import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { findWallet, type Price, type Tariff } from "../../domain/billing/index.ts";
import {
  awaitWish,
  beginImage,
  beginStyled,
  cancelImage,
  chooseLikeness,
  dropImage,
  editPrompt,
  failImage,
  findImage,
  findLastDraft,
  findOpenImage,
  findOwnImage,
  findOwnPicture,
  finishImage,
  keepDrawn,
  listPictures,
  noteDraft,
  notePicture,
  noteQuote,
  orderDraft,
  orderPictures,
  repeatImage,
  shapeImage,
  starPicture,
  switchWritten,
  takeWords,
} from "../../domain/images/index.ts";
import { owe, type TakenJob, withId } from "../../domain/jobs/index.ts";
import type { Ports } from "../../ports/index.ts";
import { order } from "../../queues/images/order.ts";
import { NOW, rowsOf, town } from "../billing/people.ts";

const tariff = { freeMinutesPerDay: 3 } as Tariff;
const price = (coins: number, units = 2): Price => ({
  feature: "image",
  units,
  freeUnits: 0,
  coins,
  vendorMicros: 70_000,
});
const plan = { painter: "fal-ai/flux-lora", width: 1024, height: 1024, isTest: false };
const ANN = 1000;
const EVE = 1001;
type Town = Awaited<ReturnType<typeof town>>;

/** A ready avatar. */
const seedAvatar = ({ db }: Town, id: string, owner: string, isMain = false) =>
  db.execute(sql`
    insert into avatars (id, user_id, chat_id, state, subject, name, trigger, trainer, weights_key, is_main)
    values (${id}, ${owner}, 7, 'ready', 'woman', ${id}, 'TOKabc', 'fal-ai/flux-lora-portrait-trainer', 'w', ${isMain})`);

/** A draft with words and a prompt. */
async function draftOf({ db, commit }: Town, telegramId = ANN) {
  const { imageId, changes } = beginImage(db, telegramId, 7, { words: "лиса", isTest: false }, NOW);
  await commit([...changes, noteDraft(db, imageId, { prompt: "a fox" }, NOW)]);
  const found = await findImage(db, imageId);
  if (!found) throw new Error("no draft");
  return found.image;
}

async function orderedOf(place: Town, coins = 10) {
  const { db, commit } = place;
  const image = { ...(await draftOf(place)), count: 2 };
  await commit([shapeImage(db, ANN, image.id, { count: 2 }, NOW)]);
  const { changes } = orderDraft(db, image, plan, { price: price(coins), tariff }, NOW);
  await commit(changes);
  return { ...image, quotedCoins: coins };
}

const drawn = (nsfw: boolean[]) => ({
  pictures: nsfw.map((isNsfw, i) => ({ url: `https://fal/${i}`, isNsfw })),
  seed: 7,
  requestId: "r-1",
});

test("a draft begins with the main avatar, and beginning twice makes one", async () => {
  await using place = await town({ ann: 0 });
  const { db, commit } = place;
  await seedAvatar(place, "avt_1", "ann");
  await seedAvatar(place, "avt_2", "ann", true);
  for (let i = 0; i < 2; i++)
    await commit(beginImage(db, ANN, 7, { words: null, isTest: false }, NOW).changes);
  const found = await findLastDraft(db, ANN);
  expect(found?.avatar?.id).toBe("avt_2");
  const { rows } = await db.execute(sql`select 1 from images`);
  expect(rows).toHaveLength(1);
});

test("of what comes next only what was asked for is taken, and only once", async () => {
  await using place = await town({ ann: 0 });
  const { db, commit } = place;
  const { imageId, changes } = beginImage(db, ANN, 7, { words: null, isTest: false }, NOW);
  await commit(changes);
  expect(await findOpenImage(db, ANN, NOW)).toBeNull();
  await commit(awaitWish(db, ANN, imageId, "words", NOW));
  expect((await findOpenImage(db, ANN, NOW))?.image.id).toBe(imageId);
  const aDayLater = new Date(NOW.getTime() + 25 * 3_600_000);
  expect(await findOpenImage(db, ANN, aDayLater)).toBeNull();
  for (const words of ["a fox", "a bear"]) {
    const { change, job, when } = takeWords(db, ANN, imageId, words, words, NOW);
    await commit([change, owe(db, withId(job, NOW), NOW, { when })]);
  }
  expect((await findImage(db, imageId))?.image.words).toBe("a fox");
  const { rows } = await db.execute(sql`select payload from jobs`);
  expect(rows).toHaveLength(1);
});

test("an order is one order and one hold, from however many sides it comes", async () => {
  await using place = await town({ ann: 100 }, 4);
  const image = await draftOf(place);
  await Promise.all(
    place.connections.map(({ db, commit }, i) => {
      const now = new Date(NOW.getTime() + i);
      const { changes, job, when } = orderDraft(db, image, plan, { price: price(10), tariff }, now);
      return commit([...changes, owe(db, withId(job, now), now, { when })]);
    }),
  );
  expect(await findWallet(place.db, "ann")).toMatchObject({ available: 90, held: 10 });
  const { rows } = await place.db.execute(sql`select 1 from jobs where kind = 'images.draw'`);
  expect(rows).toHaveLength(1);
});

test("what is changed while an order is checked is not ordered: neither more pictures than were priced, nor words that nobody checked", async () => {
  await using place = await town({ ann: 100 });
  const { db, commit } = place;
  await seedAvatar(place, "avt_1", "ann");
  const image = await draftOf(place);
  await commit([noteQuote(db, image, 5, NOW)]);
  const payload = { telegramId: ANN, imageId: image.id, agreed: true };
  const changes = [
    [shapeImage(db, ANN, image.id, { count: 4 }, NOW)],
    [shapeImage(db, ANN, image.id, { ratio: "16:9" }, NOW)],
    [...awaitWish(db, ANN, image.id, "prompt", NOW), editPrompt(db, ANN, image.id, "a bear", NOW)],
    [switchWritten(db, ANN, image.id, "x", NOW).change],
    [chooseLikeness(db, ANN, image.id, null, false, NOW)],
  ];
  for (const [i, change] of [...changes, []].entries()) {
    const ports = {
      db,
      env: {
        STAR_PACKAGES: [],
        BILLING_MODE: "coins",
        PRICE_IMAGE: 5,
        ASK_ABOVE_COINS: 50,
        FREE_MINUTES_PER_DAY: 3,
        FAL_PAINTER: "fal-ai/flux-lora",
        COST_IMAGE_MICROS: 1,
        VENDOR_CENTS_PER_USER_DAY: 0,
        VENDOR_CENTS_PER_CHAT_DAY: 0,
        VENDOR_CENTS_PER_DAY: 0,
      },
      clock: { now: () => NOW },
      log: { info() {} },
      moderation: {
        model: "m",
        async flags() {
          await commit(change);
          return [];
        },
      },
    } as unknown as Ports;
    const { changes: made = [], next = [] } = await order.run(ports, {
      id: `job_${i}`,
      payload,
    } as TakenJob<"images.order">);
    const owed = next.map(({ when, ...job }) => owe(db, withId(job, NOW), NOW, when ? { when } : {}));
    const answers = await commit([...made, ...owed]);
    expect(rowsOf(answers.at(-1)), `change ${i}`).toHaveLength(change.length === 0 ? 1 : 0);
    expect(rowsOf(answers[made.length - 1]), `change ${i}`).toHaveLength(change.length === 0 ? 0 : 1);
    expect((await findWallet(db, "ann")).held, `change ${i}`).toBe(change.length === 0 ? 20 : 0);
  }
  // Left alone it is ordered, as it is by then.
  expect((await findImage(db, image.id))?.image).toMatchObject({ state: "ordered", count: 4, ratio: "16:9" });
});

test("a price is noted only for the number of pictures that it was shown for", async () => {
  await using place = await town({ ann: 0 });
  const image = await draftOf(place);
  await place.commit([
    shapeImage(place.db, ANN, image.id, { count: 4 }, NOW),
    noteQuote(place.db, image, 5, NOW),
  ]);
  expect((await findImage(place.db, image.id))?.image.quotedCoins).toBeNull();
});

test("what was delivered is paid, what the filter took is not, and twice is once", async () => {
  await using place = await town({ ann: 100 });
  const { db, commit } = place;
  const image = await orderedOf(place);
  for (let i = 0; i < 2; i++) {
    await commit(
      [sql`update images set state = 'drawing' where id = ${image.id} and state = 'ordered'`].map(
        (statement) => db.execute(statement),
      ),
    );
    await commit(keepDrawn(db, image, drawn([false, true]), NOW));
  }
  expect((await listPictures(db, image.id)).map(({ isNsfw }) => isNsfw)).toEqual([false, true]);
  for (let i = 0; i < 2; i++) await commit(finishImage(db, image, 1, {}, NOW));
  await commit(failImage(db, image.id, "fault", NOW));
  expect(await findWallet(db, "ann")).toMatchObject({ available: 95, held: 0 });
  expect((await findImage(db, image.id))?.image).toMatchObject({ state: "done", seed: 7 });
});

test("a failed and a stopped order give everything back, once", async () => {
  await using place = await town({ ann: 100 });
  const { db, commit } = place;
  const one = await orderedOf(place);
  for (let i = 0; i < 2; i++) await commit(failImage(db, one.id, "fal-late", NOW));
  const other = await orderedOf(place);
  await commit(cancelImage(db, EVE, other.id, NOW).changes);
  expect((await findImage(db, other.id))?.image.state).toBe("ordered");
  for (let i = 0; i < 2; i++) await commit(cancelImage(db, ANN, other.id, NOW).changes);
  await commit(finishImage(db, other, 2, {}, NOW));
  expect(await findWallet(db, "ann")).toMatchObject({ available: 100, held: 0 });
});

test("first pictures are ordered once for each reason, cost nothing, and count towards what vendors may cost", async () => {
  await using place = await town({ ann: 0 });
  const { db, commit } = place;
  await seedAvatar(place, "avt_1", "ann", true);
  for (let i = 0; i < 2; i++) {
    const { changes, job, when } = orderPictures(
      db,
      {
        ...plan,
        userId: "ann",
        chatId: 7,
        avatarId: "avt_1",
        source: "first",
        prompt: "a portrait",
        ratio: "1:1",
        count: 4,
        wishKey: "first:trg_1",
        freeReason: "first pictures",
      },
      { price: { ...price(0, 4), coins: 0 }, tariff },
      NOW,
    );
    await commit([...changes, owe(db, withId(job, NOW), NOW, { when })]);
  }
  const { rows } = await db.execute<{ state: string; micros: string; free_reason: string }>(sql`
    select state, free_reason, (select sum(vendor_micros) from works) as micros from images`);
  expect(rows).toEqual([{ state: "ordered", free_reason: "first pictures", micros: "70000" }]);
  const owed = await db.execute(sql`select 1 from jobs where kind = 'images.draw'`);
  expect(owed.rows).toHaveLength(1);
});

test("a style's text becomes a draft with the main avatar", async () => {
  await using place = await town({ ann: 0 });
  await seedAvatar(place, "avt_1", "ann", true);
  const template = { id: "tpl_1", title: "Noir", prompt: "film noir", ratio: "3:4" } as const;
  const { imageId, changes } = beginStyled(place.db, ANN, 7, template, false, NOW);
  await place.commit(changes);
  expect(await findImage(place.db, imageId)).toMatchObject({
    image: { source: "style", templateId: "tpl_1", prompt: "film noir", ratio: "3:4", state: "draft" },
    avatar: { id: "avt_1" },
  });
});

test("nobody reaches another's orders, pictures and avatars, whichever verb they try", async () => {
  await using place = await town({ ann: 100, eve: 100 });
  const { db, commit } = place;
  await seedAvatar(place, "avt_1", "ann", true);
  const done = await orderedOf(place);
  await commit([db.execute(sql`update images set state = 'drawing' where id = ${done.id}`)]);
  await commit(keepDrawn(db, done, drawn([false, false]), NOW));
  const [picture] = await listPictures(db, done.id);
  const pictureId = picture?.id ?? "";
  await commit([notePicture(db, pictureId, { storageKey: "k", kind: "jpeg" })]);
  await commit(finishImage(db, done, 2, {}, NOW));
  const draft = await draftOf(place);
  const before = await db.execute(sql`select * from images order by id`);
  const files = await db.execute(sql`select * from image_files order by id`);

  const { change, when } = switchWritten(db, EVE, draft.id, "x", NOW);
  const words = takeWords(db, EVE, draft.id, "stolen", "x", NOW);
  await commit([
    change,
    words.change,
    owe(db, withId(words.job, NOW), NOW, { when: sql`${words.when} and ${when}` }),
    ...awaitWish(db, EVE, draft.id, "words", NOW),
    shapeImage(db, EVE, draft.id, { count: 4 }, NOW),
    chooseLikeness(db, EVE, draft.id, "avt_1", false, NOW),
    dropImage(db, EVE, draft.id),
    starPicture(db, EVE, pictureId),
    ...(["again", "vary", "upscale"] as const).flatMap((how) => [
      repeatImage(db, EVE, how, { imageId: done.id }, `${how}-1`, NOW).change,
      repeatImage(db, EVE, how, { pictureId }, `${how}-2`, NOW).change,
    ]),
  ]);
  expect((await db.execute(sql`select * from images order by id`)).rows).toEqual(before.rows);
  expect((await db.execute(sql`select * from image_files order by id`)).rows).toEqual(files.rows);
  expect((await db.execute(sql`select 1 from jobs`)).rows).toEqual([]);
  expect(await findOwnImage(db, EVE, draft.id)).toBeNull();
  expect(await findOwnPicture(db, EVE, pictureId)).toBeNull();

  // Her own draft cannot take another's avatar either, by the verb or by a row that says so.
  const hers = await draftOf(place, EVE);
  await commit([chooseLikeness(db, EVE, hers.id, "avt_1", false, NOW)]);
  expect((await findImage(db, hers.id))?.image.avatarId).toBeNull();
  await db.execute(sql`update images set avatar_id = 'avt_1' where id = ${hers.id}`);
  expect((await findImage(db, hers.id))?.avatar).toBeNull();
});

test("a picture is repeated once for each wish, from what its owner can see", async () => {
  await using place = await town({ ann: 100 });
  const { db, commit } = place;
  const done = await orderedOf(place);
  await commit([db.execute(sql`update images set state = 'drawing' where id = ${done.id}`)]);
  await commit(keepDrawn(db, done, drawn([false, false]), NOW));
  const [picture] = await listPictures(db, done.id);
  const pictureId = picture?.id ?? "";
  // Not at home yet: there is nothing to see.
  await commit([repeatImage(db, ANN, "upscale", { pictureId }, "early", NOW).change]);
  await commit([notePicture(db, pictureId, { storageKey: "k", kind: "jpeg" })]);
  for (let i = 0; i < 2; i++)
    await commit([repeatImage(db, ANN, "upscale", { pictureId }, "tap-1", NOW).change]);
  const { rows } = await db.execute(
    sql`select source, count, parent_file_id, prompt from images where wish_key is not null`,
  );
  expect(rows).toEqual([{ source: "upscale", count: 1, parent_file_id: pictureId, prompt: "a fox" }]);
});
