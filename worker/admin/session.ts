import { sameSecret } from "../webhooks/same-secret.ts";

/** An operator logs in again after so long, whatever they do. */
export const SESSION_SECONDS = 2 * 3_600;

/** "__Host-": for this host alone, over https alone (RFC 6265bis); browsers make an exception for one's own machine. */
const COOKIE = "__Host-aisha-admin";

export interface Session {
  telegramId: number;
  /** What every form of this session carries: a page elsewhere cannot know it. */
  formToken: string;
}

/** The cookie that says who somebody is until it ends, signed by us. No script can read it, and no other site's form sends it. */
export async function packSession(secret: string, telegramId: number, now: Date): Promise<string> {
  const expires = Math.floor(now.getTime() / 1000) + SESSION_SECONDS;
  const said = `${telegramId}.${expires}`;
  return setCookie(`${said}.${await sign(secret, `admin-session:${said}`)}`, SESSION_SECONDS);
}

export const endSession = (): string => setCookie("", 0);

/** Whose session a request belongs to; null when there is none, it ended, or we did not make it. */
export async function readSession(secret: string, headers: Headers, now: Date): Promise<Session | null> {
  const [, cookie = ""] = new RegExp(`(?:^|; )${COOKIE}=([^;]*)`).exec(headers.get("cookie") ?? "") ?? [];
  const [, id = "", expires = "", mac = ""] = /^(\d{1,16})\.(\d{1,12})\.([0-9a-f]{64})$/.exec(cookie) ?? [];
  if (id === "" || Number(expires) * 1000 <= now.getTime()) return null;
  if (!sameSecret(mac, await sign(secret, `admin-session:${id}.${expires}`))) return null;
  return { telegramId: Number(id), formToken: await sign(secret, `admin-form:${cookie}`) };
}

const setCookie = (value: string, seconds: number): string =>
  `${COOKIE}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; Secure; SameSite=Lax`;

/** The purpose is part of what is signed, so that no other use of the secret can make such a proof. */
async function sign(secret: string, said: string): Promise<string> {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const key = await crypto.subtle.importKey("raw", bytes(secret), { name: "HMAC", hash: "SHA-256" }, false, [
    "sign",
  ]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, bytes(said))).toHex();
}
