import type { OwnedAvatar, Training } from "../../domain/avatars/index.ts";
import { Refused } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { bytesOf } from "../../ports/storage/bytes-of.ts";
import { putSized } from "../../ports/storage/put-sized.ts";

/** A safetensors file begins with the length of its header, little-endian, and the header is JSON. */
const HEADER_MOST = 100 * 2 ** 20;

/** FAL → storage, streamed. What is not a file of weights is not kept for one. */
export async function fetchWeights(
  { fal, storage }: Pick<Ports, "fal" | "storage">,
  { avatar, training }: Pick<OwnedAvatar, "avatar"> & { training: Training },
): Promise<string> {
  const folder = `avatars/${avatar.userId}/${avatar.id}/${training.id}`;
  const file = await fal.files.download(training.weightsUrl ?? "");
  if (!file) throw new Refused("fal-broken");
  const weightsKey = `${folder}/weights.safetensors`;
  await putSized(storage, "avatars", weightsKey, file.body, {
    length: file.length,
    type: "application/octet-stream",
  });
  const head = file.length > 9 ? await storage.get("avatars", weightsKey, [0, 9]) : null;
  const bytes = head && new DataView((await bytesOf(head)).buffer);
  const header = bytes ? Number(bytes.getBigUint64(0, true)) : 0;
  if (!bytes || header < 2 || header > Math.min(HEADER_MOST, file.length) || bytes.getUint8(8) !== 0x7b) {
    await storage.remove("avatars", [weightsKey]);
    throw new Refused("fal-broken");
  }
  return weightsKey;
}
