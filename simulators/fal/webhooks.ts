import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";

/** How a delivery is spoiled. */
export type Spoilt =
  | "lost"
  | "late"
  | "duplicate"
  | "forged"
  | "stale"
  | "tampered"
  | "payload_error"
  | "early";

export interface Delivery {
  /** Milliseconds since the epoch. */
  at: number;
  spoilt?: Spoilt;
  /** What the receiver answered; unset where it did not. */
  status?: number;
}

export interface Signer {
  /** The public keys, as served at /.well-known/jwks.json. */
  jwks(): { keys: { kty: "OKP"; crv: "Ed25519"; x: string }[] };
  /** Changes the key, as the vendor may any day. */
  rotate(): void;
  headers(requestId: string, body: string, spoilt?: Spoilt): Record<string, string>;
}

/** The vendor gives a receiver this long. */
const TIMEOUT_MS = 15_000;
/** Receivers take a timestamp five minutes old; this is older. */
const STALE_SECONDS = 900;

/** Signs deliveries with Ed25519, with a key of its own. */
export function makeSigner(): Signer {
  const userId = `user_${randomBytes(8).toString("hex")}`;
  let key = newKey();
  return {
    // The live service pads `x`, against RFC 7517.
    jwks: () => ({ keys: [{ kty: "OKP", crv: "Ed25519", x: `${key.x}=` }] }),
    rotate() {
      key = newKey();
    },
    headers(requestId, body, spoilt) {
      const age = spoilt === "stale" ? STALE_SECONDS : 0;
      const timestamp = String(Math.floor(Date.now() / 1000) - age);
      const digest = createHash("sha256").update(body).digest("hex");
      const message = Buffer.from([requestId, userId, timestamp, digest].join("\n"));
      const signer = spoilt === "forged" ? newKey() : key;
      return {
        "x-fal-webhook-request-id": requestId,
        "x-fal-webhook-user-id": userId,
        "x-fal-webhook-timestamp": timestamp,
        "x-fal-webhook-signature": sign(null, message, signer.secret).toString("hex"),
      };
    },
  };
}

function newKey(): { secret: KeyObject; x: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  return { secret: privateKey, x: String(publicKey.export({ format: "jwk" }).x) };
}

/** One attempt. Returns the receiver's status, or `undefined` where it did not answer in time. */
export async function post(
  url: string,
  body: string,
  headers: Record<string, string>,
  stop: AbortSignal,
): Promise<number | undefined> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", "user-agent": "fal-webhook", ...headers },
      body,
      signal: AbortSignal.any([stop, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return undefined;
  }
}

/** Attempts until the receiver says 2xx: the first, and ten more, each after twice the pause of the one before. */
export async function persist(
  attempt: () => Promise<number | undefined>,
  pauseMs: number,
  stop: AbortSignal,
): Promise<void> {
  for (let retry = 0; retry <= 10; retry++) {
    if (retry > 0) await rest(pauseMs * 2 ** (retry - 1), stop);
    if (stop.aborted) return;
    const status = await attempt();
    if (status !== undefined && status >= 200 && status < 300) return;
  }
}

/** Waits, but neither past the end of the simulator nor so as to keep the process alive. */
export async function rest(ms: number, stop: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal: stop, ref: false }).catch(() => {});
}
