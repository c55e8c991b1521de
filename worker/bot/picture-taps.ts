import { leaveDrafts } from "../../domain/avatars/index.ts";
import {
  awaitWish,
  beginImage,
  cancelImage,
  chooseLikeness,
  dropImage,
  findLastDraft,
  prepareAgain,
  repeatImage,
  shapeImage,
  starPicture,
  switchWritten,
} from "../../domain/images/index.ts";
import type { ImageTap } from "../../views/images/taps.ts";
import type { Granted, Turn, Wish } from "./turn.ts";

interface Answer {
  wish: Wish;
  /** The word on the tap, when there is something to say. */
  word?: (granted: Granted) => string | undefined;
}

/** What a tap asks for. Each change finds its order or picture together with its owner: a forged id changes nothing. */
export async function wishOf(turn: Turn, tap: ImageTap): Promise<Answer> {
  const { db, env } = turn.visit.ports;
  const me = turn.from?.id ?? 0;
  const { now, wishName } = turn;
  const isTest = env.FAL_TRAINING_TEST_MODE;
  switch (tap.act) {
    case "home":
      return { wish: home(turn) };
    case "begin":
      return { wish: home(turn, true) };
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
    case "retry": {
      const messageId = turn.callbackQuery?.message?.message_id ?? null;
      const again = prepareAgain(db, me, tap.imageId, { wish: wishName, messageId }, now);
      const jobs = [
        { ...again.job, when: again.when },
        { ...screen(turn, "prompt", tap.imageId), when: again.otherwise },
      ];
      return { wish: { changes: [again.change], jobs, limit: "paying" } };
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

/** Begins an order, or goes on with one that nothing was said for yet. `apart`: below the tapped message. */
export function home(turn: Turn, apart = false): Wish {
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
    jobs: [screen(turn, "home", undefined, apart)],
  };
}

const messageOf = (turn: Turn) =>
  turn.callbackQuery?.message ? { messageId: turn.callbackQuery.message.message_id } : {};

/** A job that shows a screen: in place of the tapped message, or as a new one. */
export const screen = (turn: Turn, name: string, imageId?: string, apart = false) =>
  ({
    kind: "notices.image",
    payload: {
      telegramId: turn.from?.id ?? 0,
      screen: name,
      ...(imageId !== undefined && { imageId }),
      ...(apart ? {} : messageOf(turn)),
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
