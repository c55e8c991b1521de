import { expect, test } from "vitest";
import { buttonOf, orderPicture, seedLikeness, shows, startPictureStack } from "../harness/pictures.ts";
import { eventually } from "../harness/stack.ts";
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
  expect(telegram.messages(user.id).filter(({ text }) => text?.includes("Рисую"))).toEqual([]);

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
  await tapOn(stack, user, below, buttonOf(below, "vary:"));
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
