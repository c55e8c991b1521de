import { createHash, createHmac } from "node:crypto";
import type { User } from "../wire.ts";

/**
 * The address that opens when somebody presses a login button and agrees: Telegram adds who they are, and signs it
 * (core.telegram.org/widgets/login, "Checking authorization"; Bot API, LoginUrl).
 */
export function signLogin(address: string, token: string, user: User, now: number): string {
  const fields: Record<string, string> = {
    id: String(user.id),
    first_name: user.first_name,
    ...(user.last_name && { last_name: user.last_name }),
    ...(user.username && { username: user.username }),
    auth_date: String(Math.floor(now / 1000)),
  };
  const lines = Object.keys(fields)
    .sort()
    .map((name) => `${name}=${fields[name]}`);
  const key = createHash("sha256").update(token).digest();
  const hash = createHmac("sha256", key).update(lines.join("\n")).digest("hex");
  const url = new URL(address);
  for (const [name, value] of Object.entries({ ...fields, hash })) url.searchParams.set(name, value);
  return url.href;
}
