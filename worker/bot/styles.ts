import { Composer } from "grammy";
import { leaveDrafts } from "../../domain/avatars/index.ts";
import { beginStyled } from "../../domain/images/index.ts";
import { findStyle, likeStyle } from "../../domain/styles/index.ts";
import { packStyleTap, readStyleTap, type StyleTap } from "../../views/styles/taps.ts";
import type { Turn, Wish } from "./turn.ts";

/** Styles: texts for pictures that are chosen instead of written. */
export const styles = new Composer<Turn>();

styles.command("styles", async (turn) => {
  if (turn.from) await turn.commit(turn.from, { jobs: [screen(turn, { act: "home" })] });
});

styles.on("callback_query:data", async (turn, next) => {
  const tap = readStyleTap(turn.callbackQuery.data);
  if (!tap) return next();
  await turn.commit(turn.from, await wishOf(turn, tap));
  turn.visit.later(turn.visit.ports.telegram.answerTap(turn.callbackQuery.id));
});

async function wishOf(turn: Turn, tap: StyleTap): Promise<Wish> {
  const { db, env } = turn.visit.ports;
  const me = turn.from?.id ?? 0;
  if (tap.act === "like")
    return { changes: [likeStyle(db, me, tap.styleId, turn.now)], jobs: [screen(turn, tap)] };
  const style = tap.act === "draw" ? await findStyle(db, tap.styleId) : null;
  if (!style) return { jobs: [screen(turn, tap)] };
  const { imageId, changes } = beginStyled(
    db,
    me,
    turn.chat?.id ?? me,
    { id: style.id, title: style.nameEn, prompt: style.prompt, ratio: style.ratio },
    env.FAL_TRAINING_TEST_MODE,
    turn.now,
  );
  const payload = { telegramId: me, imageId, screen: "prompt", ...messageOf(turn) };
  return {
    changes: [leaveDrafts(db, me), ...changes],
    jobs: [{ kind: "notices.image", payload, key: `image:${turn.wishName}` }],
  };
}

const messageOf = (turn: Turn) =>
  turn.callbackQuery?.message ? { messageId: turn.callbackQuery.message.message_id } : {};

const screen = (turn: Turn, tap: StyleTap) =>
  ({
    kind: "notices.style",
    payload: { telegramId: turn.from?.id ?? 0, tap: packStyleTap(tap), ...messageOf(turn) },
    key: `style:${turn.wishName}`,
  }) as const;
