import { expect, test } from "vitest";
import { orderPicture } from "../harness/pictures.ts";
import { eventually } from "../harness/stack.ts";
import {
  type AvatarStack,
  seedAvatar,
  seedTrained,
  sendPhotos,
  startAvatarStack,
  tapOn,
} from "../harness/wizard.ts";
import { makePhotos } from "../makers/photos.ts";

const SETTINGS = {
  BILLING_MODE: "coins",
  WELCOME_COINS: "1000",
  OPENAI_MODEL: "gpt-4.1-mini",
  AVATAR_PHOTOS_LEAST: "4",
};
const TRAINING = 150;

type Person = ReturnType<AvatarStack["telegram"]["addUser"]>;

const has = (words: string) => (message: { text?: string | undefined; caption?: string | undefined }) =>
  (message.text ?? message.caption ?? "").includes(words);

const wordsOf = (message: ReturnType<AvatarStack["telegram"]["messages"]>[number] | undefined): string =>
  `${message?.text ?? message?.caption ?? ""} ${JSON.stringify(message?.reply_markup ?? {})}`;

/** A tap on the bot's newest message, and what it, or a newer one, says when everything that follows at once is done. */
async function tap(stack: AvatarStack, user: Person, data: string): Promise<string> {
  const newest = () => stack.telegram.messages(user.id).findLast(({ from }) => from?.is_bot);
  const menu = newest();
  if (!menu) throw new Error("nothing was shown");
  const before = wordsOf(menu);
  await tapOn(stack, user, menu, data);
  await stack.quiet();
  const tapped = stack.telegram.messages(user.id).find(({ message_id }) => message_id === menu.message_id);
  return wordsOf(tapped && wordsOf(tapped) !== before ? tapped : newest());
}

const trainingsAt = ({ fal }: AvatarStack) =>
  fal.requests().filter(({ endpoint }) => endpoint.includes("train"));
const drawingsAt = ({ fal }: AvatarStack) =>
  fal.requests().filter(({ endpoint }) => !endpoint.includes("train"));

/** FAL ends what it was asked for, of these kinds. */
async function finish(stack: AvatarStack, requests: { id: string; status: string }[]): Promise<void> {
  for (const { id, status } of requests) if (status !== "COMPLETED") await stack.fal.finish(id);
  await stack.quiet();
}

const loraOf = (request: { input: object } | undefined): string => JSON.stringify(request?.input ?? {});

async function accounts({ query }: AvatarStack, user: Person) {
  const [wallet] = await query<{ balance: number; held: number }>(
    "select balance, held from wallets where user_id = (select id from users where telegram_id = $1)",
    [user.id],
  );
  return wallet;
}

const weightsIn = async (stack: AvatarStack) =>
  (await stack.objects()).filter((key) => key.endsWith("weights.safetensors"));

test("a preset is chosen before the order, is what FAL is sent, and its time is an estimate until one has ended", async () => {
  await using stack = await startAvatarStack({ settings: SETTINGS });
  const { telegram, query } = stack;
  const user = telegram.addUser({ language_code: "en" });
  const avatarId = await seedAvatar(stack, user);
  const usual = await tap(stack, user, `av.check:${avatarId}`);
  expect(usual).toContain("Training: <b>⚖️ Balanced</b>".replaceAll(/<.?b>/g, ""));
  expect(usual).toContain("about 15 min (an estimate)");
  expect(await tap(stack, user, `av.fast:${avatarId}`)).toContain("about 8 min (an estimate)");
  const chosen = await tap(stack, user, `av.quality:${avatarId}`);
  expect(chosen).toContain("✓ 💎 Quality");
  expect(chosen).toContain("about 23 min (an estimate)");
  await tap(stack, user, `av.order:${avatarId}`);
  const ready = await telegram.waitFor(user.id, has("is ready!"), 20_000);
  expect(trainingsAt(stack).map(({ input }) => input)).toMatchObject([
    { steps: 4000, learning_rate: 0.00005 },
  ]);
  expect(await query("select preset, steps from trainings")).toEqual([{ preset: "quality", steps: 4000 }]);
  // The price is the same; what it costs us counts as it is.
  expect(
    await query("select price, vendor_micros from works where feature = 'avatar' and units > 0"),
  ).toEqual([{ price: TRAINING, vendor_micros: "3200000" }]);

  // The photos are the owner's to keep or to delete.
  await stack.quiet();
  expect(JSON.stringify(ready.reply_markup)).toContain(`av.keep:${avatarId}`);
  expect(ready.text).toContain("are kept until");
  const until = async () =>
    (await query<{ until: Date }>("select photos_until as until from avatars"))[0]?.until;
  expect(await tap(stack, user, `av.keep:${avatarId}`)).toContain("kept until you delete them");
  expect(await until()).toBeNull();
  await tap(stack, user, `av.usual:${avatarId}`);
  expect((await until())?.getTime()).toBeGreaterThan(Date.now() + 29 * 86_400_000);

  // One has ended: the next review tells how long it took.
  expect(await tap(stack, user, `av.again:${avatarId}`)).toContain("about 1 min (by the latest trainings)");
  expect(await tap(stack, user, `av.balanced:${avatarId}`)).toContain("(an estimate)");

  // An avatar of the test mode becomes a real one by a real training.
  await query("update avatars set is_test = true, is_main = false, weights_key = null");
  await tap(stack, user, `av.retrain:${avatarId}`);
  await telegram.waitFor(user.id, has("has been trained again"), 20_000);
  expect(await query("select is_test, is_main, weights_key is not null as draws from avatars")).toEqual([
    { is_test: false, is_main: true, draws: true },
  ]);
});

