import { Composer } from "grammy";
import type { Message } from "grammy/types";
import {
  askName,
  type BroughtPhoto,
  beginDraft,
  bringPhoto,
  cancelTraining,
  choosePreset,
  consent,
  deleteAvatar,
  findOpenAvatar,
  findOwnAvatar,
  forgetPhotosNow,
  keepPhotos,
  leaveDrafts,
  listPhotos,
  makeMain,
  nameAvatar,
  openDraft,
  readName,
} from "../../domain/avatars/index.ts";
import { closeImages, hidePicturesOf } from "../../domain/images/index.ts";
import { type AvatarTap, readAvatarTap } from "../../views/avatars/taps.ts";
import type { Turn, Wish } from "./turn.ts";

/** Avatars: the list, the wizard, the photos, the order, and what can be done with what is there. */
export const avatars = new Composer<Turn>();

avatars.command("avatars", async (turn) => {
  if (turn.from) await turn.commit(turn.from, { jobs: [screen(turn, "list")] });
});

avatars.on("callback_query:data", async (turn, next) => {
  const tap = readAvatarTap(turn.callbackQuery.data);
  if (!tap) return next();
  await turn.commit(turn.from, await wishOf(turn, tap));
  turn.visit.later(turn.visit.ports.telegram.answerTap(turn.callbackQuery.id));
});

/** The name that the wizard has asked for. A command is never a name. */
avatars.on("message:text", async (turn, next) => {
  if (turn.message.text.startsWith("/")) return next();
  const { db } = turn.visit.ports;
  const open = await findOpenAvatar(db, turn.from.id);
  if (open?.avatar.awaits !== "name") return next();
  const { id } = open.avatar;
  const name = readName(turn.message.text);
  await turn.commit(
    turn.from,
    name
      ? { changes: [nameAvatar(db, turn.from.id, id, name, turn.now)], jobs: [screen(turn, "go", id)] }
      : { jobs: [screen(turn, "name-wrong")] },
  );
});

/** Photos for the avatar that is open, as photos and as files. Without one files are somebody else's affair. */
avatars.on(["message:photo", "message:document"], async (turn, next) => {
  const brought = photoOf(turn.message);
  if (!brought) return next();
  const { db } = turn.visit.ports;
  const open = await findOpenAvatar(db, turn.from.id);
  if (open?.avatar.awaits !== "photos") {
    if (brought.source !== "photo") return next();
    const unasked = screen(turn, "unasked");
    const album = turn.message.media_group_id;
    // The photos of an album are separate messages: one answer is enough.
    const key = album ? `photos:${turn.chat.id}:${album}` : unasked.key;
    return void (await turn.commit(turn.from, { jobs: [{ ...unasked, key }] }));
  }
  const { change, job, when } = bringPhoto(db, turn.from.id, open.avatar.id, brought, turn.now);
  await turn.commit(turn.from, { changes: [change], jobs: [{ ...job, when }], limit: "photo" });
});

