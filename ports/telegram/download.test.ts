import { Api } from "grammy";
import { afterEach, expect, test, vi } from "vitest";
import { downloading, fileAddress } from "./download.ts";

afterEach(() => void vi.unstubAllGlobals());

const TOKEN = "7000000001:a-token";

test("Telegram's own servers serve a file by its path", () =>
  expect(fileAddress("voice/file_1.oga", TOKEN, "https://api.telegram.org")).toBe(
    `https://api.telegram.org/file/bot${TOKEN}/voice/file_1.oga`,
  ));

test("the files of a local server with --local are served from its directory by another", () => {
  const path = `/var/lib/telegram-bot-api/${TOKEN}/documents/file 1.mp3`;
  expect(fileAddress(path, TOKEN, "http://bot-api:8081", "http://files:8082/")).toBe(
    `http://files:8082/${encodeURIComponent(TOKEN)}/documents/file%201.mp3`,
  );
});

test("without one the operator learns what is missing", () =>
  expect(() => fileAddress(`/var/lib/${TOKEN}/a.mp3`, TOKEN, "http://bot-api:8081")).toThrow(
    "TELEGRAM_FILE_ROOT",
  ));

test("a file that breaks on its way is Telegram's trouble, and no text of it holds the token", async () => {
  const { download } = downloading(new Api(TOKEN), { token: TOKEN, apiRoot: "https://api.telegram.org" });
  const body = new ReadableStream({
    type: "bytes",
    pull: (controller) => controller.error(new TypeError(`lost https://api.telegram.org/file/bot${TOKEN}/a`)),
  });
  vi.stubGlobal("fetch", async () => new Response(body, { headers: { "content-length": "9" } }));
  const response = await download("a");
  expect(response.headers.get("content-length")).toBe("9");
  const trouble = await response.arrayBuffer().catch((error: unknown) => error);
  expect(trouble).toMatchObject({ part: "telegram" });
  expect(JSON.stringify([trouble, String(trouble), String((trouble as Error).cause)])).not.toContain(TOKEN);
});

test("a server that answers no or nothing is asked again later", async () => {
  const { download } = downloading(new Api(TOKEN), { token: TOKEN, apiRoot: "https://api.telegram.org" });
  vi.stubGlobal("fetch", async () => new Response("", { status: 429, headers: { "retry-after": "7" } }));
  await expect(download("a")).rejects.toMatchObject({ part: "telegram", waitSeconds: 7 });
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("fetch failed")));
  await expect(download("a")).rejects.toMatchObject({ part: "telegram" });
});