test("a ready avatar trained again draws with its old weights until the new ones are there, once, whoever taps and how often", async () => {
  await using stack = await startAvatarStack({ settings: SETTINGS, fal: { manual: true } });
  const { telegram, query } = stack;
  const user = telegram.addUser({ language_code: "en" });
  const { avatarId, weightsKey } = await seedTrained(stack, user);

  // Nothing is ordered without its price having been seen; an old button of the first order does nothing at all.
  await tap(stack, user, `av.order:${avatarId}`);
  const review = await tap(stack, user, `av.retrain:${avatarId}`);
  expect(trainingsAt(stack)).toHaveLength(0);
  for (const words of [
    "train again",
    "150",
    "You have",
    "about 22 min",
    "Photos: 10",
    "Balanced",
    "draws as before",
  ])
    expect(review).toContain(words);

  const menu = telegram.messages(user.id).findLast(({ from }) => from?.is_bot);
  if (!menu) throw new Error("nothing was shown");
  await Promise.all(Array.from({ length: 4 }, () => telegram.tap(user, menu, `av.retrain:${avatarId}`)));
  await eventually("it is at FAL", () => trainingsAt(stack).length > 0, 20_000);
  await telegram.idle();
  await stack.quiet();
  expect(trainingsAt(stack)).toHaveLength(1);
  expect(trainingsAt(stack)[0]?.input).toMatchObject({ trigger_phrase: "TOKanna1" });
  expect(await accounts(stack, user)).toEqual({ balance: 1000, held: TRAINING });
  expect(await query("select state, is_main, weights_key from avatars")).toEqual([
    { state: "ready", is_main: true, weights_key: weightsKey },
  ]);

  // Its photos are wished away meanwhile: they stay until it has ended, as it may have to be packed again.
  await tap(stack, user, `av.forget:${avatarId}`);
  await stack.later(120);
  expect(await query("select 1 from avatar_photos")).toHaveLength(10);

  // What is drawn now, and is slow, is drawn with the old weights, which wait for it.
  await orderPicture(stack, user, "a fox in the snow");
  await eventually("the picture is at FAL", () => drawingsAt(stack).length === 1, 20_000);
  expect(loraOf(drawingsAt(stack)[0])).toContain(weightsKey);
  await finish(stack, trainingsAt(stack));
  await telegram.waitFor(user.id, has("has been trained again"), 20_000);
  await stack.later(30);
  expect(await weightsIn(stack)).toContain(weightsKey);
  await finish(stack, drawingsAt(stack));
  await eventually("its first pictures at FAL", () => drawingsAt(stack).length === 2, 20_000);
  await finish(stack, drawingsAt(stack));
  await eventually(
    "the old weights are gone",
    async () => {
      await stack.later(120);
      return !(await weightsIn(stack)).includes(weightsKey);
    },
    20_000,
  );
  await stack.quiet();
  const [avatar] = await query<{ weights_key: string }>("select * from avatars");
  expect(avatar).toMatchObject({ state: "ready", is_main: true, is_test: false, trigger: "TOKanna1" });
  expect(await weightsIn(stack)).toEqual([avatar?.weights_key]);
  expect(await query("select state, source from images order by created_at")).toEqual([
    { state: "done", source: "words" },
    { state: "done", source: "first" },
  ]);
  expect(loraOf(drawingsAt(stack)[1])).toContain(avatar?.weights_key ?? "?");
  expect(stack.fal.violations()).toEqual([]);
  expect(await accounts(stack, user)).toEqual({ balance: 1000 - TRAINING - 5, held: 0 });
  expect(telegram.messages(user.id).filter(has("has been trained again"))).toHaveLength(1);

  // The photos are gone now: that is said, and new ones can be sent for the next time.
  expect(await query("select 1 from avatar_photos")).toEqual([]);
  expect(await tap(stack, user, `av.again:${avatarId}`)).toContain("source photos have been deleted");
  expect(await tap(stack, user, `av.retrain:${avatarId}`)).toContain("source photos have been deleted");
  expect(trainingsAt(stack)).toHaveLength(1);
  await tap(stack, user, `av.go:${avatarId}`);
  await sendPhotos(stack, user, await makePhotos(4, 900));
  await telegram.waitFor(user.id, has("4 taken"), 20_000);
  expect(await tap(stack, user, `av.again:${avatarId}`)).toContain(`av.retrain:${avatarId}`);
  expect(await query("select photos_until > now() + interval '29 days' as kept from avatars")).toEqual([
    { kept: true },
  ]);
});

