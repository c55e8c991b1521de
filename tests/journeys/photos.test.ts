import { expect, test } from "vitest";
import { eventually } from "../harness/stack.ts";
import {
  type AvatarStack,
  seedAvatar,
  sendPhotos,
  startAvatarStack,
  startDraft,
  tapOn,
} from "../harness/wizard.ts";
import { makePhotos, scene } from "../makers/photos.ts";

const reasons = async ({ query }: AvatarStack) =>
  (
    await query<{ word: string }>(
      "select coalesce(failure, state::text) as word from avatar_photos order by message_id",
    )
  ).map(({ word }) => word);

test("every photo that is not taken is said with its reason; image files are taken like photos", async () => {
  await using stack = await startAvatarStack();
  const { telegram } = stack;
  const user = telegram.addUser({ language_code: "en" });
  await startDraft(stack, user, "Choosy");
  const [good] = await makePhotos(1);
  const picture = () => scene(300, 900, 1100);
  const jpeg = (made: ReturnType<typeof scene>) => made.jpeg({ quality: 85 }).toBuffer();
  const files: [name: string, type: string, bytes: Uint8Array, word: string][] = [
    ["good.jpg", "image/jpeg", good ?? new Uint8Array(), "kept"],
    ["again.jpg", "image/jpeg", good ?? new Uint8Array(), "duplicate"],
    ["good.png", "image/png", await scene(310, 800, 900).png({ palette: false }).toBuffer(), "kept"],
    ["good.webp", "image/webp", await scene(311, 800, 900).webp().toBuffer(), "kept"],
    ["same.jpg", "image/jpeg", await scene(310, 800, 900).jpeg({ quality: 70 }).toBuffer(), "nearly-same"],
    ["small.jpg", "image/jpeg", await jpeg(picture().resize(400)), "too-small"],
    ["dark.jpg", "image/jpeg", await jpeg(picture().linear(0.08, 0)), "too-dark"],
    ["bright.jpg", "image/jpeg", await jpeg(picture().linear(0.05, 245)), "too-bright"],
    ["blurred.jpg", "image/jpeg", await jpeg(picture().blur(14)), "blurred"],
    ["cut.jpg", "image/jpeg", (await jpeg(scene(312))).subarray(0, 20_000), "truncated"],
    [
      "IMG_1.HEIC",
      "image/heic",
      new TextEncoder().encode("\0\0\0\x18ftypheic\0\0\0\0mif1heic and more"),
      "heic",
    ],
    [
      "lie.jpg",
      "image/jpeg",
      new TextEncoder().encode("this is not a picture, whatever its name says"),
      "not-a-picture",
    ],
  ];
  for (const [file_name, mime_type, bytes] of files)
    await telegram.sendDocument(user, bytes, { file_name, mime_type });
  await eventually(
    "all are judged",
    async () => {
      const words = await reasons(stack);
      return words.length === files.length && !words.includes("received");
    },
    30_000,
  );
  // They are looked at side by side: of two that are the same, either may be the second.
  expect((await reasons(stack)).sort()).toEqual(files.map(([, , , word]) => word).sort());
  const said = await telegram.waitFor(user.id, ({ text }) => text?.includes("Not taken: 9") === true, 20_000);
  for (const words of [
    "HEIC: 1",
    "blurred: 1",
    "too dark: 1",
    "repeated: 1",
    "under 512",
    "Face checks are not connected",
  ])
    expect(said.text).toContain(words);
  // What was not taken is not stored.
  await eventually("only the kept are stored", async () => (await stack.objects()).length === 3);
});

test("a model looks for one clear face, a few photos at a time; without its answer the review says so", async () => {
  await using stack = await startAvatarStack({ settings: { OPENAI_MODEL: "gpt-4o" } });
  const { telegram, openai, query } = stack;
  const user = telegram.addUser({ language_code: "en" });
  openai.script(
    "picture_1",
    {
      picture_1: "one-clear-face",
      picture_2: "many-faces",
      picture_3: "covered-face",
      picture_4: "one-clear-face",
    },
    { times: 1 },
  );
  openai.faults.add({ route: "chat", status: 503, times: 1 });
  await startDraft(stack, user, "Seen");
  await sendPhotos(stack, user, await makePhotos(6));
  await eventually(
    "all are seen",
    async () => {
      await query(
        "update jobs set run_after = now(), woken_at = to_timestamp(0) where state = 'waiting' and kind = 'avatars.faces'",
      );
      await stack.worker.tick();
      return (await query("select 1 from avatar_photos where faces_seen_at is not null")).length === 6;
    },
    30_000,
  );
  expect((await reasons(stack)).sort()).toEqual([
    "covered-face",
    "kept",
    "kept",
    "kept",
    "kept",
    "many-faces",
  ]);
  const said = await telegram.waitFor(
    user.id,
    ({ text }) => text?.includes("several people: 1") === true,
    20_000,
  );
  expect(said.text).not.toContain("not connected");
  expect(openai.violations()).toEqual([]);
});

