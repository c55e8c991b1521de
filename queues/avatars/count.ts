import { claimCount, findAvatar, listPhotos, showCount, takesPhotos } from "../../domain/avatars/index.ts";
import { Pending } from "../../ports/errors.ts";
import { commit } from "../../ports/postgres.ts";
import { photoCount } from "../../views/avatars/photos.ts";
import { translator } from "../../views/translate.ts";
import { type Step, skip } from "../step.ts";
import { unreached } from "../unreached.ts";
import { countLater, EVERY_SECONDS } from "./count-later.ts";
import { facesLater } from "./faces.ts";
import { photoLimits } from "./limits.ts";

/** As long as photos are being looked at the count is looked at again. */
const AGAIN_SECONDS = 10;
const PATIENCE_SECONDS = 600;

/** Brings the one message about a draft's photos up to date, below the newest photo. */
export const count: Step<"avatars.count"> = {
  async run(ports, job) {
    const { db, clock, telegram } = ports;
    const { avatarId, at } = job.payload;
    const wait = (at - clock.now().getTime()) / 1000;
    if (wait > 0) throw new Pending("telegram", Math.ceil(wait));
    const found = await findAvatar(db, avatarId);
    if (!found) return skip("no such avatar");
    const { avatar, owner, training } = found;
    if (!takesPhotos(avatar, training)) return skip(`already ${avatar.state}`);
    const [claimed] = await commit(db, [claimCount(db, avatarId, clock.now(), EVERY_SECONDS)]);
    if ((claimed as unknown[]).length === 0) throw new Pending("telegram", 1);
    const photos = await listPhotos(db, avatarId);
    const limits = { ...photoLimits(ports), facesAreSeen: ports.vision.model !== null };
    const view = photoCount(avatar, photos, limits, translator(owner.locale));
    const next = photos.some(({ state }) => state === "received")
      ? [countLater(avatarId, clock.now(), AGAIN_SECONDS)]
      : facesLater(ports, avatar, photos);
    const newest = Math.max(0, ...photos.map(({ messageId }) => messageId));
    const shown = avatar.countMessageId;
    try {
      if (shown !== null && shown > newest && (await telegram.editText(avatar.chatId, shown, view)))
        return { did: `counted ${photos.length}`, next };
      const messageId = await telegram.send({ chatId: avatar.chatId, silent: true }, view);
      if (shown !== null) await telegram.remove(avatar.chatId, shown);
      return { did: `counted ${photos.length}`, changes: [showCount(db, avatarId, messageId)], next };
    } catch (error) {
      return unreached({ db, clock }, owner.telegramId, error);
    }
  },
  giveUp: async (_ports, _job, reason) => ({ did: `not counted: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};