test("a further training that fails, is stopped, or is somebody else's wish leaves the avatar what it was, and no coin is lost", async () => {
  await using stack = await startAvatarStack({ settings: SETTINGS, fal: { manual: true } });
  const { telegram, query, fal } = stack;
  const user = telegram.addUser({ language_code: "en" });
  const { avatarId, weightsKey } = await seedTrained(stack, user);
  const asBefore = {
    state: "ready",
    failure: null,
    weights_key: weightsKey,
    trigger: "TOKanna1",
    is_main: true,
  };
  const unchanged = async () => {
    expect(await query("select state, failure, weights_key, trigger, is_main from avatars")).toEqual([
      asBefore,
    ]);
    expect(await weightsIn(stack)).toEqual([weightsKey]);
    expect(await accounts(stack, user)).toEqual({ balance: 1000, held: 0 });
    expect(await query("select 1 from avatar_photos where state = 'kept'")).toHaveLength(10);
  };
  const orderAgain = async () => {
    await tap(stack, user, `av.again:${avatarId}`);
    await tap(stack, user, `av.retrain:${avatarId}`);
    return trainingsAt(stack).at(-1)?.id ?? "";
  };

  // Another's taps do nothing and show nothing, also while it is under way.
  const eve = telegram.addUser({ language_code: "en" });
  await telegram.sendText(eve, "/avatars");
  await telegram.waitFor(eve.id, has("no avatars yet"));
  const steal = async () => {
    for (const act of ["again", "retrain", "fast", "keep", "usual", "wipe", "stop", "go"])
      expect(await tap(stack, eve, `av.${act}:${avatarId}`)).not.toContain("Anna");
  };
  await steal();
  expect(trainingsAt(stack)).toHaveLength(0);
  expect(await query("select preset, photos_until is null as forever from avatars")).toEqual([
    { preset: null, forever: false },
  ]);

  await fal.finish(await orderAgain(), { status: 500, type: "internal_server_error" });
  const failed = await telegram.waitFor(user.id, has("the training failed"), 20_000);
  expect(failed.text).toContain("draws as before");
  expect(JSON.stringify(failed.reply_markup)).toContain(`av.again:${avatarId}`);
  await stack.quiet();
  await unchanged();

  await orderAgain();
  await steal();
  expect(await tap(stack, user, `av.card:${avatarId}`)).toContain("being trained again");
  await tap(stack, user, `av.stop:${avatarId}`);
  await telegram.waitFor(user.id, has("was stopped"), 20_000);
  expect(trainingsAt(stack).at(-1)?.cancelled).toBe(true);
  await unchanged();
  expect(await query("select state, is_again from trainings order by created_at")).toMatchObject([
    { state: "ready", is_again: false },
    { state: "failed", is_again: true },
    { state: "cancelled", is_again: true },
  ]);

  // Stopped at the last moment, while the new weights are on their way: they are not kept, and nothing is drawn as a present.
  const late = await orderAgain();
  fal.faults.add({ route: "/files/", delayMs: 1000, times: 1 });
  await fal.finish(late);
  await eventually(
    "its weights are on their way",
    async () => (await query("select 1 from trainings where state = 'trained'")).length === 1,
  );
  const menu = telegram.messages(user.id).findLast(({ from }) => from?.is_bot);
  if (menu) await tapOn(stack, user, menu, `av.stop:${avatarId}`);
  await stack.quiet();
  await unchanged();
  expect(await query("select 1 from images")).toEqual([]);

  // A late second tap of an old review is no order.
  const before = trainingsAt(stack).length;
  await tap(stack, user, `av.retrain:${avatarId}`);
  expect(trainingsAt(stack)).toHaveLength(before);

  // Deleted while it is trained again: stopped at FAL, coins back, everything gone.
  await orderAgain();
  await tap(stack, user, `av.erase:${avatarId}`);
  expect(trainingsAt(stack).at(-1)?.cancelled).toBe(true);
  expect(await accounts(stack, user)).toEqual({ balance: 1000, held: 0 });
  expect(await query("select 1 from avatars")).toEqual([]);
  expect(await stack.objects()).toEqual([]);
});