test("a photo about which the model said nothing counts as unseen, is not asked about again, and hides no other", async () => {
  await using stack = await startAvatarStack({ settings: { OPENAI_MODEL: "gpt-4o" } });
  const { telegram, openai, query } = stack;
  const user = telegram.addUser({ language_code: "en" });
  // Of the first four one gets no verdict, one is refused, and one is larger than what fits beside others.
  openai.script(
    "picture_4",
    { picture_1: "one-clear-face", picture_2: "no-face", picture_3: "one-clear-face", picture_4: "lovely" },
    { times: 1 },
  );
  const avatarId = await startDraft(stack, user, "Unsaid");
  await sendPhotos(stack, user, await makePhotos(5));
  const asked = () => query("select 1 from avatar_photos where faces_asked_at is not null");
  await eventually(
    "all are asked about",
    async () => {
      await query(
        "update jobs set run_after = now(), woken_at = to_timestamp(0) where state = 'waiting' and kind = 'avatars.faces'",
      );
      await stack.worker.tick();
      return (await asked()).length === 5;
    },
    30_000,
  );
  const unseen = await query("select state from avatar_photos where faces_seen_at is null");
  expect(unseen).toEqual([{ state: "kept" }]);
  // The refused one is not stored any more.
  await eventually("its object is gone", async () => (await stack.objects()).length === 4);
  const menu = await telegram.waitFor(
    user.id,
    ({ text }) => text?.includes("no face to be seen: 1") === true,
  );
  await telegram.tap(user, menu, `av.check:${avatarId}`);
  await telegram.waitFor(user.id, ({ text }) => text?.includes("faces of 1 photo") === true, 20_000);
  expect(openai.violations()).toEqual([]);
});

test("photos of a draft go when nothing was done with it for thirty days, and it says so when it is opened", async () => {
  await using stack = await startAvatarStack();
  const { telegram, query } = stack;
  const user = telegram.addUser({ language_code: "en" });
  const avatarId = await seedAvatar(stack, user);
  const left = async () => (await query("select 1 from avatar_photos")).length;
  const rest = async (interval: string) => {
    await query("update avatars set changed_at = changed_at - $1::interval", [interval]);
    await query("update avatar_photos set changed_at = changed_at - $1::interval", [interval]);
    await stack.worker.tick();
    await stack.quiet();
  };
  await rest("29 days");
  expect(await left()).toBe(10);
  // Opened in between: the days begin anew.
  const menu = telegram.messages(user.id).findLast(({ from }) => from?.is_bot);
  if (!menu) throw new Error("nothing was shown");
  await tapOn(stack, user, menu, `av.go:${avatarId}`);
  await rest("2 days");
  expect(await left()).toBe(10);
  await query("update avatars set opened_at = opened_at - interval '31 days'");
  await rest("1 minute");
  await eventually("they are gone", async () => (await left()) === 0 && (await stack.objects()).length === 0);
  expect(await query("select state from avatars")).toEqual([{ state: "draft" }]);
  await tapOn(stack, user, menu, `av.go:${avatarId}`);
  await telegram.waitFor(user.id, ({ text }) => text?.includes("photos of this draft were deleted") === true);
  expect(telegram.violations()).toEqual([]);
});

test("the viewer takes a photo away, and its object with it", async () => {
  await using stack = await startAvatarStack();
  const { telegram, query } = stack;
  const user = telegram.addUser({ language_code: "en" });
  const avatarId = await startDraft(stack, user, "Viewed");
  await sendPhotos(stack, user, await makePhotos(2));
  const counted = await telegram.waitFor(user.id, ({ text }) => text?.includes("2 taken") === true, 20_000);
  await telegram.tap(user, counted, `av.photos:${avatarId}`);
  const shown = await telegram.waitFor(user.id, ({ caption }) => caption?.includes("Photo 1 of 2") === true);
  const [first] = await query<{ id: string }>("select id from avatar_photos order by message_id limit 1");
  await telegram.tap(user, shown, `av.drop:${first?.id}`);
  await telegram.waitFor(user.id, ({ caption }) => caption?.includes("Photo 1 of 1") === true);
  await eventually("one is left", async () => (await query("select 1 from avatar_photos")).length === 1);
  await eventually("one object is left", async () => (await stack.objects()).length === 1);
  await telegram.waitFor(user.id, ({ text }) => text?.includes("1 taken") === true, 20_000);
  // Once more, as a double tap would: it is gone, and nothing else goes.
  await telegram.tap(user, shown, `av.drop:${first?.id}`);
  await telegram.idle();
  expect(await query("select 1 from avatar_photos")).toHaveLength(1);
});

