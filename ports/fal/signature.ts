import type { Keyring } from "./keyring.ts";

/** FAL's tolerance for the timestamp, both ways: an older request may be a replay (docs, "Webhooks"). */
const TOLERANCE_SECONDS = 300;

/**
 * Whether FAL signed this delivery: Ed25519 over
 * `request id \n user id \n timestamp \n hex(sha256(body))` with any key of its JWKS.
 * Missing or malformed headers are simply not a signature. Throws what the keyring throws.
 */
export async function verifyDelivery(
  headers: Headers,
  body: Uint8Array,
  now: Date,
  keyring: Keyring,
): Promise<boolean> {
  const [requestId, userId, timestamp, signature] = ["Request-Id", "User-Id", "Timestamp", "Signature"].map(
    (name) => headers.get(`X-Fal-Webhook-${name}`),
  );
  if (!requestId || !userId || !timestamp || !/^\d{1,12}$/.test(timestamp)) return false;
  if (!signature || !/^[0-9a-f]{128}$/i.test(signature)) return false;
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return false;

  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", body)).toHex();
  const message = new TextEncoder().encode([requestId, userId, timestamp, digest].join("\n"));
  const bytes = Uint8Array.fromHex(signature);
  const madeBy = async (keys: CryptoKey[]) => {
    const made = await Promise.all(keys.map((key) => crypto.subtle.verify("Ed25519", key, bytes, message)));
    return made.includes(true);
  };
  return (await madeBy(await keyring.keys(now, false))) || (await madeBy(await keyring.keys(now, true)));
}
