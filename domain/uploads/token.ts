import { isId } from "../new-id.ts";

/** 128 bits: nobody guesses them, and a link stays short enough to read out. */
const MAC_BYTES = 16;

/** What makes the link to one recording's upload page: its id, and the proof that we made it. */
export async function packToken(secret: string, transcriptId: string): Promise<string> {
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", await keyOf(secret), said(transcriptId)));
  return `${transcriptId}.${mac.subarray(0, MAC_BYTES).toHex()}`;
}

/** The recording a link is for; null when the link is not ours. */
export async function readToken(secret: string, token: string): Promise<string | null> {
  const [id = "", mac = ""] = token.split(".");
  if (!isId(id, "trn") || !/^[0-9a-f]{32}$/.test(mac)) return null;
  const expected = (await packToken(secret, id)).slice(id.length + 1);
  const bytes = (text: string) => new TextEncoder().encode(text);
  return crypto.subtle.timingSafeEqual(bytes(mac), bytes(expected)) ? id : null;
}

const keyOf = (secret: string) =>
  crypto.subtle.importKey("raw", new TextEncoder().encode(secret), { name: "HMAC", hash: "SHA-256" }, false, [
    "sign",
  ]);

/** The purpose is part of what is signed, so that no other use of the secret can make such a proof. */
const said = (transcriptId: string) => new TextEncoder().encode(`upload:${transcriptId}`);
