import { expect, test } from "vitest";
import { fileAddress } from "./download.ts";

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
