import {
  findAvatar,
  listPhotos,
  notePhoto,
  type Photo,
  refusePhotos,
  takesPhotos,
} from "../../domain/avatars/index.ts";
import type { NewJob } from "../../domain/jobs/index.ts";
import type { Ports } from "../../ports/index.ts";
import { bytesOf } from "../../ports/storage/bytes-of.ts";
import { isReachableFromOutside } from "../../ports/storage/reachable.ts";
import type { FaceVerdict, Shown } from "../../ports/vision/index.ts";
import { alertAdmins } from "../alert.ts";
import { spend, spent, spentInVain } from "../spend.ts";
import { type Step, skip } from "../step.ts";
import { countLater } from "./count-later.ts";

/** The model is asked about so many photos in one call: each lies in memory, and again as text. */
const BATCH = 4;
/** What is sent along in one call has so many bytes at most; as text it is a third more (OpenAI takes requests of 50 MB). */
const CALL_BYTES = 12 * 2 ** 20;
/** A larger photo is fetched by the model where our storage can be reached; the call takes a minute and a half at most. */
const LINK_SECONDS = 600;
const PATIENCE_SECONDS = 900;

/** Photos about whose faces nobody was asked. */
const unasked = (photos: readonly Photo[]): Photo[] =>
  photos.filter(({ state, facesAskedAt }) => state === "kept" && facesAskedAt === null);

/** As many of them as one call takes, and at least the first: a large one goes alone. */
export function chooseShown<P extends Pick<Photo, "bytes">>(photos: readonly P[]): P[] {
  const chosen: P[] = [];
  let bytes = 0;
  for (const photo of photos.slice(0, BATCH)) {
    bytes += photo.bytes ?? 0;
    if (chosen.length > 0 && bytes > CALL_BYTES) break;
    chosen.push(photo);
  }
  return chosen;
}

/** The job that has the next photos looked at; none when there is no model, no photo, or no face to be expected. */
export function facesLater(
  { vision }: Pick<Ports, "vision">,
  avatar: { id: string; subject: string },
  photos: readonly Photo[],
): NewJob[] {
  const [first] = unasked(photos);
  if (!first || vision.model === null || avatar.subject === "style") return [];
  return [{ kind: "avatars.faces", payload: { avatarId: avatar.id }, key: `faces:${first.id}` }];
}

/** Has a model look at the faces of a few photos, and takes back those that would teach the wrong thing. */
export const faces: Step<"avatars.faces"> = {
  async run(ports, job) {
    const { db, clock, vision, storage } = ports;
    const found = await findAvatar(db, job.payload.avatarId);
    if (!found) return skip("no such avatar");
    const { avatar, owner, training } = found;
    if (!takesPhotos(avatar, training)) return skip(`already ${avatar.state}`);
    const photos = unasked(await listPhotos(db, avatar.id));
    const batch = chooseShown(photos);
    if (batch.length === 0) return skip("all were seen");
    const shown = await Promise.all(batch.map((one) => load(ports, one)));
    const present = batch.flatMap((photo, i) => (shown[i] ? [{ photo, image: shown[i] }] : []));
    if (present.length > 0)
      await spend(ports, job, "look", { userId: owner.id, chatId: avatar.chatId, feature: "avatar" });
    const verdicts = present.length > 0 ? await vision.judgeFaces(present.map(({ image }) => image)) : [];
    const now = clock.now();
    const of = (wanted: FaceVerdict) =>
      present.filter((_, i) => verdicts[i] === wanted).map(({ photo }) => photo);
    const refusals = REFUSALS.filter((reason) => of(reason).length > 0);
    const judged = new Set(present.filter((_, i) => verdicts[i]).map(({ photo }) => photo.id));
    return {
      did: `looked at ${judged.size} faces`,
      changes: [
        ...batch.map(({ id }) =>
          notePhoto(db, id, { facesAskedAt: now, ...(judged.has(id) && { facesSeenAt: now }) }, now),
        ),
        ...refusals.map((reason) =>
          refusePhotos(
            db,
            of(reason).map(({ id }) => id),
            reason,
            now,
          ),
        ),
        spent(ports, job, "look"),
      ],
      next: [...facesLater(ports, avatar, photos.slice(batch.length)), countLater(avatar.id, now)],
      // What is not kept is not stored. What slips through here goes with the other photos.
      async afterwards() {
        const gone = refusals.flatMap((reason) => of(reason).flatMap(({ storageKey }) => storageKey ?? []));
        if (gone.length > 0) await storage.remove("avatars", gone);
      },
    };
  },
  // Nobody has looked: the review says so.
  giveUp: async (ports, job, reason) => ({
    did: `faces were not looked at: ${reason}`,
    changes: [spentInVain(ports, job, "look", reason)],
    next: reason === "ceiling-house" ? alertAdmins(ports, "alert-ceiling") : [],
  }),
  patienceSeconds: () => PATIENCE_SECONDS,
};

const REFUSALS = ["no-face", "many-faces", "covered-face", "screenshot"] as const;

/** Null when the photo is gone. */
async function load(
  { storage }: Pick<Ports, "storage">,
  { storageKey, kind, bytes }: Photo,
): Promise<Shown | null> {
  if (!storageKey) return null;
  if ((bytes ?? 0) > CALL_BYTES) {
    const url = await storage.presign("avatars", storageKey, { method: "GET", seconds: LINK_SECONDS });
    // At home nobody fetches it, and no isolate's memory is counted there.
    if (isReachableFromOutside(url)) return (await storage.head("avatars", storageKey)) ? { url } : null;
  }
  const stored = await storage.get("avatars", storageKey);
  if (!stored) return null;
  return { type: `image/${kind}`, bytes: await bytesOf(stored) };
}
