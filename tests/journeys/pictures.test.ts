import { expect, test } from "vitest";
import {
  buttonOf,
  buttonsOf,
  orderPicture,
  seedLikeness,
  shows,
  startPictureStack,
  wishFor,
} from "../harness/pictures.ts";
import { eventually, fixture } from "../harness/stack.ts";
import { tapOn } from "../harness/wizard.ts";

test("from words to an album with one's likeness: the price is taken, the pictures are at home, everything can be done anew", async () => {
  await using stack = await startPictureStack();
  const { telegram, fal, openai, query } = stack;
  const user = telegram.addUser({ language_code: "ru" });
  const avatarId = await seedLikeness(stack, user, { name: "Айгуль" });

  // The way through the menus, with the main avatar chosen already.
  await telegram.sendText(user, "/draw");
  const home = await telegram.waitFor(user.id, shows("words:"));
  expect(home.text).toContain("Айгуль");
  await tapOn(stack, user, home, buttonOf(home, "words:"));
  await telegram.waitFor(user.id, ({ text }) => text?.includes("Что нарисовать?") === true);
  await telegram.sendText(user, "на мосту в Париже под дождём");
  const prompt = await telegram.waitFor(user.id, shows("draw:"), 20_000);
  expect(prompt.text).toContain("Что будет нарисовано");
  expect(prompt.text).toContain("5 монет");
  const imageId = buttonOf(prompt, "draw:").slice("pi.draw:".length);
  await tapOn(stack, user, prompt, `pi.ratio:${imageId}:1`);
  await tapOn(stack, user, prompt, `pi.count:${imageId}:3`);
  await telegram.waitFor(user.id, ({ text }) => text?.includes("15 монет") === true);
  await tapOn(stack, user, prompt, `pi.draw:${imageId}`);
  await tapOn(stack, user, prompt, `pi.draw:${imageId}`);

  const below = await telegram.waitFor(user.id, shows("again:"), 30_000);
  expect(below.text).toContain("Списано: 15 монет");
  await stack.quiet();
  const album = telegram.messages(user.id).filter(({ photo }) => photo !== undefined);
  expect(album).toHaveLength(3);
  expect(new Set(album.map(({ media_group_id }) => media_group_id)).size).toBe(1);
  expect(album[0]?.photo?.at(-1)).toMatchObject({ width: 864, height: 1152 });
  const [request] = fal.requests();
  expect(fal.requests()).toHaveLength(1);
  expect(request).toMatchObject({
    endpoint: "fal-ai/flux-lora",
    input: { image_size: { width: 864, height: 1152 }, num_images: 3, enable_safety_checker: true },
  });
  expect(String(request?.input.prompt)).toMatch(/^TOKanna1, a woman\. /);
  expect(JSON.stringify(request?.input.loras)).toContain(`${avatarId}/weights.safetensors`);
  expect(request?.webhook).toContain(`ref=${imageId}`);
  expect(fal.violations()).toEqual([]);
  expect(openai.calls().filter(({ path }) => path.endsWith("/moderations"))).toHaveLength(1);
  const [row] = await query("select state, seed, avatar_id, words, source from images where id = $1", [
    imageId,
  ]);
  expect(row).toMatchObject({ state: "done", avatar_id: avatarId, source: "words" });
  expect(row?.seed).not.toBeNull();
  const files = await query<{ file_id: string; storage_key: string; id: string; width: number }>(
    "select * from image_files order by position",
  );
  expect(files).toHaveLength(3);
  for (const file of files)
    expect(file).toMatchObject({ width: 864, storage_key: expect.any(String), file_id: expect.any(String) });
  expect(await query("select balance, held from wallets")).toEqual([{ balance: 85, held: 0 }]);
  await eventually("the status message is gone", () =>
    telegram.messages(user.id).every(({ text }) => !text?.includes("Рисую")),
  );

  // Original quality: uploaded once, and from then on known to Telegram.
  await tapOn(stack, user, below, `pi.files:${imageId}`);
  await eventually(
    "three documents",
    () => telegram.messages(user.id).filter(({ document }) => document).length === 3,
  );
  await stack.quiet();
  await tapOn(stack, user, below, `pi.file:${files[0]?.id}`);
  await eventually(
    "a fourth",
    () => telegram.messages(user.id).filter(({ document }) => document).length === 4,
  );
  await tapOn(stack, user, below, `pi.star:${files[0]?.id}`);
  await eventually(
    "a favourite",
    async () => (await query("select 1 from image_files where is_favourite")).length === 1,
  );

  // Again, varied, enlarged: each from what is there.
  const told = () => telegram.messages(user.id).filter(shows("again:")).length;
  const varied = await telegram.answerTo(await telegram.tap(user, below, buttonOf(below, "vary:")));
  expect(varied.text).toBe("Принято");
  await eventually("varied", () => told() === 2, 30_000);
  await tapOn(stack, user, below, buttonOf(below, "up:"));
  await eventually(
    "enlarged",
    async () =>
      (await query("select 1 from images where source = 'upscale' and state = 'done'")).length === 1,
    30_000,
  );
  await stack.quiet();
  expect(fal.requests().map(({ endpoint }) => endpoint)).toEqual([
    "fal-ai/flux-lora",
    "fal-ai/flux-lora/image-to-image",
    "fal-ai/esrgan",
  ]);
  const [enlarged] = await query(
    "select f.width, f.height from image_files f join images i on i.id = f.image_id where i.source = 'upscale'",
  );
  expect(enlarged).toEqual({ width: 1728, height: 2304 });
  expect(await query("select balance, held from wallets")).toEqual([{ balance: 75, held: 0 }]);
  expect(telegram.violations()).toEqual([]);
  expect(fal.violations()).toEqual([]);
});

