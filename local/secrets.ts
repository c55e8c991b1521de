import { randomBytes, randomInt } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Secrets that only this machine knows: made once, the same at every start. */
export interface Secrets {
  webhookSecret: string;
  botToken: string;
  openaiKey: string;
  falKey: string;
}

export function keepSecrets(file: string): Secrets {
  const word = (bytes: number) => randomBytes(bytes).toString("base64url");
  if (!existsSync(file)) {
    const secrets: Secrets = {
      webhookSecret: word(24),
      // The shape of a real token: the bot's id, a colon, 35 characters.
      botToken: `${randomInt(10 ** 9, 10 ** 10)}:${word(27).slice(0, 35)}`,
      openaiKey: `sk-local-${word(18)}`,
      falKey: `local:${word(18)}`,
    };
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  }
  return JSON.parse(readFileSync(file, "utf8")) as Secrets;
}
