/**
 * What is kept of somebody who had everything deleted: a keyed hash, in hexadecimal. It tells us that they come again,
 * and tells nobody without the key who they were: there are too few Telegram ids for a hash without one.
 */
export async function fingerprintOf(secret: string, telegramId: number): Promise<string> {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", bytes(secret), algorithm, false, ["sign"]);
  const signed = await crypto.subtle.sign("HMAC", key, bytes(`departed:${telegramId}`));
  return new Uint8Array(signed).toHex();
}
