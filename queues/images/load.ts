import type { Picture } from "../../domain/images/index.ts";
import { Unavailable } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { bytesOf } from "../../ports/storage/bytes-of.ts";

/** The bytes of a picture from our storage. */
export async function loadPicture(
  { storage }: Pick<Ports, "storage">,
  picture: Picture,
): Promise<Uint8Array> {
  const stored = await storage.get("avatars", picture.storageKey ?? "");
  // It was put there before its row said so; a store that has not got it is one that is not whole now.
  if (!stored) throw new Unavailable("storage", 30, new Error("a picture is not in storage"));
  const bytes = await bytesOf(stored);
  if (bytes.length !== picture.bytes)
    throw new Unavailable("storage", 30, new Error(`a picture came with ${bytes.length} bytes`));
  return bytes;
}

/** What a picture is called when it is downloaded. */
export const fileName = ({ id, kind }: Picture): string =>
  `aisha-${id.slice(-8)}.${kind === "jpeg" ? "jpg" : (kind ?? "jpg")}`;
