import { inBlocks } from "../ports/bodies/in-blocks.ts";
import type { Ports } from "../ports/index.ts";
import { isReachableFromOutside } from "../ports/storage/reachable.ts";

/** FAL fetches a file when its turn comes; it may wait in line before that. */
const LINK_SECONDS = 2 * 86_400;

/** Where FAL rings when a request of ours is done, with our own id of it; null where it cannot reach us. */
export function webhookAddress(base: string | undefined, reference: string): string | null {
  if (!base) return null;
  const url = new URL(base);
  url.searchParams.set("ref", reference);
  return url.href;
}

/**
 * Where FAL finds a file of ours: in our storage where it can reach it, otherwise in FAL's own, into which it is put. Throws
 * FileGone when there is no such file.
 */
export async function linkForFal(
  { storage, fal, env }: Ports,
  key: string,
  name: string,
  type: string,
): Promise<string> {
  const link = await storage.presign("avatars", key, { method: "GET", seconds: LINK_SECONDS });
  const facts = await storage.head("avatars", key);
  if (!facts) throw new FileGone();
  // A FAL at home (a simulator) reaches what is at home.
  if (isReachableFromOutside(link) || !isReachableFromOutside(env.FAL_QUEUE_URL)) return link;
  return fal.files.upload({
    name,
    type,
    length: facts.length,
    async openRange(start, end) {
      const stored = await storage.get("avatars", key, [start, end]);
      if (!stored) throw new FileGone();
      return inBlocks(stored.body, "storage");
    },
  });
}

/** What was to be shown to FAL is not in storage any more. */
export class FileGone extends Error {
  constructor() {
    super("a file is gone from storage");
    this.name = "FileGone";
  }
}