test("a deleted avatar takes its likeness out of drafts: they are drawn with another's, or nobody's, only when their owner says so", async () => {
  await using stack = await startPictureStack();
  const { telegram, fal, query } = stack;
  const user = telegram.addUser({ language_code: "en" });
  const avatarId = await seedLikeness(stack, user);
  const { screen, imageId } = await wishFor(stack, user, "by the sea");
  await tapOn(stack, user, screen, `av.erase:${avatarId}`);
  await eventually("erased", async () => (await query("select 1 from avatars")).length === 0);
  await stack.quiet();
  await tapOn(stack, user, screen, `pi.draw:${imageId}`);
  const asked = await telegram.waitFor(user.id, ({ text }) => text?.includes("choose another one") === true);
  expect(fal.requests()).toEqual([]);

  await tapOn(stack, user, asked, "pi.with:none");
  await stack.quiet();
  await tapOn(stack, user, asked, `pi.draw:${imageId}`);
  await telegram.waitFor(user.id, shows("again:"), 30_000);
  expect(fal.requests()).toHaveLength(1);
  expect(fal.requests()[0]?.input.loras).toBeUndefined();
});

test("what the safety filter takes is said and not paid; the rest of the batch is delivered; nothing at all is a refund", async () => {
  await using stack = await startPictureStack();
  const { telegram, fal, query } = stack;
  const user = telegram.addUser({ language_code: "en" });
  await orderPicture(stack, user, "a statue in a park [nsfw:2]", { count: 3 });
  const below = await telegram.waitFor(user.id, shows("again:"), 30_000);
  expect(below.text).toContain("1 more picture was blackened");
  expect(below.text).toContain("Taken: 10 coins");
  expect(telegram.messages(user.id).filter(({ photo }) => photo)).toHaveLength(2);
  // Nobody's likeness: no weights, and the model that the operator chose.
  expect(fal.requests()[0]).toMatchObject({ endpoint: "fal-ai/flux-lora", input: { num_images: 3 } });
  expect(fal.requests()[0]?.input.loras).toBeUndefined();

  await orderPicture(stack, user, "another statue [nsfw]");
  const failed = await telegram.waitFor(user.id, ({ text }) => text?.includes("could not be drawn") === true);
  expect(failed.text).toContain("No coins were taken");
  await orderPicture(stack, user, "a third statue [violates]");
  await telegram.waitFor(user.id, ({ text }) => text?.includes("by its rules about content") === true);
  await stack.quiet();
  expect(await query("select balance, held from wallets")).toEqual([{ balance: 90, held: 0 }]);
  expect(await query("select 1 from image_files where storage_key is not null")).toHaveLength(2);
});