test("who deletes an avatar says what becomes of its pictures: they stay in the gallery, or go with it", async () => {
  await using stack = await startAvatarStack({ settings: SETTINGS });
  const { telegram, query, fal } = stack;
  const user = telegram.addUser({ language_code: "en" });
  const keys = async () =>
    (await query<{ key: string }>("select storage_key as key from image_files order by created_at")).map(
      ({ key }) => key,
    );
  const draw = async () => {
    const count = (await keys()).length;
    await orderPicture(stack, user, "a fox in the snow");
    await eventually(
      "a picture",
      async () => (await query("select 1 from image_files where file_id is not null")).length === count + 1,
      20_000,
    );
    await stack.quiet();
  };

  const kept = await seedTrained(stack, user, "Kept");
  await draw();
  const question = await tap(stack, user, `av.del:${kept.avatarId}`);
  expect(question).toContain("Pictures drawn with it: 1");
  expect(await tap(stack, user, `av.erase:${kept.avatarId}`)).toContain("were not touched");
  // A second opinion is too late.
  expect(await tap(stack, user, `av.wipe:${kept.avatarId}`)).toContain("no such avatar");
  expect(await query("select 1 from avatars")).toEqual([]);
  const [key = ""] = await keys();
  expect(await stack.objects("images")).toEqual([key]);
  await telegram.sendText(user, "/gallery");
  await telegram.waitFor(user.id, has("1 of 1"));

  // One is drawn, another is being drawn: both go with it, what was set aside comes back, the other avatar's picture stays.
  const gone = await seedTrained(stack, user, "Gone");
  await draw();
  expect(await stack.objects("images")).toHaveLength(2);
  const spent = await accounts(stack, user);
  fal.faults.add({ route: "flux-lora", status: 503, times: 3 });
  await orderPicture(stack, user, "a fox at sea");
  await eventually("held", async () => ((await accounts(stack, user))?.held ?? 0) > 0);
  const menu = telegram.messages(user.id).findLast(({ from }) => from?.is_bot);
  if (menu) await tapOn(stack, user, menu, `av.wipe:${gone.avatarId}`);
  await telegram.waitFor(user.id, has("are deleted, too"), 20_000);
  await eventually("all gone", async () => {
    await stack.later(60);
    return (await query("select 1 from avatars")).length === 0;
  });
  await stack.quiet();
  expect(await keys()).toEqual([key]);
  expect(await query("select state, avatar_id from images")).toEqual([{ state: "done", avatar_id: null }]);
  expect(await stack.objects("images")).toEqual([key]);
  expect(await accounts(stack, user)).toEqual(spent);
});

test("a training that is only played changes nothing about a real avatar", async () => {
  await using stack = await startAvatarStack({ settings: { ...SETTINGS, FAL_TRAINING_TEST_MODE: "true" } });
  const { telegram, query } = stack;
  const user = telegram.addUser({ language_code: "en" });
  const { avatarId, weightsKey } = await seedTrained(stack, user);
  expect(await tap(stack, user, `av.again:${avatarId}`)).toContain("test mode");
  await tap(stack, user, `av.retrain:${avatarId}`);
  const before = await query(
    "select weights_key, trigger, is_test, is_main, made_by, photos_until from avatars",
  );
  expect(before).toMatchObject([{ weights_key: weightsKey, is_test: false }]);
  await eventually(
    "it has been played",
    async () => {
      await stack.pass(60);
      return telegram.messages(user.id).some(has("itself is unchanged"));
    },
    20_000,
  );
  expect(
    await query("select weights_key, trigger, is_test, is_main, made_by, photos_until from avatars"),
  ).toEqual(before);
  expect(await weightsIn(stack)).toEqual([weightsKey]);
  expect(
    await query("select state, is_test, is_again from trainings order by created_at desc limit 1"),
  ).toEqual([{ state: "ready", is_test: true, is_again: true }]);
  expect(await accounts(stack, user)).toEqual({ balance: 1000, held: 0 });
  expect(await tap(stack, user, `av.card:${avatarId}`)).not.toContain("TEST");
});
