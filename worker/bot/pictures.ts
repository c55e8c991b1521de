import { Composer } from "grammy";
import type { Message } from "grammy/types";
import {
  beginImage,
  editPrompt,
  findOpenImage,
  readWish,
  takePhoto,
  takeWords,
} from "../../domain/images/index.ts";
import { readImageTap } from "../../views/images/taps.ts";
import { home, screen, wishOf } from "./picture-taps.ts";
import type { Turn, Wish } from "./turn.ts";

/** Pictures: the wish in words, by voice or from a photo, its prompt, the order, and what can be done with what was drawn. */
export const pictures = new Composer<Turn>();

pictures.command(["draw", "pictures"], async (turn) => {
  if (!turn.from) return;
  const text = readWish(turn.match);
  await turn.commit(turn.from, text ? beginWith(turn, text) : home(turn));
});

pictures.on("callback_query:data", async (turn, next) => {
  const tap = readImageTap(turn.callbackQuery.data);
  if (!tap) return next();
  const { wish, word } = await wishOf(turn, tap);
  const granted = await turn.commit(turn.from, wish);
  const answer = granted ? word?.(granted) : undefined;
  turn.visit.later(turn.visit.ports.telegram.answerTap(turn.callbackQuery.id, answer));
});

/** The wish, or a prompt in place of the one that was shown. A command is neither. */
pictures.on("message:text", async (turn, next) => {
  if (turn.message.text.startsWith("/")) return next();
  const { db } = turn.visit.ports;
  const open = await findOpenImage(db, turn.from.id, turn.now);
  const awaits = open?.image.awaits;
  if (!open || (awaits !== "words" && awaits !== "prompt")) return next();
  const { id } = open.image;
  const text = readWish(turn.message.text);
  if (!text) return void (await turn.commit(turn.from, { jobs: [screen(turn, "words-wrong")] }));
  if (awaits === "prompt") {
    const change = editPrompt(db, turn.from.id, id, text, turn.now);
    return void (await turn.commit(turn.from, { changes: [change], jobs: [screen(turn, "prompt", id)] }));
  }
  const { change, job, when } = takeWords(db, turn.from.id, id, text, turn.wishName, turn.now);
  await turn.commit(turn.from, { changes: [change], jobs: [{ ...job, when }], limit: "paying" });
});

/** A photo that was asked for; any other is somebody else's affair. A voice that was asked for comes as a recording. */
pictures.on(["message:photo", "message:document"], async (turn, next) => {
  const brought = photoOf(turn.message);
  if (!brought) return next();
  const { db } = turn.visit.ports;
  const open = await findOpenImage(db, turn.from.id, turn.now);
  if (open?.image.awaits !== "photo") return next();
  const { change, job, when } = takePhoto(db, turn.from.id, open.image.id, brought, turn.wishName, turn.now);
  await turn.commit(turn.from, { changes: [change], jobs: [{ ...job, when }], limit: "paying" });
});

function photoOf({ photo, document, caption }: Message) {
  const words = caption ? readWish(caption) : null;
  // Sizes ascend: the last one is the largest (Bot API, "PhotoSize").
  const largest = photo?.at(-1);
  if (largest) return { fileId: largest.file_id, words };
  if (!document || !/^image\/(jpeg|png|webp)$/.test(document.mime_type ?? "")) return null;
  return { fileId: document.file_id, words };
}

/** "/draw a fox in the snow": the wish came along. */
function beginWith(turn: Turn, words: string): Wish {
  const { db, env } = turn.visit.ports;
  const me = turn.from?.id ?? 0;
  const begun = beginImage(
    db,
    me,
    turn.chat?.id ?? me,
    { words, isTest: env.FAL_TRAINING_TEST_MODE },
    turn.now,
  );
  const payload = { imageId: begun.imageId };
  return {
    changes: begun.changes,
    jobs: [{ kind: "images.prepare", payload, key: `prepare:${begun.imageId}:${turn.wishName}` }],
    limit: "paying",
  };
}
