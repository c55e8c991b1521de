import {
  countShown,
  findOwnPicture,
  findShown,
  type GalleryFilter,
  listDrawnAvatars,
  listShown,
  notePicture,
  type Picture,
  readGalleryFigures,
  wasDeleted,
} from "../../domain/images/index.ts";
import { findUser, type User } from "../../domain/users/index.ts";
import type { Ports } from "../../ports/index.ts";
import { commit } from "../../ports/postgres.ts";
import type { Outgoing } from "../../ports/telegram/message.ts";
import * as screens from "../../views/gallery/screens.ts";
import { type GalleryTap, readGalleryTap } from "../../views/gallery/taps.ts";
import { pictureGone } from "../../views/images/wish.ts";
import { type Translate, translator } from "../../views/translate.ts";
import { fileName, loadPicture } from "../images/load.ts";
import { type Step, skip } from "../step.ts";
import { unreached } from "../unreached.ts";

const PATIENCE_SECONDS = 3600;

/** Telegram takes photos of up to 10 MB; a larger one goes as a file (Bot API, sendPhoto). */
const PHOTO_BYTES = 10_000_000;

/** A person's pictures: one at a time in one message, an overview of ten, filters, figures. */
export const galleryScreen: Step<"notices.gallery"> = {
  async run(ports, job) {
    const { db, clock } = ports;
    const { telegramId, messageId } = job.payload;
    const user = await findUser(db, telegramId);
    const tap = readGalleryTap(job.payload.tap);
    if (!user || !tap) return skip("no such user, or no such tap");
    const where = { telegramId, messageId, user, t: translator(user.locale) };
    try {
      await show(ports, tap, where);
      return { did: `showed the gallery: ${tap.act}` };
    } catch (error) {
      return unreached({ db, clock }, telegramId, error);
    }
  },
  giveUp: async (_ports, _job, reason) => ({ did: `not shown: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};

interface Where {
  telegramId: number;
  messageId: number | undefined;
  user: User;
  t: Translate;
}

async function show(ports: Ports, { act, filter, pictureId }: GalleryTap, where: Where): Promise<void> {
  const { db, clock } = ports;
  const { telegramId, t } = where;
  switch (act) {
    case "sift": {
      const [avatars, pictures] = await Promise.all([
        listDrawnAvatars(db, telegramId),
        countShown(db, telegramId, filter, clock.now()),
      ]);
      return say(ports, screens.galleryFilters(filter, avatars, pictures, t), where);
    }
    case "sum": {
      const [figures, avatars] = await Promise.all([
        readGalleryFigures(db, telegramId),
        listDrawnAvatars(db, telegramId),
      ]);
      return say(ports, screens.galleryFigures(figures, avatars, t), where);
    }
    case "ten":
      return overview(ports, filter, pictureId, where);
    case "ask": {
      const found = pictureId === null ? null : await findOwnPicture(db, telegramId, pictureId);
      if (!found?.picture.storageKey || found.picture.deletedAt) return say(ports, pictureGone(t), where);
      // The picture stays in sight while it is asked about.
      return showPicture(ports, found.picture, screens.galleryQuestion(found.picture.id, filter, t), where);
    }
    case "del": {
      // The tap has deleted it, if it was theirs.
      const isGone = pictureId !== null && (await wasDeleted(db, telegramId, pictureId, clock.now()));
      return say(ports, isGone ? screens.galleryDeleted(pictureId, filter, t) : pictureGone(t), where);
    }
  }
  const way = act === "old" ? "older" : act === "new" ? "newer" : "at";
  const shown = await findShown(db, telegramId, filter, { at: pictureId, way }, clock.now());
  if (!shown) return say(ports, screens.galleryEmpty(filter, t), where);
  if (act === "text")
    return say(ports, screens.galleryText(shown, filter, t), { ...where, messageId: undefined });
  return showPicture(ports, shown.picture, screens.galleryPicture(shown, filter, where.user, t), where);
}

/** In place of what is there: a picture in place of a picture; words in place of words. */
async function say({ telegram }: Ports, view: Outgoing, { telegramId, messageId }: Where): Promise<void> {
  if (messageId !== undefined && (await telegram.editText(telegramId, messageId, view))) return;
  await telegram.send({ chatId: telegramId }, view);
  if (messageId !== undefined) await telegram.remove(telegramId, messageId);
}

async function showPicture(
  ports: Ports,
  picture: Picture,
  view: Outgoing,
  { telegramId, messageId }: Where,
): Promise<void> {
  const { telegram, db } = ports;
  const to = { chatId: telegramId };
  const known =
    picture.fileId !== null
      ? ({ kind: "photo", fileId: picture.fileId } as const)
      : picture.documentFileId !== null
        ? ({ kind: "document", fileId: picture.documentFileId } as const)
        : null;
  if (known) {
    const edited =
      messageId !== undefined && (await telegram.editPicture(telegramId, messageId, known, view));
    if (!edited) await telegram.sendPicture(to, known, view);
    return;
  }
  // Telegram has not seen it yet: its owner could not be reached when it was drawn.
  const isLarge = (picture.bytes ?? 0) > PHOTO_BYTES;
  const file = { name: fileName(picture), bytes: await loadPicture(ports, picture) };
  const sent = await (isLarge ? telegram.sendOriginal(to, file, view) : telegram.sendPhoto(to, file, view));
  const fact = isLarge ? { documentFileId: sent.fileId } : { fileId: sent.fileId };
  await commit(db, [notePicture(db, picture.id, fact)]);
}

/** Up to ten as an album; below it the way back, since an album has no buttons. */
async function overview(
  ports: Ports,
  filter: GalleryFilter,
  at: string | null,
  { telegramId, t }: Where,
): Promise<void> {
  const { db, telegram, clock } = ports;
  const { pictures, next } = await listShown(db, telegramId, filter, at, clock.now());
  const to = { chatId: telegramId };
  const small = pictures.filter((picture) => picture.fileId !== null || (picture.bytes ?? 0) <= PHOTO_BYTES);
  const photos = [];
  for (const picture of small) photos.push(await asPhoto(ports, picture));
  const caption = { html: t("gallery-overview", { pictures: small.length }) };
  const [only] = photos;
  if (photos.length > 1) await telegram.sendAlbum(to, photos, caption);
  else if (only) await telegram.sendPhoto(to, only, caption);
  await telegram.send(to, screens.afterOverview({ last: pictures.at(-1)?.id ?? null, next }, filter, t));
}

const asPhoto = async (ports: Ports, picture: Picture) =>
  picture.fileId !== null
    ? { fileId: picture.fileId }
    : { name: fileName(picture), bytes: await loadPicture(ports, picture) };
