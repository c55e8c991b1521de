import { makeZip, predictLength } from "client-zip";
import type { Avatar, Training } from "../../domain/avatars/index.ts";
import type { Storage } from "../../ports/storage/index.ts";
import { putSized } from "../../ports/storage/put-sized.ts";

/** Where a training's archive lies. */
export const archiveKeyOf = (
  { userId, id }: Pick<Avatar, "userId" | "id">,
  training: Pick<Training, "id">,
): string => `avatars/${userId}/${id}/${training.id}/${ARCHIVE}`;

/** The name of every archive; nothing else of an avatar is called so. */
export const ARCHIVE = "photos.zip";

/** One photo on its way into the archive; it is opened when its turn comes. */
export interface Entry {
  name: string;
  bytes: number;
  takenAt: Date;
  open(): Promise<ReadableStream<Uint8Array>>;
}

/** How long the archive will be, to the byte: S3 wants to know before it begins. */
export const archiveLength = (entries: readonly Entry[]): number =>
  Number(predictLength(entries.map(({ name, bytes }) => ({ name, size: bytes }))));

/**
 * A ZIP archive of stored (not packed) files: photos are packed already. One entry is open at a time, and none is read
 * further than the reader of the archive asks for.
 */
export const archive = (entries: readonly Entry[]): ReadableStream<Uint8Array> => makeZip(opened(entries));

async function* opened(entries: readonly Entry[]) {
  for (const { name, bytes, takenAt, open } of entries)
    yield { name, size: bytes, lastModified: takenAt, input: await open() };
}

/** Writes the archive into the store, and answers its length in bytes. Throws what opening or reading an entry throws. */
export async function putArchive(storage: Storage, key: string, entries: readonly Entry[]): Promise<number> {
  const length = archiveLength(entries);
  await putSized(storage, "avatars", key, archive(entries), { length, type: "application/zip" });
  return length;
}
