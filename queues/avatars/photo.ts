import {
  findAvatar,
  findPhoto,
  listPhotos,
  notePhoto,
  PHOTO_FAILURES,
  type Photo,
  type PhotoFacts,
  type PhotoFailure,
  settlePhoto,
  takesPhotos,
} from "../../domain/avatars/index.ts";
import { HEAD_BYTES, inspectImage, LOOK_BYTES } from "../../domain/media/images/inspect.ts";
import { TAIL_BYTES } from "../../domain/media/images/whole.ts";
import { Refused } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { type Outcome, type Step, skip } from "../step.ts";
import { countLater } from "./count-later.ts";
import { judgePhoto, photoLimits } from "./limits.ts";
import { watchStream } from "./watch-stream.ts";

/** A photo that Telegram has not handed out for so long is not waited for. */
const PATIENCE_SECONDS = 1800;

/** Brings a photo into our storage, looks at its bytes, and decides whether it is kept. */
export const photo: Step<"avatars.photo"> = {
  async run(ports, job) {
    const brought = await findPhoto(ports.db, job.payload.photoId);
    if (!brought) return skip("no such photo");
    if (brought.state !== "received") return skip(`already ${brought.state}`);
    const [found, photos] = await Promise.all([
      findAvatar(ports.db, brought.avatarId),
      listPhotos(ports.db, brought.avatarId),
    ]);
    if (!found) return skip("no such avatar");
    const { avatar, training } = found;
    if (!takesPhotos(avatar, training)) return settle(ports, brought, {}, "too-late");
    const kept = photos.filter(({ state }) => state === "kept").length;
    // Enough are there: the bytes of this one are not even fetched.
    if (kept >= photoLimits(ports).most) return settle(ports, brought, {}, "too-many");
    const { facts, failure } = await fetchPhoto(ports, brought, avatar);
    return settle(ports, brought, facts, failure);
  },
  async giveUp(ports, job, reason) {
    const brought = await findPhoto(ports.db, job.payload.photoId);
    if (!brought) return skip("no such photo");
    return settle(ports, brought, {}, PHOTO_FAILURES.find((known) => known === reason) ?? "not-checked");
  },
  carries: true,
  patienceSeconds: () => PATIENCE_SECONDS,
};

/** Telegram → storage, streamed; on the way its hash is made, and what the inspection wants to see is kept. */
async function fetchPhoto(
  { telegram, storage }: Ports,
  { id, fileId }: Photo,
  { id: avatarId, userId, subject }: { id: string; userId: string; subject: string },
): Promise<{ facts: PhotoFacts; failure: PhotoFailure | null }> {
  const located = await telegram.locate(fileId);
  if (!located) throw new Refused("file-gone");
  const response = await telegram.download(located.path);
  const length = Number(response.headers.get("content-length"));
  if (!response.body || !(length > 0)) {
    await response.body?.cancel();
    throw new Refused("not-a-picture");
  }
  const { stream, seen } = watchStream(response.body as ReadableStream<Uint8Array>, {
    head: HEAD_BYTES,
    tail: TAIL_BYTES,
    whole: length <= LOOK_BYTES ? length : 0,
  });
  const storageKey = `avatars/${userId}/${avatarId}/photos/${id}`;
  await storage.put("avatars", storageKey, stream, { length, type: "application/octet-stream" });
  const { sha256, head, tail, bytes } = await seen;
  const report = await inspectImage({ head, tail, length, bytes });
  const stored = { storageKey, bytes: length, sha256 };
  if (typeof report === "string") return { facts: stored, failure: report };
  return { facts: { ...stored, ...report }, failure: judgePhoto(report, subject === "style") };
}

/** Notes what was learned, lets the database decide among its neighbours, and has it told. */
function settle(
  ports: Ports,
  { id, avatarId }: Photo,
  facts: PhotoFacts,
  failure: PhotoFailure | null,
): Outcome {
  const { db, clock, storage } = ports;
  const { storageKey } = facts;
  return {
    did: failure ? `looked at: ${failure}` : "looked at",
    changes: [
      notePhoto(db, id, facts, clock.now()),
      settlePhoto(db, id, failure, photoLimits(ports).most, clock.now()),
    ],
    next: [countLater(avatarId, clock.now())],
    // What is not kept is not stored. What slips through here goes with its avatar.
    async afterwards([noted, settled]) {
      const [decided] = (settled as { rows: { failure: string | null }[] }).rows;
      const isGone = (noted as unknown[]).length === 0;
      if (storageKey && (isGone || decided?.failure)) await storage.remove("avatars", [storageKey]);
    },
  };
}
