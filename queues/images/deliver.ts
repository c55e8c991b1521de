import {
  findImage,
  finishImage,
  listPictures,
  notePicture,
  type OwnedImage,
  type Picture,
} from "../../domain/images/index.ts";
import { markUnreachable } from "../../domain/users/index.ts";
import { Unreachable } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { commit } from "../../ports/postgres.ts";
import type { SentFile } from "../../ports/telegram/message.ts";
import { albumCaption, resultButtons, resultCaption } from "../../views/images/result.ts";
import { translator } from "../../views/translate.ts";
import { type Outcome, type Step, skip } from "../step.ts";
import { failWith } from "./fail.ts";
import { fileName, loadPicture } from "./load.ts";
import { clearStatus } from "./status.ts";

/** The pictures are in our storage: they are waited for as long as it takes, and lie in the gallery meanwhile. */
const PATIENCE_SECONDS = 86_400;
/** Telegram's limit for what is sent as a photo (Bot API, "Sending files"); the gallery has the rest as files. */
const PHOTO_BYTES = 10 * 2 ** 20;

/** Sends the pictures, one as a photo and several as an album, and takes the price of those. */
export const deliver: Step<"images.deliver"> = {
  async run(ports, job): Promise<Outcome> {
    const { db, clock } = ports;
    const found = await findImage(db, job.payload.imageId);
    if (!found) return skip("no such order");
    const { image, owner } = found;
    if (image.state !== "drawn") return skip(`already ${image.state}`);
    const pictures = (await listPictures(db, image.id)).filter(({ storageKey }) => storageKey !== null);
    const told = { toldAt: clock.now() };
    try {
      await show(ports, found, pictures);
      return {
        did: `delivered ${pictures.length}`,
        changes: finishImage(db, image, pictures.length, told, clock.now()),
        afterwards: () => clearStatus(ports, image.id),
      };
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      return {
        did: "kept in the gallery: the user cannot be reached",
        changes: [
          ...finishImage(db, image, pictures.length, {}, clock.now()),
          markUnreachable(db, owner.telegramId, clock.now()),
        ],
      };
    }
  },
  // What nobody got to see is not paid, although it lies in the gallery.
  async giveUp(ports, job, reason) {
    const { db, clock } = ports;
    const found = await findImage(db, job.payload.imageId);
    if (!found) return skip("no such order");
    const sent = (await listPictures(db, found.image.id)).filter(({ messageId }) => messageId !== null);
    if (sent.length === 0) return failWith(ports, found.image.id, reason);
    return {
      did: `delivered ${sent.length}, then: ${reason}`,
      changes: finishImage(db, found.image, sent.length, { toldAt: clock.now() }, clock.now()),
      afterwards: () => clearStatus(ports, found.image.id),
    };
  },
  patienceSeconds: () => PATIENCE_SECONDS,
};

/** What was sent before a crash is not sent again: each message is noted as soon as it is out. */
async function show(ports: Ports, found: OwnedImage, pictures: readonly Picture[]): Promise<void> {
  const { db, telegram } = ports;
  const { image, owner } = found;
  const t = translator(owner.locale);
  const to = { chatId: image.chatId };
  const unsent = pictures.filter(({ messageId }) => messageId === null);
  const [only] = pictures;
  const note = (picture: Picture, { messageId, fileId }: SentFile, as: "fileId" | "documentFileId") =>
    commit(db, [notePicture(db, picture.id, { messageId, [as]: fileId })]);
  if (only && pictures.length === 1) {
    if (unsent.length === 0) return;
    const caption = { ...resultCaption(found, pictures, t), buttons: resultButtons(image, pictures, t) };
    const photo = await load(ports, only);
    return void (isLarge(only)
      ? await note(only, await telegram.sendOriginal(to, photo, caption), "documentFileId")
      : await note(only, await telegram.sendPhoto(to, photo, caption), "fileId"));
  }
  const small = unsent.filter((picture) => !isLarge(picture));
  const caption = albumCaption(found, t);
  if (small.length > 1) {
    const photos = await Promise.all(small.map((picture) => load(ports, picture)));
    const sent = await telegram.sendAlbum(to, photos, caption);
    await commit(
      db,
      small.flatMap((picture, i) => {
        const message = sent[i];
        return message ? [notePicture(db, picture.id, message)] : [];
      }),
    );
  } else
    for (const picture of small)
      await note(picture, await telegram.sendPhoto(to, await load(ports, picture), caption), "fileId");
  for (const picture of unsent.filter(isLarge))
    await note(
      picture,
      await telegram.sendOriginal(to, await load(ports, picture), caption),
      "documentFileId",
    );
  // An album has no buttons (Bot API, sendMediaGroup): they come below it.
  await telegram.send(to, {
    ...resultCaption(found, pictures, t),
    buttons: resultButtons(image, pictures, t),
  });
}

const isLarge = ({ bytes }: Picture): boolean => (bytes ?? 0) > PHOTO_BYTES;

const load = async (ports: Ports, picture: Picture) =>
  picture.fileId !== null
    ? { fileId: picture.fileId }
    : { name: fileName(picture), bytes: await loadPicture(ports, picture) };