test("a review lays the photos out once, whatever is tried again, and anew when they are others", async () => {
  await using stack = await startAvatarStack();
  const { telegram, query } = stack;
  const user = telegram.addUser({ language_code: "en" });
  const avatarId = await startDraft(stack, user, "Reviewed");
  const photos = await makePhotos(5);
  await telegram.sendAlbum(user, photos.slice(0, 3));
  for (const [i, bytes] of photos.slice(3).entries())
    await telegram.sendDocument(user, bytes, { file_name: `${i}.jpg`, mime_type: "image/jpeg" });
  const counted = await telegram.waitFor(user.id, ({ text }) => text?.includes("5 taken") === true, 20_000);
  const laidOut = () =>
    telegram.messages(user.id).filter(({ from, photo, document }) => from?.is_bot && (photo || document));
  const quiet = () =>
    eventually("quiet", async () => {
      await query("update jobs set run_after = now(), woken_at = to_timestamp(0) where state = 'waiting'");
      await stack.worker.tick();
      return (await query("select 1 from jobs where state <> 'done'")).length === 0;
    });
  const isReview = ({ text }: { text?: string }) => text?.includes("Photos: 5") === true;

  // The second album has to wait, and the answer to the review's message is lost: both are tried again.
  telegram.faults.add({ method: "sendMediaGroup", status: 429, retryAfter: 1, times: 1 });
  telegram.faults.add({ method: "sendMessage", drop: true, effect: true, times: 1 });
  await telegram.tap(user, counted, `av.check:${avatarId}`);
  const review = await telegram.waitFor(user.id, isReview, 20_000);
  await quiet();
  const first = laidOut();
  expect(first.map(({ photo }) => (photo ? "photo" : "file"))).toEqual([
    "photo",
    "photo",
    "photo",
    "file",
    "file",
  ]);
  expect(first.every(({ message_id }) => message_id < review.message_id)).toBe(true);

  // Looked at again, by a double tap and from the review itself: nothing is shown twice.
  await Promise.all([counted, counted, review].map((at) => telegram.tap(user, at, `av.check:${avatarId}`)));
  await telegram.idle();
  await quiet();
  expect(laidOut()).toEqual(first);

  // One photo is taken away: the others take their place.
  const [one] = await query<{ id: string }>("select id from avatar_photos order by message_id limit 1");
  await tapOn(stack, user, review, `av.drop:${one?.id}`);
  await eventually("one is gone", async () => (await query("select 1 from avatar_photos")).length === 4);
  await quiet();
  const before = laidOut().map(({ message_id }) => message_id);
  await Promise.all([review, review].map((at) => telegram.tap(user, at, `av.check:${avatarId}`)));
  await telegram.idle();
  await quiet();
  const second = laidOut().filter(({ caption }) => caption === undefined);
  expect(second.filter(({ message_id }) => before.includes(message_id))).toEqual([]);
  expect(second).toHaveLength(4);
  expect(telegram.violations()).toEqual([]);
});

test("photos without an open avatar, and names nobody asked for, are answered helpfully", async () => {
  await using stack = await startAvatarStack();
  const { telegram, query } = stack;
  const user = telegram.addUser({ language_code: "en" });
  const photos = await makePhotos(2);
  const answers = (part: string) =>
    telegram.messages(user.id).filter(({ from, text }) => from?.is_bot && text?.includes(part));
  // Nothing was begun: one answer to an album says what photos are good for.
  await telegram.sendAlbum(user, photos);
  const said = await telegram.waitFor(user.id, ({ text }) => text?.includes("begin with one of") === true);
  await telegram.idle();
  // Begun, but the name and the consent are missing: they are asked for again.
  await tapOn(stack, user, said, "av.make:woman");
  await telegram.waitFor(user.id, ({ text }) => text?.includes("What shall the avatar") === true);
  await telegram.sendAlbum(user, photos);
  await telegram.waitFor(user.id, ({ text }) => /not taken yet.*What shall the avatar/s.test(text ?? ""));
  await telegram.sendText(user, "Early");
  await telegram.waitFor(user.id, ({ text }) => text?.startsWith("🔒") === true);
  await sendPhotos(stack, user, photos.slice(1));
  const consent = await telegram.waitFor(user.id, ({ text }) => /not taken yet.*🔒/s.test(text ?? ""));
  expect(JSON.stringify(consent.reply_markup)).toContain("av.consent:");
  expect([answers("begin with one of").length, answers("not taken yet").length]).toEqual([0, 2]);
  expect(await query("select 1 from avatar_photos")).toEqual([]);
  await query("delete from avatars");

  const other = telegram.addUser({ language_code: "en" });
  await startDraft(stack, other, "Two  words\u202e");
  expect(await query("select name, awaits from avatars")).toEqual([{ name: "Two words", awaits: "photos" }]);
  await telegram.sendText(other, "Another name");
  await telegram.idle();
  expect(await query("select name from avatars")).toEqual([{ name: "Two words" }]);
});
