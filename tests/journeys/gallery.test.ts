import { AwsClient } from "aws4fetch";
import { expect, inject, test } from "vitest";
import { newId } from "../../domain/new-id.ts";
import { meet, orderPicture, seedLikeness, shows, startPictureStack } from "../harness/pictures.ts";
import { eventually } from "../harness/stack.ts";
import { tapOn } from "../harness/wizard.ts";

const aws = new AwsClient({
  accessKeyId: "local",
  secretAccessKey: "local-secret",
  service: "s3",
  region: "auto",
  retries: 0,
});

const short = (id = "") => id.slice(4);

test("a style becomes a picture, the gallery turns its pages, sifts, deletes and takes back; nobody reaches another's", async () => {
  await using stack = await startPictureStack();
  const { telegram, query } = stack;
  const user = telegram.addUser({ language_code: "en" });
  const avatarId = await seedLikeness(stack, user);

  // A style: categories, a list, a card with no picture that was not drawn here, a favourite, and its order.
  await telegram.sendText(user, "/styles");
  const home = await telegram.waitFor(user.id, ({ text }) => text?.includes("Ready styles") === true);
  await tapOn(stack, user, home, "st.in:kazakh");
  await telegram.waitFor(user.id, ({ text }) => text?.includes("Kazakh culture") === true);
  await tapOn(stack, user, home, "st.show:kazakh-steppe");
  const card = await telegram.waitFor(
    user.id,
    ({ text }) => text?.includes("There is no example yet") === true,
  );
  await tapOn(stack, user, card, "st.like:kazakh-steppe");
  await telegram.waitFor(
    user.id,
    ({ reply_markup }) => JSON.stringify(reply_markup)?.includes("No favourite") === true,
  );
  expect(await query("select style_id from style_favourites")).toEqual([{ style_id: "kazakh-steppe" }]);
  await tapOn(stack, user, card, "st.draw:no-such-style");
  await telegram.waitFor(user.id, ({ text }) => text?.includes("There is no such style") === true);
  await tapOn(stack, user, card, "st.draw:kazakh-steppe");
  const prompt = await telegram.waitFor(user.id, shows("draw:"), 20_000);
  const [draft] = await query<{ id: string; ratio: string; template_id: string; avatar_id: string }>(
    "select id, ratio, template_id, avatar_id from images where source = 'style'",
  );
  expect(draft).toMatchObject({ ratio: "16:9", template_id: "kazakh-steppe", avatar_id: avatarId });
  await tapOn(stack, user, prompt, `pi.draw:${draft?.id}`);
  await telegram.waitFor(user.id, shows("again:"), 30_000);
  await orderPicture(stack, user, "a fox in the snow", { count: 2 });
  await eventually(
    "three pictures",
    async () => (await query("select 1 from image_files where file_id is not null")).length === 3,
    30_000,
  );
  await stack.quiet();

  // The style's card shows one's own picture now.
  await telegram.sendText(user, "/styles");
  await telegram.waitFor(user.id, ({ text }) => text?.includes("Ready styles") === true);
  await tapOn(stack, user, card, "st.show:kazakh-steppe");
  await telegram.waitFor(user.id, ({ caption }) => caption?.includes("your own last picture") === true);

  // The gallery: the newest first, page by page in one message.
  const files = await query<{ id: string; storage_key: string; source: string }>(
    "select f.id, f.storage_key, i.source from image_files f join images i on i.id = f.image_id order by f.created_at desc, f.id desc",
  );
  await telegram.sendText(user, "/gallery");
  const has = (words: string) => (message: { caption?: string | undefined; text?: string | undefined }) =>
    (message.caption ?? message.text ?? "").includes(words);
  const page = await telegram.waitFor(user.id, has("1 of 3"));
  expect(page.photo).toBeDefined();
  await tapOn(stack, user, page, `ga.o:000:${short(files[0]?.id)}:`);
  await telegram.waitFor(user.id, has("2 of 3"));
  await tapOn(stack, user, page, `ga.o:000:${short(files[1]?.id)}:`);
  const last = await telegram.waitFor(user.id, has("3 of 3"));
  expect(last.caption).toContain("Kazakh steppe");
  expect(last.message_id).toBe(page.message_id);
  await tapOn(stack, user, page, `ga.f:000:${short(files[2]?.id)}:`);
  await eventually(
    "a favourite",
    async () => (await query("select 1 from image_files where is_favourite")).length === 1,
  );
  await tapOn(stack, user, page, "ga.s:100::");
  await telegram.waitFor(user.id, has("1 of 1"));
  await tapOn(stack, user, page, `ga.s:044::${short(avatarId)}`);
  await telegram.waitFor(user.id, has("Kazakh steppe"));
  await tapOn(stack, user, page, `ga.p:000:${short(files[2]?.id)}:`);
  await telegram.waitFor(user.id, has("tap to copy"));
  await tapOn(stack, user, page, "ga.t:000::");
  await telegram.waitFor(user.id, has("Pictures here: 3"), 20_000);
  const below = await telegram.waitFor(user.id, has("What next?"));
  expect(JSON.stringify(below.reply_markup)).not.toContain("Older");

  // What it began from, and how long ago: each filter lets through what it says, alone and together with others.
  const [, middle, oldest] = files.map(({ id }) => id);
  await query("update image_files set created_at = created_at - interval '2 days' where id = $1", [middle]);
  await query("update image_files set created_at = created_at - interval '20 days' where id = $1", [oldest]);
  const lets = async (flags: string, words: string) => {
    await tapOn(stack, user, page, `ga.s:${flags}::`);
    await telegram.waitFor(
      user.id,
      (message) => message.message_id === page.message_id && has(words)(message),
    );
  };
  await lets("000", "1 of 3");
  await lets("001", "1 of 1");
  await lets("002", "1 of 2");
  await lets("140", "Kazakh steppe");
  await lets("003", "1 of 3");
  await lets("010", "1 of 2");
  await query("update images set source = 'vary' where source = 'words'");
  await lets("061", "1 of 1");
  await lets("060", "1 of 2");
  await query("update images set source = 'first' where source = 'vary'");
  await lets("071", "1 of 1");
  await lets("070", "1 of 2");
  await query("update images set source = 'words' where source = 'first'");

  // More than one overview: the next one begins where this one ended, and the last leads no further.
  const copies = Array.from({ length: 11 }, () => newId("pic"));
  for (const [i, id] of copies.entries())
    await query(
      `insert into image_files (id, image_id, user_id, position, vendor_url, storage_key, file_id, created_at)
       select $1, image_id, user_id, 10 + $2, vendor_url, storage_key, file_id, now() - interval '1 year' from image_files where id = $3`,
      [id, i, oldest],
    );
  const overviews = () => telegram.messages(user.id).filter(has("Pictures here: "));
  await tapOn(stack, user, page, "ga.t:000::");
  await telegram.waitFor(user.id, has("Pictures here: 10"), 20_000);
  const older = await telegram.waitFor(user.id, (message) => JSON.stringify(message).includes("▦ Older"));
  const further = older.reply_markup?.inline_keyboard.flat().find(({ text }) => text.includes("Older"));
  await tapOn(stack, user, older, further?.callback_data ?? "");
  await telegram.waitFor(user.id, has("Pictures here: 4"), 20_000);
  await stack.quiet();
  expect(overviews().map(({ caption }) => /\d+/.exec(caption ?? "")?.[0])).toEqual(["3", "10", "4"]);
  expect(JSON.stringify(telegram.messages(user.id).findLast(has("What next?")))).not.toContain("Older");
  await query("delete from image_files where id = any($1)", [copies]);

  // Somebody else's taps on these pictures change nothing and show nothing.
  const eve = telegram.addUser({ language_code: "en" });
  await meet(stack, eve);
  const menu = telegram.messages(eve.id).at(-1);
  if (!menu) throw new Error("nobody answered");
  const before = await query("select * from image_files order by id");
  for (const id of [files[0]?.id, newId("pic")]) {
    for (const act of ["s", "o", "n", "f", "d", "x", "u", "p", "t"])
      await tapOn(stack, eve, menu, `ga.${act}:000:${short(id)}:`);
    await tapOn(stack, eve, menu, `ga.s:000:${short(id)}:${short(avatarId)}`);
    await tapOn(stack, eve, menu, `ga.i:000::${short(avatarId)}`);
  }
  await stack.quiet();
  expect(await query("select * from image_files order by id")).toEqual(before);
  const seen = JSON.stringify(telegram.messages(eve.id));
  expect(telegram.messages(eve.id).filter(({ photo }) => photo)).toEqual([]);
  expect(seen).not.toContain("Anna");
  expect(seen).not.toContain("fox");
  expect(seen).not.toContain("Deleted.");

  // Deleting asks, and can be taken back.
  const chosen = files[0];
  const shown = await telegram.waitFor(user.id, ({ message_id }) => message_id === page.message_id);
  await tapOn(stack, user, shown, `ga.d:000:${short(chosen?.id)}:`);
  // It stays in sight while it is asked about.
  const question = await telegram.waitFor(user.id, has("Delete this picture?"));
  expect([question.message_id, question.photo !== undefined]).toEqual([shown.message_id, true]);
  await tapOn(stack, user, shown, `ga.x:000:${short(chosen?.id)}:`);
  const gone = await telegram.waitFor(user.id, has("Deleted. For 10 minutes"));
  await tapOn(stack, user, gone, `ga.u:000:${short(chosen?.id)}:`);
  await eventually(
    "taken back",
    async () => (await query("select 1 from image_files where deleted_at is not null")).length === 0,
  );
  await tapOn(stack, user, gone, `ga.x:000:${short(chosen?.id)}:`);
  await eventually(
    "deleted",
    async () => (await query("select 1 from image_files where deleted_at is not null")).length === 1,
  );
  await tapOn(stack, user, gone, "ga.m:000::");
  await telegram.waitFor(user.id, has("Kept: 2"));
  expect(telegram.messages(user.id).find(has("Kept: 2"))?.text).toContain("Spent: 15 coins");

  // When it can no longer be taken back its object goes, and no button brings it into the gallery again.
  const object = `${inject("s3Url")}/aisha-v2-avatars/${chosen?.storage_key}`;
  expect((await aws.fetch(object)).status).toBe(200);
  await query("update image_files set deleted_at = to_timestamp(1) where deleted_at is not null");
  await query("update jobs set payload = jsonb_set(payload, '{at}', '1000') where kind = 'images.erase'");
  await stack.later(1000);
  await eventually("its object is gone", async () => (await aws.fetch(object)).status === 404);
  await stack.quiet();
  await tapOn(stack, user, gone, `ga.u:000:${short(chosen?.id)}:`);
  await stack.quiet();
  await telegram.sendText(user, "/gallery");
  await telegram.waitFor(user.id, has("1 of 2"));
  expect(await query("select storage_key, file_id from image_files where id = $1", [chosen?.id])).toEqual([
    { storage_key: null, file_id: null },
  ]);
  expect(telegram.violations()).toEqual([]);
});
