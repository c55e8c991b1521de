import {
  findOwnImage,
  findOwnPicture,
  listPictures,
  notePicture,
  type Picture,
} from "../../domain/images/index.ts";
import { findUser } from "../../domain/users/index.ts";
import type { Ports } from "../../ports/index.ts";
import { commit } from "../../ports/postgres.ts";
import { originalCaption } from "../../views/images/result.ts";
import { pictureGone } from "../../views/images/wish.ts";
import { translator } from "../../views/translate.ts";
import { fileName, loadPicture } from "../images/load.ts";
import { type Step, skip } from "../step.ts";
import { unreached } from "../unreached.ts";

const PATIENCE_SECONDS = 3600;

/** Sends pictures as files, as they were drawn: Telegram packs what is sent as a photo. */
export const originals: Step<"notices.picture"> = {
  async run(ports, job) {
    const { db, clock, telegram } = ports;
    const { telegramId } = job.payload;
    const user = await findUser(db, telegramId);
    if (!user) return skip("no such user");
    const t = translator(user.locale);
    const to = { chatId: telegramId };
    try {
      const pictures = await findPictures(ports, job.payload);
      if (pictures.length === 0) {
        await telegram.send(to, pictureGone(t));
        return skip("no such picture of theirs");
      }
      for (const picture of pictures) {
        const known = picture.documentFileId;
        const file =
          known === null
            ? { name: fileName(picture), bytes: await loadPicture(ports, picture) }
            : { fileId: known };
        const { fileId } = await telegram.sendOriginal(to, file, originalCaption(picture, t));
        if (known === null) await commit(db, [notePicture(db, picture.id, { documentFileId: fileId })]);
      }
      return { did: `sent ${pictures.length} originals` };
    } catch (error) {
      return unreached({ db, clock }, telegramId, error);
    }
  },
  giveUp: async (_ports, _job, reason) => ({ did: `not sent: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};

/** Every id of a tap is loaded together with its owner; another's has no pictures. */
async function findPictures(
  { db }: Ports,
  about: { telegramId: number } & ({ pictureId: string } | { imageId: string }),
): Promise<Picture[]> {
  if ("pictureId" in about) {
    const found = await findOwnPicture(db, about.telegramId, about.pictureId);
    return found ? [found.picture] : [];
  }
  const found = await findOwnImage(db, about.telegramId, about.imageId);
  const pictures = found ? await listPictures(db, found.image.id) : [];
  return pictures.filter(({ storageKey, deletedAt }) => storageKey !== null && deletedAt === null);
}
