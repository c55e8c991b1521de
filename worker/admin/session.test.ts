import { expect, test } from "vitest";
import { secondsLater } from "../../ports/clock.ts";
import { packSession, readSession, SESSION_SECONDS } from "./session.ts";

const SECRET = "a-secret-for-the-webhook";
const NOW = new Date("2026-11-21T12:00:00Z");
const carried = (cookie: string) => new Headers({ cookie: `other=1; ${cookie.split(";")[0]}; more=2` });

test("a session says whose it is until it ends", async () => {
  const cookie = await packSession(SECRET, 42, NOW);
  expect(await readSession(SECRET, carried(cookie), NOW)).toMatchObject({ telegramId: 42 });
  expect(await readSession(SECRET, carried(cookie), secondsLater(NOW, SESSION_SECONDS - 1))).not.toBeNull();
  expect(await readSession(SECRET, carried(cookie), secondsLater(NOW, SESSION_SECONDS))).toBeNull();
});

test("a cookie of another secret, of somebody else, prolonged, cut off, or of another name is no session", async () => {
  const cookie = await packSession(SECRET, 42, NOW);
  const changed = [
    cookie.replace("=42.", "=43."),
    cookie.replace(/\.(\d+)\./, (_, end) => `.${Number(end) + 60}.`),
    cookie.replace(/[0-9a-f];/, ";"),
    cookie.replace("__Host-aisha-admin", "aisha-admin"),
    "__Host-aisha-admin=",
    "",
  ];
  for (const text of changed) expect(await readSession(SECRET, carried(text), NOW), text).toBeNull();
  expect(await readSession("another-secret-altogether", carried(cookie), NOW)).toBeNull();
});

test("each session has a form token of its own", async () => {
  const token = async (id: number, now: Date) =>
    (await readSession(SECRET, carried(await packSession(SECRET, id, now)), now))?.formToken;
  expect(await token(42, NOW)).toBe(await token(42, NOW));
  expect(await token(42, NOW)).not.toBe(await token(43, NOW));
  expect(await token(42, NOW)).not.toBe(await token(42, secondsLater(NOW, 1)));
});
