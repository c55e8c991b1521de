import { findOwn, listHistory } from "../../domain/transcripts/index.ts";
import { historyCard, historyList, renameScreen } from "../../views/history/screens.ts";
import { staleTap } from "../../views/menu.ts";
import { possibleOf } from "../transcription/result.ts";
import type { Screen } from "./screens.ts";

/** Screens of what somebody has sent so far. */
export const historyScreens: Record<string, Screen> = {
  history: async (t, { ports: { db }, user, about: after }) => {
    const page = await listHistory(db, user.id, after);
    // The page's mark may be gone: then the list begins anew.
    if (page.listed.length > 0 || after === undefined) return historyList({ ...page, after }, user, t);
    return historyList(await listHistory(db, user.id), user, t);
  },
  "history-card": async (t, { ports, user, about = "" }) => {
    const found = await findOwn(ports.db, user.telegramId, about);
    return found && found.transcript.chatId > 0
      ? historyCard(found.transcript, possibleOf(ports), user, t)
      : staleTap(t);
  },
  "history-rename": async (t, { ports: { db }, user, about = "" }) => {
    const found = await findOwn(db, user.telegramId, about);
    return found ? renameScreen(found.transcript, user, t) : staleTap(t);
  },
  search: (t) => ({ html: t("search-prompt") }),
};
