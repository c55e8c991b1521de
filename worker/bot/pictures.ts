import { Composer } from "grammy";
import type { Message } from "grammy/types";
import { leaveDrafts } from "../../domain/avatars/index.ts";
import {
  awaitWish,
  beginImage,
  cancelImage,
  chooseLikeness,
  dropImage,
  editPrompt,
  findLastDraft,
  findOpenImage,
  readWish,
  repeatImage,
  shapeImage,
  starPicture,
  switchWritten,
  takePhoto,
  takeWords,
} from "../../domain/images/index.ts";
import { type ImageTap, readImageTap } from "../../views/images/taps.ts";
import type { Granted, Turn, Wish } from "./turn.ts";

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

interface Answer {
  wish: Wish;
  /** The word on the tap, when there is something to say. */
  word?: (granted: Granted) => string | undefined;
}

/** What a tap asks for. Each change finds its order or picture together with its owner: a forged id changes nothing. */
async function wishOf(turn: Turn, tap: ImageTap): Promise<Answer> {
  const { db, env } = turn.visit.ports;
  const me = turn.from?.id ?? 0;
  const { now, wishName } = turn;
  const isTest = env.FAL_TRAINING_TEST_MODE;
  switch (tap.act) {
    case "home":
      return { wish: home(turn) };
    case "who":
      return { wish: { jobs: [screen(turn, "who")] } };
    case "with": {
      const draft = await findLastDraft(db, me);
      const changes = draft ? [chooseLikeness(db, me, draft.image.id, tap.avatarId, isTest, now)] : [];
      return { wish: { changes, jobs: [screen(turn, "prompt", draft?.image.id)] } };
    }
    case "words":
    case "photo":
    case "voice":
    case "edit": {
      const awaits = tap.act === "edit" ? "prompt" : tap.act;
      return {
        wish: {
          // What comes next is for the picture, not for an avatar that waits as well.
          changes: [leaveDrafts(db, me), ...awaitWish(db, me, tap.imageId, awaits, now)],
          jobs: [screen(turn, "ask", tap.imageId)],
        },
      };
    }
    case "ratio":
    case "count": {
      const shape = tap.act === "ratio" ? { ratio: tap.ratio } : { count: tap.count };
      const changes = [shapeImage(db, me, tap.imageId, shape, now)];
      return { wish: { changes, jobs: [screen(turn, "prompt", tap.imageId)] } };
    }
    case "exact": {
      const { change, job, when } = switchWritten(db, me, tap.imageId, wishName, now);
      const jobs = [{ ...job, when }, screen(turn, "prompt", tap.imageId)];
      return { wish: { changes: [change], jobs } };
    }
    case "show":
      return { wish: { jobs: [screen(turn, "prompt", tap.imageId)] } };
    case "draw":
      return { wish: { jobs: [order(turn, tap.imageId, true)], limit: "paying" } };
    case "drop":
      return { wish: { changes: [dropImage(db, me, tap.imageId)], jobs: [screen(turn, "dropped")] } };
    case "stop": {
      const { changes, when } = cancelImage(db, me, tap.imageId, now);
      const payload = { imageId: tap.imageId };
      return {
        wish: { changes, jobs: [{ kind: "images.stop", payload, key: `stop:${wishName}`, when }] },
        word: ({ rows, t }) => (hasRow(rows[0]) ? undefined : t("picture-stop-late")),
      };
    }
    case "again":
      return repeat(turn, "again", { imageId: tap.imageId });
    case "vary":
      return repeat(turn, "vary", { pictureId: tap.pictureId });
    case "up":
      return repeat(turn, "upscale", { pictureId: tap.pictureId });
    case "star":
      return {
        wish: { changes: [starPicture(db, me, tap.pictureId)] },
        word: ({ rows, t }) => {
          const [starred] = rows[0] as { isFavourite: boolean }[];
          if (!starred) return t("picture-not-yours");
          return t(starred.isFavourite ? "picture-starred" : "picture-unstarred");
        },
      };
    case "file":
      return { wish: { jobs: [originals(turn, { pictureId: tap.pictureId })], limit: "paying" } };
    case "files":
      return { wish: { jobs: [originals(turn, { imageId: tap.imageId })], limit: "paying" } };
  }
}

/** Takes up an order or a picture anew, at once: its price was seen before, and a high one is shown first. */
function repeat(
  turn: Turn,
  how: "again" | "vary" | "upscale",
  of: { imageId: string } | { pictureId: string },
): Answer {
  const { db } = turn.visit.ports;
  const me = turn.from?.id ?? 0;
  const { imageId, change, when } = repeatImage(db, me, how, of, turn.wishName, turn.now);
  const payload = { telegramId: me, imageId, agreed: false };
  return {
    wish: {
      changes: [change],
      jobs: [{ kind: "images.order", payload, key: `order:${turn.wishName}`, when }],
      limit: "paying",
    },
    word: ({ rows, t }) => t(hasRow(rows[0]) ? "picture-repeating" : "picture-not-yours"),
  };
}

const hasRow = (answer: unknown): boolean =>
  (Array.isArray(answer) ? answer : (answer as { rows: unknown[] }).rows).length > 0;

/** Begins an order, or goes on with one that nothing was said for yet. */
function home(turn: Turn): Wish {
  const { db, env } = turn.visit.ports;
  const me = turn.from?.id ?? 0;
  return {
    changes: beginImage(
      db,
      me,
      turn.chat?.id ?? me,
      { words: null, isTest: env.FAL_TRAINING_TEST_MODE },
      turn.now,
    ).changes,
    jobs: [screen(turn, "home")],
  };
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

const messageOf = (turn: Turn) =>
  turn.callbackQuery?.message ? { messageId: turn.callbackQuery.message.message_id } : {};

/** A job that shows a screen: in place of the tapped message, or as a new one. */
const screen = (turn: Turn, name: string, imageId?: string) =>
  ({
    kind: "notices.image",
    payload: {
      telegramId: turn.from?.id ?? 0,
      screen: name,
      ...(imageId !== undefined && { imageId }),
      ...messageOf(turn),
    },
    key: `image:${turn.wishName}`,
  }) as const;

const order = (turn: Turn, imageId: string, agreed: boolean) =>
  ({
    kind: "images.order",
    payload: { telegramId: turn.from?.id ?? 0, imageId, agreed, ...messageOf(turn) },
    key: `order:${turn.wishName}`,
  }) as const;

const originals = (turn: Turn, about: { pictureId: string } | { imageId: string }) =>
  ({
    kind: "notices.picture",
    payload: { telegramId: turn.from?.id ?? 0, ...about },
    key: `originals:${turn.wishName}`,
  }) as const;
