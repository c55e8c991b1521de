import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hideSecrets } from "./check-settings.ts";
import { aboutWebhook } from "./check-telegram.ts";
import { findShutdown } from "./shutdowns.ts";

const now = new Date("2026-11-20T12:00:00Z");
const good = {
  url: "https://a.example/webhook/telegram",
  has_custom_certificate: false,
  pending_update_count: 0,
  max_connections: 100,
  allowed_updates: JSON.parse(
    `[${/ALLOWED_UPDATES = \[([\s\S]*?)\] as/.exec(readFileSync(join(import.meta.dirname, "../telegram.ts"), "utf8"))?.[1]?.replace(/,\s*$/, "")}]`,
  ),
} as Parameters<typeof aboutWebhook>[0];

test("a webhook that works is fine, an old failure of it too", () => {
  const old = { ...good, last_error_date: now.getTime() / 1000 - 86_400, last_error_message: "timeout" };
  expect(aboutWebhook(old, good.url, now).map(({ state }) => state)).toEqual(["ok"]);
});

test.each([
  [{ url: "" }, "warn", "none is set"],
  [{ url: "https://b.example/x" }, "fail", "https://b.example"],
  [{ allowed_updates: ["message"] }, "fail", "callback_query"],
  [{ last_error_date: now.getTime() / 1000 - 9, last_error_message: "401 Unauthorized" }, "fail", "401"],
  [{ pending_update_count: 5000 }, "warn", "5000 updates"],
])("%j is %s: %s", (change, state, words) => {
  const [finding] = aboutWebhook({ ...good, ...change } as typeof good, good.url, now);
  expect(finding).toMatchObject({ state, what: expect.stringContaining(words), fix: expect.any(String) });
});

test("models with an announced end are known, living ones are not", () => {
  expect(findShutdown("whisper-1")?.date).toBe("2027-02-26");
  expect(findShutdown("gpt-3.5-turbo")?.date).toBe("2026-10-23");
  for (const living of ["gpt-transcribe", "gpt-6-luna", "gpt-4o-transcribe-next", "fal-ai/whisper"])
    expect([living, findShutdown(living)]).toEqual([living, undefined]);
});

test("secrets leave no text, a database's password in neither of its forms", () => {
  const settings = {
    DATABASE_URL: "postgresql://u:p%40ss-word@h/d",
    TELEGRAM_BOT_TOKEN: "123:abcdefgh",
    LOG_LEVEL: "INFO",
  };
  const text = hideSecrets(
    "INFO 123:abcdefgh p%40ss-word p@ss-word postgresql://u:p%40ss-word@h/d",
    settings,
  );
  expect(text).toBe("INFO ••• ••• ••• •••");
});
