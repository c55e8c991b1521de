import {
  advanceTraining,
  findTraining,
  listPhotos,
  type Photo,
  refusePhotos,
} from "../../domain/avatars/index.ts";
import { inBlocks } from "../../ports/bodies/in-blocks.ts";
import type { Ports } from "../../ports/index.ts";
import { type Step, skip } from "../step.ts";
import { archiveKeyOf, type Entry, putArchive } from "./archive.ts";
import { failWith, giveUpTraining, TRAINING_PATIENCE_SECONDS } from "./fail.ts";
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
    const gone: string[] = [];
    const entries = photos.map((photo, i) => entryOf(ports, photo, i, gone));
    const archiveKey = archiveKeyOf(avatar, training);
    let archiveBytes: number;
    try {
      archiveBytes = await putArchive(storage, archiveKey, entries);
    } catch (error) {
      if (gone.length === 0) throw error;
      // Packing again would find them gone again: they are taken off the list, and their owner is asked for others.
      const failed = failWith(ports, training.id, "file-gone");
      const refused = refusePhotos(db, gone, "file-gone", clock.now());
      return { ...failed, changes: [...(failed.changes ?? []), refused] };
    }
    // Stopped or deleted meanwhile: whoever tidied up after that has not seen it.
    if ((await findTraining(db, training.id))?.training.state !== "ordered") {
      await storage.remove("avatars", [archiveKey]);
      return skip("ended meanwhile");
    }
    return {
      did: `packed ${photos.length} photos, ${archiveBytes} bytes`,
      changes: [advanceTraining(db, training.id, "packed", { archiveKey, archiveBytes }, clock.now())],
      next: [{ kind: "avatars.train", payload: { trainingId: training.id }, key: `train:${training.id}:0` }],
      afterwards: () => showTraining(ports, training.id),
    };
  },
  giveUp: giveUpTraining,
  carries: true,
  patienceSeconds: () => TRAINING_PATIENCE_SECONDS,
};

/** Trainers look for pictures at the top level, by their extensions. */
const entryOf = ({ storage }: Ports, photo: Photo, index: number, gone: string[]): Entry => ({
  name: `photo_${String(index + 1).padStart(3, "0")}.${photo.kind === "jpeg" ? "jpg" : photo.kind}`,
  bytes: photo.bytes ?? 0,
  takenAt: photo.createdAt,
  async open() {
    const stored = photo.storageKey ? await storage.get("avatars", photo.storageKey) : null;
    if (stored) return inBlocks(stored.body, "storage");
    gone.push(photo.id);
    throw new Error("a photo is gone from storage");
  },
});
