import { Composer } from "grammy";
import { deletePicture, restorePicture, starPicture } from "../../domain/images/index.ts";
import { type GalleryTap, NO_FILTER, packGalleryTap, readGalleryTap } from "../../views/gallery/taps.ts";
import type { Turn, Wish } from "./turn.ts";

/** The gallery: a person's pictures, the newest first. */
export const gallery = new Composer<Turn>();

gallery.command("gallery", async (turn) => {
  if (!turn.from) return;
  await turn.commit(turn.from, { jobs: [screen(turn, { act: "see", filter: NO_FILTER, pictureId: null })] });
});

gallery.on("callback_query:data", async (turn, next) => {
  const tap = readGalleryTap(turn.callbackQuery.data);
  if (!tap) return next();
  await turn.commit(turn.from, wishOf(turn, tap));
  turn.visit.later(turn.visit.ports.telegram.answerTap(turn.callbackQuery.id));
});

/** What a tap asks for. Each change finds its picture together with its owner: a forged id changes nothing. */
function wishOf(turn: Turn, tap: GalleryTap): Wish {
  const { db } = turn.visit.ports;
  const me = turn.from?.id ?? 0;
  const { pictureId } = tap;
  if (pictureId !== null)
    switch (tap.act) {
      case "star":
        return { changes: [starPicture(db, me, pictureId)], jobs: [screen(turn, tap)] };
      case "undo":
        return { changes: [restorePicture(db, me, pictureId, turn.now)], jobs: [screen(turn, tap)] };
      case "del": {
        const { change, job, when } = deletePicture(db, me, pictureId, turn.now);
        return { changes: [change], jobs: [{ ...job, when }, screen(turn, tap)] };
      }
    }
  return { jobs: [screen(turn, tap)], ...(tap.act === "ten" && { limit: "paying" as const }) };
}

const screen = (turn: Turn, tap: GalleryTap) =>
  ({
    kind: "notices.gallery",
    payload: {
      telegramId: turn.from?.id ?? 0,
      tap: packGalleryTap(tap),
      ...(turn.callbackQuery?.message && { messageId: turn.callbackQuery.message.message_id }),
    },
    key: `gallery:${turn.wishName}`,
  }) as const;
