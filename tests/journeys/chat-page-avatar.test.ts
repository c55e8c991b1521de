import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../harness/browser.ts";
import { eventually } from "../harness/stack.ts";
import { startAvatarStack } from "../harness/wizard.ts";
import { makePhotos } from "../makers/photos.ts";

let browser: Awaited<ReturnType<typeof openBrowser>>;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test("a person makes an avatar of twelve photos on the chat page, draws with it, and finds every picture in the gallery", async () => {
  await using stack = await startAvatarStack({
    fal: { trainingMs: 1500, drawingMs: 300 },
    settings: { BILLING_MODE: "coins", WELCOME_COINS: "200", OPENAI_MODEL: "gpt-4.1-mini" },
  });
  const { telegram, fal, query } = stack;
  const user = telegram.addUser({ first_name: "Айгуль", language_code: "ru" });
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const broken: string[] = [];
  page.on("pageerror", (error) => broken.push(error.message));
  await page.goto(`${telegram.url}/`);
  await page.getByRole("button", { name: "START" }).click();
  const chat = page.getByLabel("Messages", { exact: true });
  await chat.getByText("Я Аиша").waitFor();

  // The wizard: who, the name, the consent.
  await press(chat, "🎭 Аватары");
  await chat.getByText("Аватаров пока нет").waitFor();
  await press(chat, "➕ Новый аватар");
  await press(chat, "👩 Женщина");
  await chat.getByText("Как назвать аватар?").waitFor();
  await write(page, "Айгуль");
  await chat.getByText("Фотографии хранятся в закрытом хранилище").waitFor();
  await press(chat, "✅ Да, можно использовать");
  await chat.getByText("пришлите фотографии, от 10 до 20").waitFor();

  // Twelve at once; the page sends them as Telegram does, ten to an album.
  await sendFiles(page, await makePhotos(12));
  await bubble(chat, /принято 12 \(нужно от 10 до 20\)/).waitFor();
  await chat.getByText("Достаточно").waitFor();
  expect(await bubble(chat, "принято").count()).toBe(1);
  expect(await query("select state, count(*)::int from avatar_photos group by state")).toEqual([
    { state: "kept", count: 12 },
  ]);

  // Looked over once more, then ordered.
  await press(chat, "✅ К заказу");
  const review = bubble(chat, "Проверьте");
  await review.getByText("Фотографий: 12").waitFor();
  await review.getByText("Цена: 150 монет").waitFor();
  await eventually("twelve thumbnails are seen", async () => (await shownPhotos(theirs(chat))) === 12);
  await press(chat, "🚀 Обучить");
  await bubble(chat, "обучается").waitFor();
  await bubble(chat, "Айгуль готов!").waitFor();
  await bubble(chat, "первые картинки в подарок").waitFor();
  await eventually("the four first pictures are seen", async () => (await shownPhotos(theirs(chat))) === 16);
  await expect.poll(() => bubble(chat, "обучается").count()).toBe(0);

  // Drawn from own words, with the avatar.
  await write(page, "/draw");
  await bubble(chat, "Кого рисуем: Айгуль").waitFor();
  await press(chat, "✍️ Словами");
  await chat.getByText("Что нарисовать?").waitFor();
  await write(page, "на мосту в Париже под дождём, вечер");
  const prompt = bubble(chat, "Что будет нарисовано");
  await prompt.getByText("Цена: 5 монет").waitFor();
  await press(chat, "🖌 Нарисовать");
  await bubble(chat, "✅ Айгуль").waitFor();
  await eventually("the picture is seen", async () => (await shownPhotos(theirs(chat))) === 17);

  // The gallery: five pictures, the newest first, each of them real.
  await write(page, "/gallery");
  const gallery = bubble(chat, /\d из 5/);
  await gallery.getByText("1 из 5").waitFor();
  await gallery.getByText("Париже").waitFor();
  for (const number of [2, 3, 4, 5]) {
    await press(chat, "Старше ▶");
    await gallery.getByText(`${number} из 5`).waitFor();
    await eventually("it is seen", async () => (await shownPhotos(gallery)) === 1);
  }
  expect(await query("select state, trigger is not null as triggered from avatars")).toEqual([
    { state: "ready", triggered: true },
  ]);
  const [{ trigger } = { trigger: "" }] = await query<{ trigger: string }>("select trigger from avatars");
  const drawn = fal.requests().at(-1)?.input as { prompt?: string } | undefined;
  expect(drawn?.prompt).toContain(trigger);
  expect(await query("select sum(charged)::int as coins from works")).toEqual([{ coins: 155 }]);
  // What is meant as markup is read as markup, under photos too.
  expect(JSON.stringify(telegram.messages(user.id))).not.toMatch(/<\/?(b|i|code)>/);
  expect(telegram.violations()).toEqual([]);
  expect(fal.violations()).toEqual([]);
  expect(broken).toEqual([]);
  await page.close();
});

/** Presses the newest button of this name. */
const press = (chat: Locator, name: string): Promise<void> =>
  chat.getByRole("button", { name, exact: true }).last().click();

const bubble = (chat: Locator, text: string | RegExp): Locator =>
  chat.getByRole("article", { name: "Message from the bot" }).filter({ hasText: text });

const theirs = (chat: Locator): Locator => chat.getByRole("article", { name: "Message from the bot" });

/** How many photos there are whose pixels the browser has. */
const shownPhotos = async (inside: Locator): Promise<number> =>
  inside
    .locator("a.photo img")
    .evaluateAll(
      (images) =>
        images.filter((image) => (image as unknown as { naturalWidth: number }).naturalWidth > 0).length,
    );

async function write(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox", { name: "Message" }).fill(text);
  await page.keyboard.press("Enter");
}

async function sendFiles(page: Page, photos: Uint8Array[]): Promise<void> {
  await page.getByLabel("Files", { exact: true }).setInputFiles(
    photos.map((bytes, i) => ({
      name: `${i + 1}.jpg`,
      mimeType: "image/jpeg",
      buffer: Buffer.from(bytes),
    })),
  );
  await page.getByRole("dialog").getByRole("button", { name: /^Send/ }).click();
}
