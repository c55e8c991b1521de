import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openBrowser } from "../harness/browser.ts";
import { type CorsProxy, startCorsProxy } from "../harness/cors-proxy.ts";
import { eventually, type Stack, startStack } from "../harness/stack.ts";
import { makeRuler } from "../makers/ruler.ts";

/** Larger than Telegram hands out, three parts of 8 MiB: a minute of WAV as studios keep it. */
const SECONDS = 60;

let browser: Browser;
let home: string;
let recording: string;
beforeAll(async () => {
  browser = await openBrowser();
  home = mkdtempSync(join(tmpdir(), "aisha upload "));
  recording = join(home, "Планёрка <1>.wav");
  writeFileSync(
    recording,
    await makeRuler({ seconds: SECONDS, container: "wav", codec: "f32", rate: 48_000, channels: 2 }),
  );
});
afterAll(async () => {
  await browser?.close();
  rmSync(home, { recursive: true, force: true });
});

interface Site extends AsyncDisposable {
  stack: Stack;
  proxy: CorsProxy;
  chatId: number;
  /** The personal page's address. */
  link: string;
}

/** A person whose file is too large for Telegram, and the link they got. */
async function start(settings: Record<string, string> = {}): Promise<Site> {
  const proxy = await startCorsProxy(inject("s3Url"));
  const stack = await startStack({
    settings: {
      PUBLIC_URL: "https://aisha.example",
      MINIO_PUBLIC_URL: proxy.url,
      TRANSCRIBE_PART_SECONDS: "15",
      ...settings,
    },
  });
  const { telegram } = stack;
  const user = telegram.addUser({ language_code: "ru" });
  const sent = await telegram.sendDocument(user, new Uint8Array(20 * 2 ** 20 + 1), { file_name: "long.wav" });
  const answer = await telegram.waitFor(user.id, ({ text }) => text?.includes("личной странице") === true);
  expect(answer.reply_to_message?.message_id).toBe(sent.message_id);
  const button = answer.reply_markup?.inline_keyboard?.[0]?.[0] as { url: string } | undefined;
  return {
    stack,
    proxy,
    chatId: user.id,
    link: (button?.url ?? "").replace("https://aisha.example", stack.worker.url),
    async [Symbol.asyncDispose]() {
      await stack[Symbol.asyncDispose]();
      await proxy.close();
    },
  };
}

/** Opens the page as a phone would, and collects what it complains about. */
async function open(link: string): Promise<{ page: Page; complaints: string[]; asked: string[] }> {
  const context = await browser.newContext({ viewport: { width: 360, height: 640 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  const asked: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !/Failed to load resource/.test(message.text()))
      complaints.push(message.text());
  });
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(link);
  return { page, complaints, asked };
}

const statusOf = (page: Page) => page.locator("#status").textContent();
const says = (page: Page, words: string) =>
  eventually(
    `the page says "${words}"`,
    async () => (await statusOf(page))?.includes(words) === true,
    30_000,
  );
const secondsIn = (text = "") => [...text.matchAll(/\bs(\d+)\b/g)].map(([, second]) => Number(second));

test("a file too large for Telegram goes from the browser to the store, and its text comes as a reply", async () => {
  await using site = await start();
  const { stack, proxy, chatId, link } = site;
  let cuts = 0;
  proxy.decide = (number) => (number === 2 && ++cuts <= 2 ? "cut" : "pass");
  const { page, complaints, asked } = await open(link);
  expect(await page.title()).toBe("Загрузка записи");
  await page.setInputFiles("#file", recording);
  await says(page, "Готово");
  expect(cuts).toBe(3);
  expect(proxy.arrived.toSorted()).toEqual([1, 2, 3]);
  const answer = await stack.telegram.waitFor(
    chatId,
    (message) => secondsIn(message.text ?? message.caption).includes(0),
    60_000,
  );
  expect(answer.reply_to_message).toBeDefined();
  const [row] = await stack.query("select source, state, bytes, claimed_name, text from transcripts");
  expect(row).toMatchObject({ source: "upload", claimed_name: "Планёрка <1>.wav" });
  expect(secondsIn(String(row?.text))).toEqual(Array.from({ length: SECONDS }, (_, i) => i));

  expect(complaints).toEqual([]);
  const origins = new Set(asked.map((url) => new URL(url).origin).filter((origin) => origin !== "null"));
  expect([...origins].toSorted()).toEqual(
    [new URL(stack.worker.url).origin, new URL(proxy.url).origin].toSorted(),
  );
  for (const url of asked) expect(url).not.toContain("local-secret");
  await page.context().close();

  const again = await open(link);
  expect(await statusOf(again.page)).toContain("Готово");
  expect(await again.page.locator("#choose").isVisible()).toBe(false);
  await again.page.context().close();
  expect(
    (await fetch(`${link}/begin`, { method: "POST", body: '{"name":"x","bytes":1,"modified":1}' })).status,
  ).toBe(410);
}, 120_000);

test("a page that was closed goes on with the same file, and sends nothing twice", async () => {
  await using site = await start();
  const { proxy, link } = site;
  let go: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    go = resolve;
  });
  proxy.decide = async (number) => {
    if (number !== 1) await held;
    return "pass" as const;
  };
  const first = await open(link);
  await first.page.setInputFiles("#file", recording);
  await eventually(
    "the first part is noted",
    async () => (await site.stack.query("select from uploads where tags ? '1'")).length === 1,
    30_000,
  );
  await first.page.context().close();
  proxy.decide = () => "pass";
  const second = await open(link);
  expect(await statusOf(second.page)).toContain("Планёрка <1>.wav");
  await second.page.setInputFiles("#file", recording);
  await says(second.page, "Готово");
  go();
  expect(proxy.arrived.filter((number) => number === 1)).toHaveLength(1);
  expect(second.complaints).toEqual([]);
  await second.page.context().close();
}, 120_000);

