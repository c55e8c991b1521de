import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../harness/browser.ts";
import { startStack } from "../harness/stack.ts";

let browser: Awaited<ReturnType<typeof openBrowser>>;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const FIXTURES = join(import.meta.dirname, "../fixtures");

test("a person records a voice message on the chat page, sees the status, then the text", async () => {
  await using stack = await startStack({ openai: { latencyMs: 600 } });
  stack.telegram.addUser({ first_name: "Айгуль", language_code: "ru" });
  const page = await browser.newPage();
  const broken: string[] = [];
  page.on("pageerror", (error) => broken.push(error.message));
  await page.goto(`${stack.telegram.url}/`);
  await page.getByRole("button", { name: "START" }).click();
  const chat = page.getByLabel("Messages", { exact: true });
  await chat.getByText("Я Аиша").waitFor();

  await page.getByRole("button", { name: "Record a voice message" }).click();
  await page.waitForTimeout(2000);
  await page.getByRole("button", { name: "Send voice message" }).click();
  await chat.getByText(/Получаю запись|Слушаю/).waitFor();
  await chat.getByText("it received a ogg/opus recording").waitFor();
  await expect.poll(() => chat.getByText(/Получаю запись|Слушаю/).count()).toBe(0);
  expect(await stack.query("select container, codec, source from transcripts")).toEqual([
    { container: "ogg", codec: "opus", source: "voice" },
  ]);
  expect(broken).toEqual([]);
  await page.close();
});

test.each(["voice-ru.ogg", "speech-ru.mp3", "speech-en.m4a", "video-note-ru.mp4", "video-en.webm"])(
  "real speech picked as a file becomes text: %s",
  async (name) => {
    await using stack = await startStack();
    stack.telegram.addUser({ first_name: "Anna", language_code: "en" });
    const page = await browser.newPage();
    await page.goto(`${stack.telegram.url}/`);
    await page.getByLabel("Files", { exact: true }).setInputFiles(join(FIXTURES, name));
    await page.getByRole("dialog").getByRole("button", { name: /^Send/ }).click();
    await page.getByLabel("Messages", { exact: true }).getByText("it received a").waitFor();
    const [row] = await stack.query<{
      state: string;
      seconds: number;
      original_key: string;
      text_key: string;
    }>("select * from transcripts");
    expect(row?.seconds).toBeCloseTo(8.9, 0);
    expect((await stack.object(row?.original_key ?? ""))?.length).toBe(
      readFileSync(join(FIXTURES, name)).length,
    );
    expect((await stack.object(row?.text_key ?? ""))?.length).toBeGreaterThan(50);
    await page.close();
  },
);
