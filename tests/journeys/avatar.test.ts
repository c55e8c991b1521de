import { expect, test } from "vitest";
import { eventually } from "../harness/stack.ts";
import { orderAvatar, sendPhotos, startAvatarStack, startDraft, tapOn } from "../harness/wizard.ts";
import { makePhotos } from "../makers/photos.ts";

test("from /avatars to a ready avatar: twelve photos in two albums, trained at FAL, weights at home, told once", async () => {
  await using stack = await startAvatarStack();
  const { telegram, fal, query } = stack;
  const user = telegram.addUser({ language_code: "ru" });
  await orderAvatar(stack, user, "Айгуль");
  const ready = await telegram.waitFor(
    user.id,
    ({ text }) => text?.includes("Айгуль готов") === true,
    30_000,
  );
  expect(ready.text).toContain("Основной аватар");

  const [avatar] = await query("select * from avatars");
  expect(avatar).toMatchObject({
    state: "ready",
    name: "Айгуль",
    subject: "woman",
    is_main: true,
    is_test: false,
  });
  expect(avatar?.consented_at).not.toBeNull();
  const [training] = await query("select * from trainings");
  expect(training).toMatchObject({ state: "ready", lost_requests: 0, steps: 2500 });
  const [request] = fal.requests();
  expect(request?.endpoint).toBe("fal-ai/flux-lora-portrait-trainer");
  expect(request?.input).toMatchObject({ trigger_phrase: avatar?.trigger, subject_crop: true, steps: 2500 });
  expect(String(avatar?.trigger)).toMatch(/^TOK\w{8}$/);
  expect(request?.webhook).toContain(`ref=${training?.id}`);
  expect(trainingsAt(fal)).toHaveLength(1);
  await eventually(
    "no work left",
    async () => (await query("select 1 from jobs where state <> 'done'")).length === 0,
    20_000,
  );
  await eventually(
    "its first pictures",
    async () => (await query("select 1 from images where state = 'done'")).length === 1,
    20_000,
  );
  // Its first pictures are a present, and the first of them stands on its card.
  expect(await query("select state, count, source, quoted_coins from images")).toEqual([
    { state: "done", count: 4, source: "first", quoted_coins: 0 },
  ]);
  // The twelve that were looked over once more before the order, and the four presents.
  expect(telegram.messages(user.id).filter(({ photo, from }) => photo && from?.is_bot)).toHaveLength(12 + 4);
  const menu = telegram.messages(user.id).at(-1);
  if (menu) await telegram.tap(user, menu, `av.card:${avatar?.id}`);
  await telegram.waitFor(
    user.id,
    ({ caption, photo }) => photo !== undefined && caption?.includes("⭐") === true,
  );
  expect(fal.violations()).toEqual([]);
  expect(telegram.messages(user.id).filter(({ text }) => text?.includes("обучается"))).toEqual([]);
  expect(telegram.violations()).toEqual([]);
  // What drew from it has the weights in our storage, and the archive of photos is gone.
  expect(await stack.objects()).toEqual(
    expect.arrayContaining([expect.stringMatching(/weights\.safetensors$/)]),
  );
  expect((await stack.objects()).filter((key) => key.endsWith(".zip"))).toEqual([]);
});