test("a store that lets no browsers in is named as the trouble, and not the connection", async () => {
  await using site = await start();
  site.proxy.open = false;
  const { page } = await open(site.link);
  await page.setInputFiles("#file", recording);
  await says(page, "не принимает файлы из браузера");
  expect(site.proxy.arrived).toEqual([]);
  await page.context().close();
}, 60_000);

test("the page takes no empty file and none beyond the limit, and says so without asking anybody", async () => {
  await using site = await start({ UPLOAD_MAX_MB: "1" });
  const { page, complaints } = await open(site.link);
  const empty = join(home, "empty.wav");
  writeFileSync(empty, "");
  await page.setInputFiles("#file", empty);
  await says(page, "пустой");
  await page.setInputFiles("#file", recording);
  await says(page, "больше 1 МБ");
  expect(await site.stack.query("select writing from uploads")).toEqual([{ writing: null }]);
  expect(complaints).toEqual([]);
  await page.context().close();
}, 60_000);

test("what a page asks for is checked by the server too", async () => {
  await using site = await start({ UPLOAD_MAX_MB: "1" });
  const { link, stack, proxy } = site;
  const ask = async (act: string, body: unknown, address = link) => {
    const answer = await fetch(`${address}/${act}`, { method: "POST", body: JSON.stringify(body) });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const file = { name: "a.ogg", bytes: 5, modified: 1 };
  expect((await ask("begin", { ...file, bytes: 2 ** 20 + 1 })).status).toBe(413);
  for (const body of [[], {}, { ...file, bytes: 0 }, { ...file, bytes: 1.5 }, { ...file, name: 7 }])
    expect((await ask("begin", body)).status).toBe(400);
  expect((await ask("link", { number: 1 })).status).toBe(409);
  expect((await ask("finish", {})).status).toBe(409);
  expect((await ask("begin", file)).body).toEqual({ partBytes: 8 * 2 ** 20, parts: [] });
  expect((await ask("link", { number: 2 })).status).toBe(400);
  const { url } = (await ask("link", { number: 1 })).body as { url: string };
  expect((await fetch(url, { method: "PUT", body: "more than five" })).status).toBe(403);
  const put = await fetch(url, { method: "PUT", body: "12345" });
  expect(put.status).toBe(200);
  expect(new URL(url).origin).toBe(new URL(proxy.url).origin);
  expect((await ask("part", { number: 1, tag: put.headers.get("etag") })).status).toBe(200);

  const [id = "", mac = ""] = link.split("/").at(-1)?.split(".") ?? [];
  const forged = link.replace(
    mac,
    mac.replace(/^./, (letter) => (letter === "0" ? "1" : "0")),
  );
  const missing = link.replace(id, `trn_${"0".repeat(26)}`);
  for (const address of [forged, missing]) {
    expect((await fetch(address)).status).toBe(404);
    expect((await ask("begin", file, address)).status).toBe(404);
  }

  const finishes = await Promise.all([ask("finish", {}), ask("finish", {}), ask("finish", {})]);
  expect(finishes.every(({ status }) => [200, 410].includes(status))).toBe(true);
  await eventually(
    "what was uploaded is looked at, and is no recording",
    async () =>
      (await stack.query("select from transcripts where state in ('refused', 'delivered')")).length === 1,
  );
  expect(await stack.query("select from jobs where kind = 'transcription.ingest'")).toHaveLength(2);
});

test("a link that expired opens nothing, and what was begun with it is taken out of the store", async () => {
  await using site = await start();
  const { link, stack } = site;
  await fetch(`${link}/begin`, { method: "POST", body: '{"name":"x","bytes":5,"modified":1}' });
  await stack.query("update uploads set expires_at = now() - interval '1 second'");
  const page = await fetch(link);
  expect(page.status).toBe(410);
  expect(await page.text()).toContain("Страница закрыта");
  expect((await fetch(`${link}/link`, { method: "POST", body: '{"number":1}' })).status).toBe(410);
  await stack.worker.tick();
  await eventually("it is forgotten", async () => (await stack.query("select from uploads")).length === 0);
  expect((await fetch(link)).status).toBe(404);
});

test("the page keeps to its own: policy, no referrer, no cache, nothing of others", async () => {
  await using site = await start();
  const page = await fetch(site.link);
  const policy = page.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain(`connect-src 'self' ${new URL(site.proxy.url).origin}`);
  expect(policy).not.toMatch(/unsafe|\*/);
  expect(page.headers.get("referrer-policy")).toBe("no-referrer");
  expect(page.headers.get("cache-control")).toBe("no-store");
  const html = await page.text();
  expect(html).not.toMatch(/https?:\/\/|<script>|style=|\son[a-z]+=/);
  for (const [name, type] of [
    ["upload.js", "text/javascript"],
    ["upload.css", "text/css"],
  ] as const) {
    const answer = await site.stack.worker.fetch(`/${name}`);
    expect(answer.headers.get("content-type")).toContain(type);
    await answer.text();
  }
});

test("where no public address is named, or uploads are off, a large file is refused as before", async () => {
  for (const settings of [{ PUBLIC_URL: "" }, { PUBLIC_URL: "https://aisha.example", UPLOAD_MAX_MB: "0" }]) {
    await using stack = await startStack({ settings });
    const user = stack.telegram.addUser({ language_code: "en" });
    await stack.telegram.sendDocument(user, new Uint8Array(20 * 2 ** 20 + 1), { file_name: "long.wav" });
    const answer = await stack.telegram.waitFor(user.id, ({ text }) => text?.includes("split it") === true);
    expect(answer.reply_markup).toBeUndefined();
  }
});
