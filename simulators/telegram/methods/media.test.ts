import { readFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestBot, type TestBot } from "../open-test-bot.ts";
import type { Message } from "../wire.ts";

let bot: TestBot;
beforeAll(async () => {
  bot = await openTestBot();
});
afterAll(() => bot[Symbol.asyncDispose]());

const fixture = (name: string) => readFileSync(join(import.meta.dirname, "../../../tests/fixtures", name));
const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "#39e" } })
    .png()
    .toBuffer();
const download = (path: unknown, headers: Record<string, string> = {}) =>
  fetch(`${bot.telegram.url}/file/bot${bot.telegram.token}/${path}`, { headers });

test("a voice message has its measured duration, no name, and a path that ends in .oga", async () => {
  const { voice } = await bot.telegram.sendVoice(bot.anna, fixture("voice-ru.ogg"), { file_name: "x.ogg" });
  expect(voice).toEqual({
    duration: 9,
    mime_type: "audio/ogg",
    file_id: expect.any(String),
    file_unique_id: expect.any(String),
    file_size: fixture("voice-ru.ogg").length,
  });
  const { result } = await bot.call("getFile", { file_id: voice?.file_id });
  expect(result.file_path).toMatch(/^voice\/file_\d+\.oga$/);
});

test("a video note states neither type nor name", async () => {
  const { video_note } = await bot.telegram.sendVideoNote(bot.anna, fixture("video-note-ru.mp4"));
  expect(Object.keys(video_note ?? {}).sort()).toEqual([
    "duration",
    "file_id",
    "file_size",
    "file_unique_id",
    "length",
  ]);
});

test("a download has its length, is only bytes, and can be read from the middle", async () => {
  const bytes = fixture("speech-ru.mp3");
  const { audio } = await bot.telegram.sendAudio(bot.anna, bytes, { file_name: "речь.mp3" });
  const { result } = await bot.call("getFile", { file_id: audio?.file_id });
  const whole = await download(result.file_path);
  expect(whole.headers.get("content-length")).toBe(String(bytes.length));
  expect(whole.headers.get("content-type")).toBe("application/octet-stream");
  const part = await download(result.file_path, { range: "bytes=10-19" });
  expect(part.status).toBe(206);
  expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(10, 20));
  expect((await download(result.file_path, { range: "bytes=999999999-" })).status).toBe(416);
});

test("a link works after getFile only, and for an hour", async () => {
  let now = Date.now();
  await using later = await openTestBot({ now: () => now, webhook: false });
  const { document } = await later.telegram.sendDocument(later.anna, Buffer.from("x"), {
    file_name: "a.txt",
  });
  const file = () => fetch(`${later.telegram.url}/file/bot${later.telegram.token}/documents/file_0.txt`);
  expect((await file()).status).toBe(404);
  await later.call("getFile", { file_id: document?.file_id });
  expect((await file()).status).toBe(200);
  now += 3_600_001;
  expect((await file()).status).toBe(404);
});

test("files above 20 MB are not handed out", async () => {
  const size = 20 * 2 ** 20;
  const most = await bot.telegram.sendDocument(bot.anna, Buffer.from("x"), { file_size: size });
  const more = await bot.telegram.sendDocument(bot.anna, Buffer.from("x"), { file_size: size + 1 });
  expect((await bot.call("getFile", { file_id: most.document?.file_id })).ok).toBe(true);
  expect((await bot.call("getFile", { file_id: more.document?.file_id })).description).toBe(
    "Bad Request: file is too big",
  );
});

test("a made-up file id is told from a lost one", async () => {
  expect((await bot.call("getFile", { file_id: "../etc" })).description).toBe("Bad Request: invalid file_id");
  expect((await bot.call("getFile", { file_id: "A".repeat(60) })).description).toBe(
    "Bad Request: wrong file_id or the file is temporarily unavailable",
  );
});

test("a person's photo arrives as JPEGs, ascending, none longer than 1280", async () => {
  const { photo } = await bot.telegram.sendPhoto(bot.anna, await picture(2000, 1000));
  expect(photo?.map(({ width, height }) => [width, height])).toEqual([
    [90, 45],
    [320, 160],
    [800, 400],
    [1280, 640],
  ]);
  const { result } = await bot.call("getFile", { file_id: photo?.at(-1)?.file_id });
  const bytes = Buffer.from(await (await download(result.file_path)).arrayBuffer());
  expect((await sharp(bytes).metadata()).format).toBe("jpeg");
});

test("an album is one update for each photo, under one group, the caption on the first", async () => {
  bot.received.length = 0;
  await bot.telegram.sendAlbum(
    bot.anna,
    [await picture(20, 20), await picture(30, 30), await picture(40, 40)],
    {
      caption: "c",
    },
  );
  await bot.telegram.idle();
  const messages = bot.received.map(({ update }) => update.message);
  expect(messages.map((message) => message?.caption)).toEqual(["c", undefined, undefined]);
  expect(new Set(messages.map((message) => message?.media_group_id)).size).toBe(1);
});

test("the bot's album needs two to ten items of kinds that go together", async () => {
  const { document } = await bot.telegram.sendDocument(bot.anna, Buffer.from("x"), { file_name: "a.txt" });
  const { photo } = await bot.telegram.sendPhoto(bot.anna, await picture(20, 20));
  const group = (media: unknown[]) => bot.call<Message[]>("sendMediaGroup", { chat_id: bot.anna.id, media });
  const one = { type: "photo", media: photo?.[0]?.file_id };
  expect((await group([one])).description).toBe("Bad Request: media group must include 2-10 items");
  expect((await group([one, { type: "document", media: document?.file_id }])).description).toBe(
    "Bad Request: document can't be mixed with other media types",
  );
  const { result } = await group([one, { ...one, caption: "second" }]);
  expect(result).toHaveLength(2);
  expect(result[0]?.media_group_id).toBe(result[1]?.media_group_id);
});

test("the bot's photo has to be a picture of decent shape", async () => {
  const photo = async (bytes: Uint8Array<ArrayBuffer>) =>
    (await bot.upload("sendPhoto", { chat_id: String(bot.anna.id), photo: new File([bytes], "p.png") }))
      .description;
  expect(await photo(new Uint8Array(Buffer.from("not a picture")))).toBe("Bad Request: IMAGE_PROCESS_FAILED");
  expect(await photo(new Uint8Array(await picture(2100, 100)))).toBe("Bad Request: PHOTO_INVALID_DIMENSIONS");
  expect(await photo(new Uint8Array(10 * 2 ** 20 + 1))).toBe("Bad Request: PHOTO_SAVE_FILE_INVALID");
});

test("an upload above 50 MB is refused with 413, and the sender hears it", async () => {
  const document = new File([new Uint8Array(50 * 2 ** 20 + 100_000)], "big.bin");
  expect(await bot.upload("sendDocument", { chat_id: String(bot.anna.id), document })).toEqual({
    ok: false,
    error_code: 413,
    description: "Request Entity Too Large",
  });
});
