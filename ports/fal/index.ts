import { Refused, Unavailable } from "../errors.ts";
import { type FalFiles, openFalFiles } from "./files.ts";
import { openKeyring } from "./keyring.ts";
import { type FalQueue, openFalQueue } from "./queue.ts";
import { verifyDelivery } from "./signature.ts";

export * from "./answers.ts";
export type { Standing } from "./queue.ts";
export * from "./trainers.ts";

/** FAL in our words. */
export interface Fal {
  queue: FalQueue;
  files: FalFiles;
  /** Whether this webhook request was signed by FAL within the last five minutes. Throws Unavailable when FAL's keys cannot be had. */
  signed(headers: Headers, body: Uint8Array, now: Date): Promise<boolean>;
  /** Whether the queue answers and accepts our key. Throws Unavailable, or Refused("fal-key"). */
  check(): Promise<void>;
}

const CHECK_TIMEOUT_MS = 5_000;

interface FalSettings {
  key: string | undefined;
  queueUrl: string;
  restUrl: string;
  jwksUrl: string;
}

export function openFal({ key, queueUrl, restUrl, jwksUrl }: FalSettings): Fal {
  const keyring = openKeyring(jwksUrl);
  return {
    queue: openFalQueue(queueUrl, key),
    files: openFalFiles(restUrl, key),
    signed: (headers, body, now) => verifyDelivery(headers, body, now, keyring),

    async check() {
      // A request that cannot exist: 404 says that the service is there and the key was accepted, without any cost.
      const nowhere = `${queueUrl}/fal-ai/flux-lora/requests/00000000-0000-0000-0000-000000000000/status`;
      const headers = { authorization: `Key ${key ?? ""}` };
      const response = await fetch(nowhere, { headers, signal: AbortSignal.timeout(CHECK_TIMEOUT_MS) }).catch(
        (cause) => {
          throw new Unavailable("fal", 60, cause);
        },
      );
      await response.body?.cancel();
      if (response.status === 401 || response.status === 403) throw new Refused("fal-key");
      if (response.status >= 500 || response.status === 429) throw new Unavailable("fal", 60);
    },
  };
}
