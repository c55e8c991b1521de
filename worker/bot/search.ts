import { Composer } from "grammy";
import { findPlace, findSpoken, guessMeant, wordsOf } from "../../domain/search/index.ts";
import { zoneOf } from "../../domain/todos/index.ts";
import { findUser } from "../../domain/users/index.ts";
import type { Db } from "../../ports/postgres.ts";
import { readHistoryTap } from "../../views/history/taps.ts";
import { staleTap } from "../../views/menu.ts";
import { placeFound } from "../../views/search/place.ts";
import {
  askedIn,
  FOUND_PER_PAGE,
  inlineResults,
  isSearchPrompt,
  searchResults,
} from "../../views/search/results.ts";
import { type Translate, translator } from "../../views/translate.ts";
import { opening } from "./menu.ts";
import type { Turn } from "./turn.ts";

/**
 * Search in what somebody said or sent, in private. What they look for is written nowhere: it is answered after the
 * acknowledgement from here, and an answer that is lost is asked for again.
 */
export const search = new Composer<Turn>();

/** As long as a question is read. */
const MOST_LETTERS = 200;

search.command("search", async (turn) => {
  if (!turn.from) return;
  const asked = turn.match.trim().slice(0, MOST_LETTERS);
  if (wordsOf(asked).length === 0) {
    await turn.commit(turn.from, { jobs: [opening(turn, "search")] });
    return;
  }
  const granted = await turn.commit(turn.from, {});
  if (granted) turn.visit.later(answer(turn, asked, 0, granted.t));
});

/** A reply to the question what to look for. */
search.on("message:text", async (turn, next) => {
  const prompt = turn.message.reply_to_message;
  const asked = turn.message.text.trim().slice(0, MOST_LETTERS);
  if (prompt?.from?.id !== turn.me.id || asked.startsWith("/") || wordsOf(asked).length === 0) return next();
  if (!LANGUAGES.some((t) => isSearchPrompt(prompt.text ?? "", t))) return next();
  const granted = await turn.commit(turn.from, {});
  if (granted) turn.visit.later(answer(turn, asked, 0, granted.t));
});

const LANGUAGES = (["ru", "en", "kk"] as const).map(translator);

/**
 * Another page of what was found, in the same message, or one of its places below it: the first line says what was looked
 * for.
 */
search.on("callback_query:data", async (turn, next) => {
  const tap = readHistoryTap(turn.callbackQuery.data);
  if (tap?.act !== "found" && tap?.act !== "place") return next();
  const { message, id } = turn.callbackQuery;
  const asked = message && "text" in message ? askedIn(message.text ?? "") : null;
  if (tap.act === "place") {
    const granted = await turn.commit(turn.from, {});
    if (granted) turn.visit.later(showPlace(turn, tap, asked ?? "", granted.t));
  } else if (!asked || !message) {
    await turn.commit(turn.from, { jobs: [opening(turn, "stale-tap")] });
  } else {
    const granted = await turn.commit(turn.from, {});
    if (granted) turn.visit.later(answer(turn, asked, tap.page, granted.t, message.message_id));
  }
  turn.visit.later(turn.visit.ports.telegram.answerTap(id));
});

/** The same answer for another's place as for one that is not there. */
async function showPlace(
  turn: Turn,
  { transcriptId, position }: { transcriptId: string; position: number },
  asked: string,
  t: Translate,
) {
  const { db, telegram } = turn.visit.ports;
  const chatId = turn.from?.id ?? 0;
  const user = await findUser(db, chatId);
  const place = user && (await findPlace(db, user.id, transcriptId, position));
  await telegram.send({ chatId }, place ? placeFound(place, asked, user, t) : staleTap(t));
}

/** What was said; where the first page would be empty, what something near it finds, and `meant`, what that was. */
async function findOrGuess(
  db: Db,
  userId: string,
  asked: string,
  wish: { limit: number; offset: number },
): Promise<Awaited<ReturnType<typeof findSpoken>> & { meant: string | null }> {
  const result = await findSpoken(db, userId, asked, wish);
  if (result.found.length > 0 || wish.offset > 0) return { ...result, meant: null };
  const meant = await guessMeant(db, userId, asked);
  const guessed = meant === null ? result : await findSpoken(db, userId, meant, wish);
  return { ...guessed, meant: guessed.found.length > 0 ? meant : null };
}

async function answer(turn: Turn, asked: string, page: number, t: Translate, messageId?: number) {
  const { db, telegram } = turn.visit.ports;
  const chatId = turn.from?.id ?? 0;
  const user = await findUser(db, chatId);
  if (!user) return;
  const wish = { limit: FOUND_PER_PAGE, offset: page * FOUND_PER_PAGE };
  const { meant, ...result } = await findOrGuess(db, user.id, asked, wish);
  // A guess is shown under its own words, so that its next page is searched by them.
  const shown = meant === null ? { asked, typed: null } : { asked: meant, typed: asked };
  const view = searchResults({ ...result, page, ...shown }, zoneOf(user), t);
  if (messageId === undefined) await telegram.send({ chatId }, view);
  else await telegram.edit(chatId, messageId, view);
}

/** `@bot words` in any chat: of what its asker said, and of nobody else. */
export const inlineSearch = new Composer<Turn>();

/** How many the field shows at a time (Bot API, answerInlineQuery: at most 50). */
const INLINE_RESULTS = 10;

inlineSearch.on("inline_query", async (turn) => {
  const { id, query, offset, from } = turn.inlineQuery;
  const granted = await turn.commit(from, { limit: "asking" });
  if (!granted) return;
  turn.visit.later(answerInline());

  async function answerInline(): Promise<void> {
    const { db, telegram } = turn.visit.ports;
    const user = await findUser(db, from.id);
    const start = /^\d{1,3}$/.test(offset) ? Number(offset) : 0;
    const asked = query.slice(0, MOST_LETTERS);
    const { found, all, meant } = user
      ? await findOrGuess(db, user.id, asked, { limit: INLINE_RESULTS, offset: start })
      : { found: [], all: 0, meant: null };
    const next = start + found.length;
    await telegram.answerInline(
      id,
      inlineResults(found, meant ?? query, user ? zoneOf(user) : "UTC", granted?.t ?? translator("ru")),
      {
        // A further page would be asked for by what was typed, which is nowhere.
        ...(next < all && found.length > 0 && meant === null && { next: String(next) }),
      },
    );
  }
});