test("a wish can be spoken, and seen in a photo; an ordinary voice message is still a recording", async () => {
  await using stack = await startPictureStack();
  const { telegram, openai, query } = stack;
  const user = telegram.addUser({ language_code: "en" });
  await telegram.sendText(user, "/draw");
  const home = await telegram.waitFor(user.id, shows("voice:"));
  await tapOn(stack, user, home, buttonOf(home, "voice:"));
  await telegram.waitFor(user.id, ({ text }) => text?.includes("Tell me what to draw") === true);
  await telegram.sendVoice(user, fixture("voice-en.ogg"));
  const spoken = await telegram.waitFor(user.id, shows("draw:"), 20_000);
  expect(spoken.text).toContain("Your words:");
  const [heard] = await query<{ words: string; source: string; prompt: string }>("select * from images");
  expect(heard).toMatchObject({ source: "voice" });
  expect(heard?.words.length).toBeGreaterThan(10);
  expect(await query("select 1 from transcripts")).toEqual([]);

  // The wish is told: what is said now is a recording like any other.
  await telegram.sendVoice(user, fixture("voice-en.ogg"));
  await eventually(
    "heard as a recording",
    async () => (await query("select 1 from transcripts where state = 'delivered'")).length === 1,
    20_000,
  );

  openai.script("but in winter", { prompt: "the person on a red sofa, window light" });
  await telegram.sendText(user, "/draw");
  const again = await telegram.waitFor(
    user.id,
    (message) => message.message_id > spoken.message_id && shows("photo:")(message),
  );
  await tapOn(stack, user, again, buttonOf(again, "photo:"));
  await telegram.waitFor(user.id, ({ text }) => text?.includes("Send a photo") === true);
  await telegram.sendPhoto(user, fixture("photo.jpg"), { caption: "but in winter" });
  const seen = await telegram.waitFor(user.id, ({ text }) => text?.includes("red sofa") === true, 20_000);
  expect(seen.text).toContain("but in winter");
  expect(telegram.violations()).toEqual([]);
});

test("what may not be drawn is refused before a coin or a request is spent, and can be mended", async () => {
  await using stack = await startPictureStack();
  const { telegram, fal, openai, query } = stack;
  const user = telegram.addUser({ language_code: "en" });
  await seedLikeness(stack, user);
  const said = (part: string) =>
    telegram.waitFor(user.id, ({ text }) => text?.includes(part) === true, 20_000);

  // By our own rules, in the words as they came; then in what was made of them.
  await telegram.sendText(user, "/draw меня голой на пляже");
  const refused = await said("explicit scenes with a real person's face");
  expect(refused.text).not.toContain("What will be drawn");
  await telegram.sendText(user, "/draw as a schoolgirl on a meadow");
  await said("I do not draw children");
  // By the moderation service, of the prompt that would be sent.
  const { screen, imageId } = await wishFor(stack, user, "a quarrel [flag:hate]");
  await tapOn(stack, user, screen, `pi.draw:${imageId}`);
  await said("the check has refused the description");
  // By the model that writes.
  openai.script("a secret thing", "{}", { refusal: "no" });
  await telegram.sendText(user, "/draw a secret thing");
  const declined = await said("The model would not write such a description");
  expect(buttonsOf(declined).map((data) => data.split(":")[0])).toContain("pi.exact");
  expect(fal.requests()).toEqual([]);
  expect(await query("select balance, held from wallets")).toEqual([{ balance: 100, held: 0 }]);

  // A prompt of one's own in place of the refused one is checked as well, and drawn.
  await tapOn(stack, user, screen, `pi.edit:${imageId}`);
  await said("Send a new description");
  await telegram.sendText(user, "two old friends play chess in a yard");
  const mended = await telegram.waitFor(
    user.id,
    (message) =>
      message.text?.includes("two old friends") === true && buttonsOf(message).includes(`pi.draw:${imageId}`),
  );
  await tapOn(stack, user, mended, `pi.draw:${imageId}`);
  await telegram.waitFor(user.id, shows("again:"), 30_000);
  expect(String(fal.requests()[0]?.input.prompt)).toBe(
    "TOKanna1, a woman. two old friends play chess in a yard",
  );
  await stack.quiet();
  expect(await query("select balance, held from wallets")).toEqual([{ balance: 95, held: 0 }]);
});

