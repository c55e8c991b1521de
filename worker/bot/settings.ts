import { Composer } from "grammy";
import { keepGlossary, readGlossary, toggleSpeechLanguage } from "../../domain/users/index.ts";
import { readTap } from "../../views/callbacks.ts";
import { showing } from "./menu.ts";
import type { Turn } from "./turn.ts";

/** How a person's recordings are heard: the languages they are in, and the names that occur in them. */
export const settings = new Composer<Turn>();

settings.command("glossary", async (turn) => {
  if (!turn.from) return;
  const given = turn.match.trim();
  const entries = given === "-" ? [] : readGlossary(given);
  const changes = given === "" ? [] : [keepGlossary(turn.visit.ports.db, turn.from.id, entries)];
  await turn.commit(turn.from, { changes, jobs: [showing(turn, "glossary")] });
});

settings.on("callback_query:data", async (turn, next) => {
  const tap = readTap(turn.callbackQuery.data);
  if (tap?.do !== "speech-language") return next();
  const { ports, later } = turn.visit;
  await turn.commit(turn.from, {
    changes: [toggleSpeechLanguage(ports.db, turn.from.id, tap.language)],
    jobs: [showing(turn, "speech-languages")],
  });
  later(ports.telegram.answerTap(turn.callbackQuery.id));
});
