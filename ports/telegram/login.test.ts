import { expect, test } from "vitest";
import { readLogin } from "./login.ts";

const TOKEN = "7000000001:a-token-of-the-bot";
const NOW = new Date("2026-11-21T12:00:00Z");
const SECONDS = NOW.getTime() / 1000;

/** As core.telegram.org/widgets/login describes it. */
async function sign(fields: Record<string, string>, token = TOKEN): Promise<URLSearchParams> {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const secret = await crypto.subtle.digest("SHA-256", bytes(token));
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, [
    "sign",
  ]);
  const lines = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
  const hash = new Uint8Array(await crypto.subtle.sign("HMAC", key, bytes(lines.sort().join("\n")))).toHex();
  return new URLSearchParams({ ...fields, hash });
}
const login = (age: number) => ({
  id: "42",
  first_name: "Ольга & Co",
  username: "olga",
  auth_date: String(SECONDS - age),
});

test("who Telegram vouches for is known by number, and the login by its signature", async () => {
  const fields = await sign(login(10));
  expect(await readLogin(fields, TOKEN, NOW)).toEqual({ telegramId: 42, hash: fields.get("hash") });
});

test.each([
  ["300 seconds old", 300, true],
  ["301 seconds old", 301, false],
  ["from a clock a minute ahead", -60, true],
  ["from further in the future", -61, false],
])("a login that is %s counts or not", async (_, age, counts) => {
  expect((await readLogin(await sign(login(age)), TOKEN, NOW)) !== null).toBe(counts);
});

test("what is signed for another bot, changed, said twice, or not signed at all is no login", async () => {
  expect(await readLogin(await sign(login(10), "7000000002:another"), TOKEN, NOW)).toBeNull();
  const changed = await sign(login(10));
  changed.set("id", "43");
  expect(await readLogin(changed, TOKEN, NOW)).toBeNull();
  const twice = await sign(login(10));
  twice.append("id", "43");
  expect(await readLogin(twice, TOKEN, NOW)).toBeNull();
  expect(await readLogin(new URLSearchParams(login(10)), TOKEN, NOW)).toBeNull();
  expect(await readLogin(await sign({ ...login(10), id: "no number" }), TOKEN, NOW)).toBeNull();
  const { auth_date: _, ...undated } = login(10);
  expect(await readLogin(await sign(undated), TOKEN, NOW)).toBeNull();
});
