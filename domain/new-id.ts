/** Crockford's base 32: no letter that reads as a digit, and its order is the order of the numbers. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

export type IdPrefix =
  | "usr"
  | "trn"
  | "job"
  | "fal"
  | "inv"
  | "brd"
  | "cnv"
  | "del"
  | "avt"
  | "pho"
  | "trg"
  | "img"
  | "pic"
  | "dig"
  | "sty"
  | "tod"
  | "exp";

/**
 * A new id such as `trn_01k…`: its kind, 48 bits of time so that neighbours in time are neighbours in the index,
 * and 80 random bits. 30 characters: two of them fit into a button's 64 bytes.
 */
export function newId(prefix: IdPrefix, now: Date = new Date()): string {
  let time = now.getTime();
  let letters = "";
  for (let i = 0; i < 10; i++, time = Math.floor(time / 32)) letters = ALPHABET.charAt(time % 32) + letters;
  for (const byte of crypto.getRandomValues(new Uint8Array(16))) letters += ALPHABET.charAt(byte % 32);
  return `${prefix}_${letters}`;
}

/** Whether a text that came from outside has the shape of our ids; says nothing about whether the thing exists. */
export const isId = (text: string, prefix: IdPrefix): boolean =>
  new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`).test(text);
