import { makeZip, predictLength } from "client-zip";
import { advanceTraining, findTraining, listPhotos, type Photo } from "../../domain/avatars/index.ts";
import { Refused } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { type Step, skip } from "../step.ts";
import { giveUpTraining, TRAINING_PATIENCE_SECONDS } from "./fail.ts";
import { showTraining } from "./status.ts";

/** Puts the photos into one archive: from storage to storage, one photo at a time, its length known in advance. */
export const pack: Step<"avatars.pack"> = {
  async run(ports, job) {
    const { db, clock, storage } = ports;
    const found = await findTraining(db, job.payload.trainingId);
    if (!found) return skip("no such training");
    const { avatar, training } = found;
    if (training.state !== "ordered") return skip(`already ${training.state}`);
    const photos = (await listPhotos(db, avatar.id)).filter(({ state }) => state === "kept");
    const entries = photos.map((photo, i) => ({ name: nameInArchive(photo, i), size: photo.bytes ?? 0 }));
    const archiveBytes = Number(predictLength(entries));
    const archiveKey = `avatars/${avatar.userId}/${avatar.id}/${training.id}/photos.zip`;
    await storage.put("avatars", archiveKey, makeZip(openPhotos(ports, photos)), {
      length: archiveBytes,
      type: "application/zip",
    });
    return {
      did: `packed ${photos.length} photos, ${archiveBytes} bytes`,
      changes: [advanceTraining(db, training.id, "packed", { archiveKey, archiveBytes }, clock.now())],
      next: [{ kind: "avatars.train", payload: { trainingId: training.id }, key: `train:${training.id}:0` }],
      afterwards: () => showTraining(ports, training.id),
    };
  },
  giveUp: giveUpTraining,
  patienceSeconds: () => TRAINING_PATIENCE_SECONDS,
};

/** Trainers look for pictures at the top level, by their extensions. */
const nameInArchive = ({ kind }: Photo, index: number): string =>
  `photo_${String(index + 1).padStart(3, "0")}.${kind === "jpeg" ? "jpg" : kind}`;

async function* openPhotos({ storage }: Ports, photos: readonly Photo[]) {
  for (const [index, photo] of photos.entries()) {
    const stored = photo.storageKey ? await storage.get("avatars", photo.storageKey) : null;
    if (!stored) throw new Refused("file-gone");
    yield {
      name: nameInArchive(photo, index),
      size: photo.bytes ?? 0,
      lastModified: photo.createdAt,
      input: stored.body,
    };
  }
}
