import { countAll, countOld, stampOf } from "../../domain/deletions/index.ts";
import { findOwn } from "../../domain/transcripts/index.ts";
import { secondsLater } from "../../ports/clock.ts";
import {
  askAge,
  askAll,
  askOne,
  askSure,
  eraseBegun,
  forgetScreen,
  keepScreen,
} from "../../views/deletions/screens.ts";
import { staleTap } from "../../views/menu.ts";
import type { Screen } from "./screens.ts";

/** Screens about deleting, and about how long things are kept. */
export const deletionScreens: Record<string, Screen> = {
  forget: (t) => forgetScreen(t),
  keep: (t, { user }) => keepScreen(user, t),

  "forget-age": async (t, { ports: { db, clock }, user, about = "0" }) => {
    const days = Number(about);
    const recordings = await countOld(db, user.id, secondsLater(clock.now(), -days * 86_400));
    return askAge(days, recordings, stampOf(clock.now()), t);
  },

  "forget-all": async (t, { ports: { db, clock }, user }) =>
    askAll(await countAll(db, user.id), stampOf(clock.now()), t),

  "forget-sure": async (t, { ports: { db, clock }, user }) =>
    askSure((await countAll(db, user.id)).coins, stampOf(clock.now()), t),

  erase: async (t, { ports: { db }, user, about = "" }) =>
    (await findOwn(db, user.telegramId, about)) ? askOne(about, t) : staleTap(t),
  "erase-begun": async (t, { ports: { db }, user, about = "" }) =>
    (await findOwn(db, user.telegramId, about)) ? eraseBegun(about, t) : staleTap(t),
  "erase-undone": (t) => ({ html: t("erase-undone") }),

  "forget-stuck": (t) => ({ html: t("forget-stuck") }),
  "forget-begun": (t) => ({ html: t("forget-begun") }),
};
