/** Longer than any secret may be (Bot API, setWebhook: 256 characters). */
const PADDED_BYTES = 512;

/** Whether two secrets are equal, in a time that tells nothing about where they differ, nor about their lengths. */
export function sameSecret(given: string, expected: string): boolean {
  const same = crypto.subtle.timingSafeEqual(padded(given), padded(expected));
  return same && given.length === expected.length;
}

function padded(text: string): Uint8Array {
  const bytes = new Uint8Array(PADDED_BYTES);
  new TextEncoder().encodeInto(text, bytes);
  return bytes;
}
