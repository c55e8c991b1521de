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
import type { FaceVerdict, Photograph } from "../../ports/vision/index.ts";
import { alertAdmins } from "../alert.ts";
import { spend, spent, spentInVain } from "../spend.ts";
import { type Step, skip } from "../step.ts";
import { countLater } from "./count-later.ts";

/** The model is asked about so many photos in one call: each lies in memory, and again as text. */
const BATCH = 4;
/** Larger files are not shown to the model: four of them would not fit beside each other. */
const SHOWN_BYTES = 3 * 2 ** 20;
const PATIENCE_SECONDS = 900;

/** Photos whose faces nobody has looked at, and that can be shown. */
const unseen = (photos: readonly Photo[]): Photo[] =>
  photos.filter(
    ({ state, facesSeenAt, bytes }) =>
      state === "kept" && facesSeenAt === null && (bytes ?? 0) <= SHOWN_BYTES,
  );

/** The job that has the next photos looked at; none when there is no model, no photo, or no face to be expected. */
export function facesLater(
  { vision }: Pick<Ports, "vision">,
  avatar: { id: string; subject: string },
  photos: readonly Photo[],
): NewJob[] {
  const [first] = unseen(photos);
  if (!first || vision.model === null || avatar.subject === "style") return [];
  return [{ kind: "avatars.faces", payload: { avatarId: avatar.id }, key: `faces:${first.id}` }];
}

/** Has a model look at the faces of a few photos, and takes back those that would teach the wrong thing. */
export const faces: Step<"avatars.faces"> = {
  async run(ports, job) {
    const { db, clock, vision } = ports;
    const found = await findAvatar(db, job.payload.avatarId);
    if (!found) return skip("no such avatar");
    const { avatar, owner, training } = found;
    if (!takesPhotos(avatar, training)) return skip(`already ${avatar.state}`);
    const photos = unseen(await listPhotos(db, avatar.id));
    const batch = photos.slice(0, BATCH);
    if (batch.length === 0) return skip("all were seen");
    const shown = await Promise.all(batch.map((one) => load(ports, one)));
    const present = batch.flatMap((one, i) => (shown[i] ? [{ id: one.id, image: shown[i] }] : []));
    await spend(ports, job, "look", { userId: owner.id, chatId: avatar.chatId, feature: "avatar" });
    const verdicts = await vision.judgeFaces(present.map(({ image }) => image));
    const now = clock.now();
    const idsOf = (wanted: FaceVerdict) =>
      present.filter((_, i) => verdicts[i] === wanted).map(({ id }) => id);
    const refusals = (["no-face", "many-faces", "covered-face", "screenshot"] as const).filter(
      (reason) => idsOf(reason).length > 0,
    );
    return {
      did: `looked at ${present.length} faces`,
      changes: [
        ...present.map(({ id }) => notePhoto(db, id, { facesSeenAt: now }, now)),
        ...refusals.map((reason) => refusePhotos(db, idsOf(reason), reason, now)),
        spent(ports, job, "look"),
      ],
      next: [...facesLater(ports, avatar, photos.slice(BATCH)), countLater(avatar.id, now)],
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

async function load({ storage }: Ports, { storageKey, kind }: Photo): Promise<Photograph | null> {
  const stored = storageKey ? await storage.get("avatars", storageKey) : null;
  if (!stored) return null;
  return { type: `image/${kind}`, bytes: new Uint8Array(await new Response(stored.body).arrayBuffer()) };
}
