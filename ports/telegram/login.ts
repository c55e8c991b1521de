/** Somebody whom Telegram vouches for. */
export interface LoggedIn {
  telegramId: number;
  /** Telegram's signature: the name of this one login. */
  hash: string;
}

/** An address with a login in it is good for so long: long enough for a slow phone, too short to be found in a history. */
const FRESH_SECONDS = 300;

/** Clocks differ a little. */
const AHEAD_SECONDS = 60;

/**
 * Reads what Telegram adds to the address of a login button: `id`, `first_name`, …, `auth_date`, and a `hash` over all
 * of them (core.telegram.org/widgets/login, "Checking authorization": HMAC-SHA-256 of the sorted `name=value` lines, its
 * key the SHA-256 of the bot's token). Null when it is not Telegram's, not for this bot, or not fresh.
 */
export async function readLogin(fields: URLSearchParams, token: string, now: Date): Promise<LoggedIn | null> {
  const hash = fields.get("hash") ?? "";
  const names = [...fields.keys()];
  if (!/^[0-9a-f]{64}$/.test(hash) || new Set(names).size !== names.length) return null;
  const lines = names
    .filter((name) => name !== "hash")
    .sort()
    .map((name) => `${name}=${fields.get(name)}`);
  const bytes = (text: string) => new TextEncoder().encode(text);
  const secret = await crypto.subtle.digest("SHA-256", bytes(token));
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, [
    "verify",
  ]);
  // Compares in constant time.
  if (!(await crypto.subtle.verify("HMAC", key, Uint8Array.fromHex(hash), bytes(lines.join("\n")))))
    return null;
  const age = now.getTime() / 1000 - Number(fields.get("auth_date"));
  const telegramId = Number(fields.get("id"));
  if (!(age <= FRESH_SECONDS && age >= -AHEAD_SECONDS) || !Number.isSafeInteger(telegramId)) return null;
  return { telegramId, hash };
}
