import { Unavailable } from "../errors.ts";

/** FAL's documentation lets keys be cached for at most a day. */
const KEEP_MS = 24 * 3_600_000;
/** A forger can make us refetch with every request; this is how often we let them. */
const REFETCH_EVERY_MS = 60_000;
const FETCH_TIMEOUT_MS = 5_000;

export interface Keyring {
  /** The public keys to try. `refresh` asks FAL again, as after a signature that no known key made. */
  keys(now: Date, refresh: boolean): Promise<CryptoKey[]>;
}

interface Cached {
  keys: CryptoKey[];
  fetchedAt: number;
}

/** Public keys by address: a cache that any isolate can fill again, so losing it costs one request. */
const cache = new Map<string, Cached>();

/** FAL's Ed25519 public keys (JWKS), cached for a day per isolate. */
export function openKeyring(jwksUrl: string): Keyring {
  return {
    async keys(now, refresh) {
      const known = cache.get(jwksUrl);
      const age = known ? now.getTime() - known.fetchedAt : Number.POSITIVE_INFINITY;
      if (known && age < (refresh ? REFETCH_EVERY_MS : KEEP_MS)) return known.keys;
      const keys = await fetchKeys(jwksUrl);
      cache.set(jwksUrl, { keys, fetchedAt: now.getTime() });
      return keys;
    },
  };
}

async function fetchKeys(jwksUrl: string): Promise<CryptoKey[]> {
  try {
    const response = await fetch(jwksUrl, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
    if (!response.ok) throw new Error(`keys: status ${response.status}`);
    const { keys } = (await response.json()) as { keys: { kty?: string; crv?: string; x?: string }[] };
    const ours = keys.filter(({ kty, crv, x }) => kty === "OKP" && crv === "Ed25519" && x);
    return await Promise.all(
      ours.map(({ x }) =>
        crypto.subtle.importKey("raw", fromBase64Url(x ?? ""), "Ed25519", false, ["verify"]),
      ),
    );
  } catch (cause) {
    throw new Unavailable("fal", 30, cause);
  }
}

/** FAL's keys were seen padded with "=", which base64url does not want (RFC 7515, 2). */
function fromBase64Url(text: string): Uint8Array {
  const plain = text.replace(/=+$/, "").replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(plain), (letter) => letter.charCodeAt(0));
}
