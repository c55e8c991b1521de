import { type FalPlace, openFalClient } from "./client.ts";
import { type FalFiles, openFalFiles } from "./files.ts";
import { openKeyring } from "./keyring.ts";
import { type FalQueue, openFalQueue } from "./queue.ts";
import { verifyDelivery } from "./signature.ts";

export * from "./answers.ts";
export * from "./painters.ts";
export type { Standing } from "./queue.ts";
export * from "./trainers.ts";

/** FAL in our words. */
export interface Fal {
  queue: FalQueue;
  files: FalFiles;
  /** Whether this webhook request was signed by FAL within the last five minutes. Throws Unavailable when FAL's keys cannot be had. */
  signed(headers: Headers, body: Uint8Array, now: Date): Promise<boolean>;
  /** Whether the queue answers and accepts our key. Throws Unavailable, or Refused("fal-key" | "fal-balance"). */
  check(): Promise<void>;
}

interface FalSettings extends FalPlace {
  jwksUrl: string;
}

/** No request can have this id. */
const NO_REQUEST = "00000000-0000-0000-0000-000000000000";

export function openFal({ jwksUrl, ...place }: FalSettings): Fal {
  const keyring = openKeyring(jwksUrl);
  const client = openFalClient(place);
  const queue = openFalQueue(client);
  return {
    queue,
    files: openFalFiles(client),
    signed: (headers, body, now) => verifyDelivery(headers, body, now, keyring),

    async check() {
      // Asked about what cannot exist: "unknown" says that the service is there and took the key, without any cost.
      await queue.standing("fal-ai/flux-lora", NO_REQUEST);
    },
  };
}
