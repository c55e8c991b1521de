import { createHash, createHmac } from "node:crypto";
import { Decrypter, Encrypter, identityToRecipient } from "age-encryption";

/** How a backup is locked: by an age identity (age-encryption.org), so that the `age` program opens it, too. */
export interface Seal {
  /** Goes behind the names of what is locked. */
  readonly ending: "" | ".age";
  close(plain: ReadableStream<Uint8Array>): Promise<ReadableStream<Uint8Array>>;
  /** Throws, at the latest while being read, when a byte was changed, is missing, or another key is needed. */
  open(stored: ReadableStream<Uint8Array>): Promise<ReadableStream<Uint8Array>>;
  /** A name that says nothing about what it names to whoever has no key. */
  nameOf(what: string): string;
}

const OPEN: Seal = {
  ending: "",
  close: async (plain) => plain,
  open: async (stored) => stored,
  nameOf: (what) => createHash("sha256").update(what).digest("hex"),
};

/** Throws when the key is none. Without a key nothing is locked. */
export async function openSeal(key: string | undefined): Promise<Seal> {
  if (!key) return OPEN;
  if (!/^AGE-SECRET-KEY-(PQ-)?1[0-9A-Z]+$/.test(key))
    throw new Error(
      "BACKUP_KEY must be an age identity, AGE-SECRET-KEY-1…: `npm run aisha -- backup key` makes one",
    );
  const recipient = await identityToRecipient(key);
  return {
    ending: ".age",
    async close(plain) {
      const encrypter = new Encrypter();
      encrypter.addRecipient(recipient);
      return encrypter.encrypt(plain);
    },
    async open(stored) {
      const decrypter = new Decrypter();
      decrypter.addIdentity(key);
      return decrypter.decrypt(stored);
    },
    nameOf: (what) => createHmac("sha256", key).update(what).digest("hex"),
  };
}