test("twenty photos at once, shuffled and every update delivered twice: none is lost, none is doubled", async () => {
  await using stack = await startAvatarStack();
  const { telegram, query } = stack;
  const user = telegram.addUser({ language_code: "en" });
  const avatarId = await startDraft(stack, user, "Album");
  telegram.faults.add({ method: "webhook", duplicate: true });
  const photos = await makePhotos(20);
  await Promise.all([
    telegram.sendAlbum(user, photos.slice(0, 10)),
    telegram.sendAlbum(user, photos.slice(10)),
  ]);
  await eventually(
    "twenty are kept",
    async () => (await query("select 1 from avatar_photos where state = 'kept'")).length === 20,
    40_000,
  );
  await telegram.waitFor(user.id, ({ text }) => text?.includes("20 taken") === true, 20_000);
  expect(await query("select 1 from avatar_photos")).toHaveLength(20);
  expect((await query("select distinct sha256 from avatar_photos")).length).toBe(20);

  // The 21st is refused politely, and one message counts them all.
  await sendPhotos(stack, user, await makePhotos(1, 500));
  const said = await telegram.waitFor(user.id, ({ text }) => text?.includes("more than 20") === true, 20_000);
  expect(said.text).toContain("20 taken");
  await eventually("one counting message", () => {
    const counting = telegram.messages(user.id).filter(({ text }) => text?.includes("taken (from"));
    return counting.length === 1;
  });
  expect(await query("select state from avatars where id = $1", [avatarId])).toEqual([{ state: "draft" }]);
});

test("an order is one order, however often and from wherever it is tapped", async () => {
  await using stack = await startAvatarStack({ fal: { manual: true } });
  const { telegram, fal, query } = stack;
  const user = telegram.addUser({ language_code: "en" });
  const avatarId = await startDraft(stack, user, "Twice");
  await sendPhotos(stack, user, await makePhotos(10));
  await eventually(
    "all kept",
    async () => (await query("select 1 from avatar_photos where state = 'kept'")).length === 10,
    30_000,
  );
  const review = await telegram.waitFor(user.id, ({ text }) => text?.includes("10 taken") === true, 20_000);
  await Promise.all(Array.from({ length: 4 }, () => telegram.tap(user, review, `av.order:${avatarId}`)));
  await eventually("submitted", () => fal.requests().length > 0, 20_000);
  await telegram.idle();
  await stack.later();
  await eventually(
    "no work left",
    async () => (await query("select 1 from jobs where state <> 'done'")).length === 0,
  );
  expect(fal.requests()).toHaveLength(1);
  expect(await query("select 1 from trainings")).toHaveLength(1);
  expect(await query("select 1 from works where feature = 'avatar'")).toHaveLength(1);
});

test("nobody reaches another's avatar or photo, by any button", async () => {
  await using stack = await startAvatarStack();
  const { telegram, query } = stack;
  const owner = telegram.addUser({ language_code: "en" });
  const avatarId = await startDraft(stack, owner, "Mine");
  await sendPhotos(stack, owner, await makePhotos(1));
  await eventually(
    "kept",
    async () => (await query("select 1 from avatar_photos where state = 'kept'")).length === 1,
  );
  const [photo] = await query<{ id: string }>("select id from avatar_photos");
  const before = await query("select id, state, name, awaits, is_main from avatars");
  const thief = telegram.addUser({ language_code: "en" });
  await telegram.sendText(thief, "/avatars");
  const menu = await telegram.waitFor(thief.id, ({ text }) => text?.includes("no avatars yet") === true);
  const acts = [
    "go",
    "card",
    "name",
    "consent",
    "photos",
    "check",
    "order",
    "stop",
    "main",
    "forget",
    "del",
    "erase",
  ];
  for (const data of [
    ...acts.map((act) => `av.${act}:${avatarId}`),
    `av.look:${photo?.id}`,
    `av.drop:${photo?.id}`,
  ])
    await tapOn(stack, thief, menu, data);
  await telegram.idle();
  await eventually(
    "quiet",
    async () => (await query("select 1 from jobs where state <> 'done'")).length === 0,
  );
  expect(await query("select id, state, name, awaits, is_main from avatars")).toEqual(before);
  expect(await query("select 1 from avatar_photos")).toHaveLength(1);
  expect(telegram.messages(thief.id).some((message) => JSON.stringify(message).includes("Mine"))).toBe(false);
});

/** The trainings that FAL was asked for; a ready avatar's first pictures are drawn by other models. */
const trainingsAt = (fal: { requests(): { endpoint: string }[] }) =>
  fal.requests().filter(({ endpoint }) => endpoint.includes("train"));
