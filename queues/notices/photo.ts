import { dropPhoto, findOwnPhoto, listPhotos, takesPhotos } from "../../domain/avatars/index.ts";
import { findUser } from "../../domain/users/index.ts";
import { avatarGone } from "../../views/avatars/card.ts";
import { photoViewer } from "../../views/avatars/photos.ts";
import { translator } from "../../views/translate.ts";
import { countLater } from "../avatars/count-later.ts";
import { type Step, skip } from "../step.ts";
import { unreached } from "../unreached.ts";

const PATIENCE_SECONDS = 3600;

/** The viewer of an avatar's photos: one at a time, with a way to take it away. */
export const photoScreen: Step<"notices.photo"> = {
  async run(ports, job) {
    const { db, clock, telegram, storage } = ports;
    const { telegramId, photoId, drop, messageId } = job.payload;
    const user = await findUser(db, telegramId);
    if (!user) return skip("no such user");
    const t = translator(user.locale);
    const chat = { chatId: telegramId };
    try {
      const found = await findOwnPhoto(db, telegramId, photoId);
      if (!found) {
        if (messageId === undefined) await telegram.send(chat, avatarGone(t));
        return skip("no such photo of theirs");
      }
      const { avatar, photo, training } = found;
      const kept = (await listPhotos(db, avatar.id)).filter(({ state }) => state === "kept");
      const index = kept.findIndex(({ id }) => id === photoId);
      const isOpen = takesPhotos(avatar, training);
      const taken = drop && isOpen && index >= 0;
      const left = taken ? kept.filter(({ id }) => id !== photoId) : kept;
      const shown = left[Math.min(Math.max(0, index), left.length - 1)];
      if (shown) {
        const view = photoViewer(avatar, left, left.indexOf(shown), isOpen, t);
        const picture = { kind: shown.source, fileId: shown.fileId };
        // The counting message stays what it is: the viewer is a message of its own below it.
        const edited =
          messageId !== undefined &&
          messageId !== avatar.countMessageId &&
          (await telegram.editPicture(telegramId, messageId, picture, view));
        if (!edited) await telegram.sendPicture(chat, picture, view);
      } else if (messageId !== undefined) await telegram.remove(telegramId, messageId);
      if (taken && photo.storageKey) await storage.remove("avatars", [photo.storageKey]);
      return {
        did: taken ? "took a photo away" : "showed a photo",
        changes: taken ? [dropPhoto(db, telegramId, photoId)] : [],
        next: taken ? [countLater(avatar.id, clock.now())] : [],
      };
    } catch (error) {
      return unreached({ db, clock }, telegramId, error);
    }
  },
  giveUp: async (_ports, _job, reason) => ({ did: `not shown: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};