test("words can be drawn exactly as they are, without an avatar, and a draft is still there after a restart", async () => {
  await using stack = await startPictureStack();
  const { telegram, fal } = stack;
  const user = telegram.addUser({ language_code: "ru" });
  const avatarId = await seedLikeness(stack, user);
  const { screen, imageId } = await wishFor(stack, user, "рыжая лиса в снегу");
  await stack.restart();

  // As if the model had not answered: the same words once more, in the same message, whoever taps twice.
  await stack.query("update images set prompt = null, failure = 'writing-down'");
  await tapOn(stack, user, screen, `pi.show:${imageId}`);
  const failed = await telegram.waitFor(user.id, shows("retry:"));
  expect(buttonsOf(failed)).toContain(`pi.exact:${imageId}`);
  for (let i = 0; i < 2; i++) await tapOn(stack, user, failed, `pi.retry:${imageId}`);
  await stack.quiet();
  const again = telegram.messages(user.id).filter(shows("draw:"));
  expect(again.map(({ message_id }) => message_id)).toEqual([failed.message_id]);
  expect(await stack.query("select from jobs where kind = 'images.prepare'")).toHaveLength(2);

  await tapOn(stack, user, screen, "pi.with:none");
  await telegram.waitFor(user.id, ({ text }) => text?.includes("без аватара") === true);
  await tapOn(stack, user, screen, `pi.exact:${imageId}`);
  await telegram.waitFor(user.id, ({ text }) => text?.includes("слово в слово") === true);
  await tapOn(stack, user, screen, `pi.draw:${imageId}`);
  await telegram.waitFor(user.id, shows("again:"), 30_000);
  expect(fal.requests()[0]?.input.prompt).toBe("рыжая лиса в снегу");
  expect(JSON.stringify(fal.requests()[0]?.input)).not.toContain(avatarId);
});

test("without coins the price is named and nothing begins; past a ceiling it is said whose turn it is", async () => {
  await using stack = await startPictureStack({
    settings: { WELCOME_COINS: "7", VENDOR_CENTS_PER_DAY: "5", TELEGRAM_ADMIN_IDS: "4242" },
  });
  const { telegram, fal, query } = stack;
  const admin = telegram.addUser({ id: 4242, language_code: "en" });
  await telegram.sendText(admin, "/start");
  const user = telegram.addUser({ language_code: "en" });
  const { screen, imageId } = await wishFor(stack, user, "a windmill", { count: 2 });
  const short = await telegram.waitFor(user.id, ({ text }) => text?.includes("Missing: 3") === true);
  expect(buttonsOf(short)).not.toContain(`pi.draw:${imageId}`);
  // A button of an older screen does not help either.
  await tapOn(stack, user, screen, `pi.draw:${imageId}`);
  await stack.quiet();
  await tapOn(stack, user, screen, `pi.count:${imageId}:1`);
  await telegram.waitFor(user.id, ({ text }) => text?.includes("Price: 5 coins") === true);
  await tapOn(stack, user, screen, `pi.draw:${imageId}`);
  await telegram.waitFor(user.id, shows("again:"), 20_000);
  // One picture cost the vendor 3.5 cents; a second one would be over the house's five.
  await query("select move_coins(id, 50, 'grant', 'g', null, now()) from users where telegram_id = $1", [
    user.id,
  ]);
  await orderPicture(stack, user, "a second windmill");
  await telegram.waitFor(
    user.id,
    ({ text }) => text?.includes("budget for outside services is used up") === true,
  );
  await telegram.waitFor(4242, ({ text }) => /VENDOR_CENTS_PER_DAY/.test(text ?? ""));
  expect(fal.requests()).toHaveLength(1);
  await stack.quiet();
  const wallets =
    "select balance, held from wallets where user_id = (select id from users where telegram_id = $1)";
  expect(await query(wallets, [user.id])).toEqual([{ balance: 52, held: 0 }]);
});

test("an order can be stopped: FAL is told, the coins come back, and a late result changes nothing", async () => {
  await using stack = await startPictureStack({ fal: { manual: true } });
  const { telegram, fal, query } = stack;
  const user = telegram.addUser({ language_code: "en" });
  const imageId = await orderPicture(stack, user, "a lighthouse");
  await eventually("submitted", () => fal.requests().length === 1);
  await eventually(
    "known",
    async () => (await query("select 1 from images where state = 'drawing'")).length === 1,
  );
  const status = await telegram.waitFor(user.id, shows("stop:"));
  await tapOn(stack, user, status, `pi.stop:${imageId}`);
  await tapOn(stack, user, status, `pi.stop:${imageId}`);
  await telegram.waitFor(user.id, ({ text }) => text?.includes("Stopped") === true);
  await stack.quiet();
  expect(fal.requests()[0]?.cancelled).toBe(true);
  expect(await query("select balance, held from wallets")).toEqual([{ balance: 100, held: 0 }]);
  expect(telegram.messages(user.id).filter(({ photo }) => photo)).toEqual([]);
});