function photoOf({ photo, document, animation, chat, message_id }: Message): BroughtPhoto | null {
  const where = { chatId: chat.id, messageId: message_id };
  // Sizes ascend: the last one is the largest (Bot API, "PhotoSize").
  const largest = photo?.at(-1);
  if (largest) return { ...where, source: "photo", fileId: largest.file_id, claimedBytes: largest.file_size };
  // The claim is enough to be looked at: what it is, its bytes will tell.
  if (!document || animation || !/^image\//.test(document.mime_type ?? "")) return null;
  return { ...where, source: "document", fileId: document.file_id, claimedBytes: document.file_size };
}

/** What a tap asks for. Each change finds its avatar together with its owner: a forged id changes nothing. */
async function wishOf(turn: Turn, tap: AvatarTap): Promise<Wish> {
  const { db } = turn.visit.ports;
  const me = turn.from?.id ?? 0;
  const { now } = turn;
  switch (tap.act) {
    case "list":
    case "new":
    case "why":
      return { jobs: [screen(turn, tap.act)] };
    case "leave":
      return { changes: [leaveDrafts(db, me)], jobs: [screen(turn, "left")] };
    case "make":
      return {
        changes: [closeImages(db, me), ...beginDraft(db, me, turn.chat?.id ?? me, tap.subject, now)],
        jobs: [screen(turn, "begun")],
      };
    case "look":
    case "drop":
      return { jobs: [viewer(turn, tap.photoId, tap.act === "drop")] };
    case "photos":
      return { jobs: [await firstPhoto(turn, tap.avatarId)] };
    case "go":
      return {
        changes: [closeImages(db, me), ...openDraft(db, me, tap.avatarId, now)],
        jobs: [screen(turn, "go", tap.avatarId)],
      };
    case "name":
      return {
        changes: [closeImages(db, me), ...askName(db, me, tap.avatarId, now)],
        jobs: [screen(turn, "name", tap.avatarId)],
      };
    case "consent":
      return {
        changes: [closeImages(db, me), ...consent(db, me, tap.avatarId, now)],
        jobs: [screen(turn, "go", tap.avatarId)],
      };
    case "main":
      return { changes: makeMain(db, me, tap.avatarId), jobs: [screen(turn, "card", tap.avatarId)] };
    case "order":
    case "retrain":
      return { jobs: [order(turn, tap.avatarId, tap.act === "retrain")], limit: "paying" };
    case "fast":
    case "balanced":
    case "quality":
      return {
        changes: [choosePreset(db, me, tap.avatarId, tap.act, now)],
        jobs: [screen(turn, "preset", tap.avatarId)],
      };
    case "stop":
      return await stop(turn, tap.avatarId);
    case "forget":
      return {
        changes: [forgetPhotosNow(db, me, tap.avatarId, now)],
        jobs: [
          screen(turn, "card", tap.avatarId),
          {
            kind: "avatars.forget",
            payload: { avatarId: tap.avatarId },
            key: `forget:${tap.avatarId}:${turn.wishName}`,
          },
        ],
      };
    case "keep":
    case "usual": {
      const how = tap.act === "keep" ? "until-deleted" : "usual";
      return {
        changes: [keepPhotos(db, me, tap.avatarId, how, now)],
        jobs: [screen(turn, "card", tap.avatarId)],
      };
    }
    case "erase":
    case "wipe":
      return erase(turn, tap.avatarId, tap.act === "wipe");
    case "card":
    case "check":
    case "again":
    case "del":
      return { jobs: [screen(turn, tap.act, tap.avatarId)] };
  }
}

/** The job names the training: its avatar may be ordered again before the vendor could be told to stop. */
async function stop(turn: Turn, avatarId: string): Promise<Wish> {
  const { db } = turn.visit.ports;
  const me = turn.from?.id ?? 0;
  const trainingId = (await findOwnAvatar(db, me, avatarId))?.avatar.trainingId;
  if (!trainingId) return {};
  const { changes, when } = cancelTraining(db, me, { avatarId, trainingId }, turn.now);
  const payload = { avatarId, trainingId };
  return { changes, jobs: [{ kind: "avatars.stop", payload, key: `stop:${turn.wishName}`, when }] };
}

/** The first tap decides whether its pictures go too; another's avatar, or one that is deleted already, is not there. */
function erase(turn: Turn, avatarId: string, withPictures: boolean): Wish {
  const { db } = turn.visit.ports;
  const me = turn.from?.id ?? 0;
  const { changes, when, otherwise } = deleteAvatar(db, me, avatarId, turn.now);
  const payload = { avatarId, ...(withPictures && { picturesAt: turn.now.getTime() }) };
  return {
    changes: [...(withPictures ? hidePicturesOf(db, me, avatarId, turn.now) : []), ...changes],
    jobs: [
      { ...screen(turn, withPictures ? "deleted-all" : "deleted"), when },
      { ...screen(turn, "card", avatarId), key: `avatar:${turn.wishName}:late`, when: otherwise },
      { kind: "avatars.erase", payload, key: `erase:${turn.wishName}`, when },
    ],
  };
}

const messageOf = (turn: Turn) =>
  turn.callbackQuery?.message ? { messageId: turn.callbackQuery.message.message_id } : {};

/** A job that shows a screen: in place of the tapped message, or as a new one. */
const screen = (turn: Turn, name: string, avatarId?: string) =>
  ({
    kind: "notices.avatar",
    payload: {
      telegramId: turn.from?.id ?? 0,
      screen: name,
      ...(avatarId !== undefined && { avatarId }),
      ...messageOf(turn),
    },
    key: `avatar:${turn.wishName}`,
  }) as const;

const order = (turn: Turn, avatarId: string, again: boolean) =>
  ({
    kind: "avatars.order",
    payload: { telegramId: turn.from?.id ?? 0, avatarId, ...messageOf(turn), ...(again && { again }) },
    key: `avatars.order:${turn.wishName}`,
  }) as const;

const viewer = (turn: Turn, photoId: string, drop: boolean) =>
  ({
    kind: "notices.photo",
    payload: { telegramId: turn.from?.id ?? 0, photoId, drop, ...messageOf(turn) },
    key: `photo:${turn.wishName}`,
  }) as const;

/** The viewer begins with the first photo that was kept; without one the avatar is shown. */
async function firstPhoto(turn: Turn, avatarId: string) {
  const { db } = turn.visit.ports;
  const found = await findOwnAvatar(db, turn.from?.id ?? 0, avatarId);
  const photos = found ? await listPhotos(db, avatarId) : [];
  const first = photos.find(({ state }) => state === "kept");
  return first ? viewer(turn, first.id, false) : screen(turn, "card", avatarId);
}
