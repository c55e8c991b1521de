import { expect, test } from "vitest";
import { verifyDelivery } from "./signature.ts";

const now = new Date("2026-11-21T12:00:00Z");
const seconds = now.getTime() / 1000;
const body = new TextEncoder().encode('{"request_id":"r","status":"OK"}');

async function signer() {
  const pair = (await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])) as CryptoKeyPair;
  const sign = async (bytes: Uint8Array, timestamp = seconds, user = "u") => {
    const hex = (buffer: ArrayBuffer) =>
      [...new Uint8Array(buffer)].map((b) => b.toString(16).padStart(2, "0")).join("");
    const message = ["r", user, timestamp, hex(await crypto.subtle.digest("SHA-256", bytes))].join("\n");
    return new Headers({
      "X-Fal-Webhook-Request-Id": "r",
      "X-Fal-Webhook-User-Id": user,
      "X-Fal-Webhook-Timestamp": String(timestamp),
      "X-Fal-Webhook-Signature": hex(
        await crypto.subtle.sign("Ed25519", pair.privateKey, new TextEncoder().encode(message)),
      ),
    });
  };
  return { key: pair.publicKey, sign };
}

const keyring = (...keys: CryptoKey[]) => ({ keys: async () => keys });

test("FAL's signature is believed, with any of its keys", async () => {
  const [fal, older] = [await signer(), await signer()];
  expect(await verifyDelivery(await fal.sign(body), body, now, keyring(older.key, fal.key))).toBe(true);
});

test("a body, a user or a time that was not signed is not believed", async () => {
  const fal = await signer();
  const headers = await fal.sign(body);
  const other = new TextEncoder().encode('{"request_id":"r","status":"ERROR"}');
  expect(await verifyDelivery(headers, other, now, keyring(fal.key))).toBe(false);
  const changed = new Headers(headers);
  changed.set("X-Fal-Webhook-User-Id", "somebody else");
  expect(await verifyDelivery(changed, body, now, keyring(fal.key))).toBe(false);
});

test("a stranger's signature is not believed", async () => {
  const [fal, stranger] = [await signer(), await signer()];
  expect(await verifyDelivery(await stranger.sign(body), body, now, keyring(fal.key))).toBe(false);
});

test.each([-301, 301])("a signature that is %i seconds away is a replay", async (away) => {
  const fal = await signer();
  expect(await verifyDelivery(await fal.sign(body, seconds + away), body, now, keyring(fal.key))).toBe(false);
  expect(
    await verifyDelivery(await fal.sign(body, seconds + away - Math.sign(away)), body, now, keyring(fal.key)),
  ).toBe(true);
});

test("keys that changed are fetched once more before the delivery is refused", async () => {
  const [fal, older] = [await signer(), await signer()];
  const asked: boolean[] = [];
  const changing = {
    keys: async (_: Date, refresh: boolean) => {
      asked.push(refresh);
      return [refresh ? fal.key : older.key];
    },
  };
  expect(await verifyDelivery(await fal.sign(body), body, now, changing)).toBe(true);
  expect(asked).toEqual([false, true]);
});

test.each(["Request-Id", "User-Id", "Timestamp", "Signature"])(
  "without %s there is nothing to verify",
  async (name) => {
    const fal = await signer();
    const headers = await fal.sign(body);
    headers.delete(`X-Fal-Webhook-${name}`);
    expect(await verifyDelivery(headers, body, now, keyring(fal.key))).toBe(false);
  },
);

test.each(["", "zz", "00", "g".repeat(128)])(
  "a malformed signature is refused, not an error: %s",
  async (signature) => {
    const fal = await signer();
    const headers = await fal.sign(body);
    headers.set("X-Fal-Webhook-Signature", signature);
    expect(await verifyDelivery(headers, body, now, keyring(fal.key))).toBe(false);
  },
);