test("in test mode nothing is sent and nothing is paid, and every picture says TEST", async () => {
  await using stack = await startPictureStack({ settings: { FAL_TRAINING_TEST_MODE: "true" } });
  const { telegram, fal, query } = stack;
  const user = telegram.addUser({ language_code: "en" });
  await orderPicture(stack, user, "a castle");
  await telegram.waitFor(user.id, shows("files:"), 30_000);
  await stack.quiet();
  const photos = telegram.messages(user.id).filter(({ photo }) => photo);
  expect(photos[0]?.caption).toContain("TEST");
  expect(fal.requests()).toEqual([]);
  expect(await query("select is_test, state from images")).toEqual([{ is_test: true, state: "done" }]);
  expect(await query("select balance, held from wallets")).toEqual([{ balance: 100, held: 0 }]);
  const spentOn = "select coalesce(sum(vendor_micros), 0)::int as spent from works where ref";
  expect(await query(`${spentOn} like 'image:%'`)).toEqual([{ spent: 0 }]);
  // The wish was written out all the same.
  expect(await query(`${spentOn} like 'write:%' and state = 'done'`)).toEqual([{ spent: 5000 }]);
});

test("nobody reaches another's draft, order or picture, by any button", async () => {
  await using stack = await startPictureStack();
  const { telegram, fal, query } = stack;
  const owner = telegram.addUser({ language_code: "en" });
  const avatarId = await seedLikeness(stack, owner, { name: "Mine" });
  const done = await orderPicture(stack, owner, "a secret garden of mine");
  await telegram.waitFor(owner.id, shows("again:"), 30_000);
  const { imageId: draft } = await wishFor(stack, owner, "a secret cellar of mine");
  await stack.quiet();
  const [picture] = await query<{ id: string }>("select id from image_files");
  const thief = telegram.addUser({ language_code: "en" });
  await telegram.sendText(thief, "/draw");
  const home = await telegram.waitFor(thief.id, shows("words:"));
  const facts =
    "select id, state, words, prompt, avatar_id, count, ratio, awaits from images where user_id = (select id from users where telegram_id = $1) order by id";
  const before = await query(facts, [owner.id]);
  const files = await query("select * from image_files");
  const requests = fal.requests().length;
  const acts = [
    "who",
    "words",
    "photo",
    "voice",
    "show",
    "draw",
    "edit",
    "exact",
    "retry",
    "drop",
    "stop",
    "again",
    "files",
  ];
  for (const data of [
    ...[done, draft].flatMap((id) => [
      ...acts.map((act) => `pi.${act}:${id}`),
      `pi.ratio:${id}:4`,
      `pi.count:${id}:4`,
    ]),
    ...["vary", "up", "star", "file"].map((act) => `pi.${act}:${picture?.id}`),
    `pi.with:${avatarId}`,
  ])
    await telegram.tap(thief, home, data);
  await telegram.idle();
  await stack.quiet();
  expect(await query(facts, [owner.id])).toEqual(before);
  expect(await query("select * from image_files")).toEqual(files);
  expect(
    await query(
      "select 1 from images where avatar_id is not null and user_id = (select id from users where telegram_id = $1)",
      [thief.id],
    ),
  ).toEqual([]);
  expect(fal.requests()).toHaveLength(requests);
  const seen = JSON.stringify(telegram.messages(thief.id));
  for (const word of ["secret", "Mine"]) expect(seen).not.toContain(word);
  expect(telegram.messages(thief.id).filter(({ photo, document }) => photo ?? document)).toEqual([]);
});

test("a forged webhook draws nothing, a lost one is made up for, a doubled one counts once", async () => {
  await using stack = await startPictureStack();
  const { telegram, fal, query } = stack;
  const user = telegram.addUser({ language_code: "en" });
  for (const [webhook, i] of [
    ["forged", 1],
    ["lost", 2],
    ["duplicate", 3],
  ] as const) {
    fal.faults.add({ webhook, times: 1, route: "flux-lora" });
    await orderPicture(stack, user, `a tree number ${i}`);
    await eventually("drawn there", () => fal.requests()[i - 1]?.status === "COMPLETED");
    if (webhook !== "duplicate") {
      await eventually(
        "taken",
        async () => (await query("select 1 from images where state = 'drawing'")).length === 1,
      );
      await stack.pass(120);
    }
    await eventually(
      `${webhook}: delivered`,
      async () => (await query("select 1 from images where state = 'done'")).length === i,
      30_000,
    );
    await stack.quiet();
  }
  expect(telegram.messages(user.id).filter(({ photo }) => photo)).toHaveLength(3);
  expect(fal.requests()).toHaveLength(3);
  expect(await query("select balance, held from wallets")).toEqual([{ balance: 85, held: 0 }]);
  expect(telegram.violations()).toEqual([]);
});
