import { Composer } from "grammy";
import {
  type About,
  cancelDigests,
  cleanInstruction,
  cleanStyleName,
  dropStyle,
  keepStyle,
  type NamedWish,
  retryDigest,
  toggleInAsk,
  type Wish,
  wishDigest,
  writeAnew,
} from "../../domain/digests/index.ts";
import type { NewJob } from "../../domain/jobs/index.ts";
import { chooseFileFormat } from "../../domain/users/index.ts";
import { type DigestTap, readDigestTap } from "../../views/digests/taps.ts";
import { opening, showing } from "./menu.ts";
import type { Turn } from "./turn.ts";

/** What is written about transcripts: summaries, tasks, minutes and texts, one tap each. */
export const digests = new Composer<Turn>();

digests.on("callback_query:data", async (turn, next) => {
  const tap = readDigestTap(turn.callbackQuery.data);
  const message = turn.callbackQuery.message;
  if (!tap || !message) return next();
  await take(turn, tap, { chatId: message.chat.id, messageId: message.message_id });
  turn.visit.later(turn.visit.ports.telegram.answerTap(turn.callbackQuery.id));
});

/** Several recordings at once. */
digests.command("digest", async (turn) => {
  if (turn.from && turn.chat)
    await turn.commit(turn.from, { jobs: [asking(turn, turn.chat.id, { choice: "pick" })] });
});

/** A question about everything. */
digests.command("ask", async (turn) => {
  const question = cleanInstruction(turn.match);
  if (question) await ask(turn, question);
  else if (turn.from) await turn.commit(turn.from, { jobs: [opening(turn, "ask")] });
});

type Place = { chatId: number; messageId: number };

/** Does what a tap asks for. */
async function take(turn: Turn, tap: DigestTap, here: Place): Promise<void> {
  const { db } = turn.visit.ports;
  const sender = turn.from;
  if (!sender) return;
  const { id: telegramId } = sender;
  const name = turn.wishName;
  switch (tap.act) {
    case "write":
      await write(turn, { kind: tap.kind }, tap.transcriptId ? { transcriptId: tap.transcriptId } : here);
      return;
    case "language":
      await write(turn, { kind: "translation", language: tap.language }, here);
      return;
    case "use":
      await write(turn, { kind: "own", styleId: tap.styleId }, here);
      return;
    case "choose": {
      const about = tap.transcriptId ? { transcriptId: tap.transcriptId } : { selectedIn: here.messageId };
      await turn.commit(sender, { jobs: [asking(turn, here.chatId, { choice: tap.choice, ...about })] });
      return;
    }
    case "pick":
      await turn.commit(sender, { jobs: [asking(turn, here.chatId, { choice: "pick" })] });
      return;
    case "turn":
    case "toggle": {
      const page = { messageId: here.messageId, ...(tap.after !== undefined && { after: tap.after }) };
      await turn.commit(sender, {
        changes: tap.act === "turn" ? [] : [toggleInAsk(db, telegramId, here, tap.transcriptId)],
        jobs: [asking(turn, here.chatId, { choice: "pick", ...page })],
      });
      return;
    }
    case "drop":
      await turn.commit(sender, {
        changes: [dropStyle(db, telegramId, tap.styleId)],
        jobs: [asking(turn, here.chatId, { choice: "own", messageId: here.messageId })],
      });
      return;
    case "style":
      await turn.commit(sender, {
        jobs: [asking(turn, here.chatId, { choice: "name", digestId: tap.digestId })],
      });
      return;
    case "anew": {
      const { change, id, when } = writeAnew(db, telegramId, tap.digestId, turn.now);
      await turn.commit(sender, { changes: [change], jobs: [{ ...beginning(id), when }], limit: "digest" });
      return;
    }
    case "stop": {
      const { changes, when } = cancelDigests(db, telegramId, tap.digestId, turn.now);
      await turn.commit(sender, { changes, jobs: [{ ...showing(turn, "digest-stopped"), when }] });
      return;
    }
    case "retry": {
      const { changes, job, when } = retryDigest(db, telegramId, tap.digestId, name, turn.now);
      await turn.commit(sender, { changes, jobs: [{ ...job, when }], limit: "digest" });
      return;
    }
    case "play": {
      const { digestId, number: point } = tap;
      const payload = { telegramId, digestId, point };
      await turn.commit(sender, {
        jobs: [{ kind: "transcription.digest-clip", payload, key: `digest-clip:${name}` }],
      });
      return;
    }
    case "page": {
      const payload = { telegramId, digestId: tap.digestId, page: tap.number, messageId: here.messageId };
      await turn.commit(sender, {
        jobs: [{ kind: "notices.digest-page", payload, key: `digest-page:${name}` }],
      });
      return;
    }
    case "file": {
      const { digestId, format } = tap;
      await turn.commit(sender, {
        changes: [chooseFileFormat(db, telegramId, format)],
        jobs: [
          {
            kind: "notices.digest-file",
            payload: { telegramId, digestId, format },
            key: `digest-file:${name}`,
          },
        ],
      });
      return;
    }
  }
}

/** Owes what is wished; what is there already is shown at once. */
async function write(turn: Turn, wish: Wish, about: About): Promise<void> {
  const sender = turn.from;
  const chatId = turn.chat?.id;
  if (!sender || chatId === undefined) return;
  const { db } = turn.visit.ports;
  const replyTo = turn.callbackQuery?.message?.message_id ?? turn.message?.message_id ?? null;
  const { change, id, when, unless } = wishDigest(
    db,
    { telegramId: sender.id, chatId, replyTo },
    wish,
    about,
    turn.now,
  );
  await turn.commit(sender, {
    changes: [change],
    jobs: [
      { ...beginning(id), when },
      {
        kind: "notices.digest",
        payload: { telegramId: sender.id, wish: await named(wish), about },
        key: `digest-shown:${turn.wishName}`,
        when: unless,
      },
    ],
    limit: "digest",
  });
}

/** Has a question answered from those of all recordings that speak of it; where none does, that is said. */
async function ask(turn: Turn, question: string): Promise<void> {
  const sender = turn.from;
  if (!sender || !turn.chat) return;
  const from = { telegramId: sender.id, chatId: turn.chat.id, replyTo: turn.message?.message_id ?? null };
  const wish = { kind: "answer", instruction: question } as const;
  const about = { relevantTo: question };
  const { change, id, when, unless } = wishDigest(turn.visit.ports.db, from, wish, about, turn.now);
  await turn.commit(sender, {
    changes: [change],
    jobs: [
      { ...beginning(id), when },
      { ...opening(turn, "ask-nothing"), when: unless },
    ],
    limit: "digest",
  });
}

const beginning = (digestId: string): NewJob => ({
  kind: "transcription.digest",
  payload: { digestId },
  key: `digest:${digestId}`,
});

/** Jobs carry no content, so somebody's own words go as their hash. */
async function named(wish: Wish): Promise<NamedWish> {
  if (!("instruction" in wish)) return wish;
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(wish.instruction));
  return { kind: wish.kind, sha256: new Uint8Array(hash).toHex() };
}

type Choice = Omit<Extract<NewJob, { kind: "notices.digest-choice" }>["payload"], "telegramId" | "chatId">;

const asking = (turn: Turn, chatId: number, choice: Choice): NewJob => ({
  kind: "notices.digest-choice",
  payload: { telegramId: turn.from?.id ?? 0, chatId, ...choice },
  key: `digest-choice:${turn.wishName}`,
});

/** How our questions begin: the words to write by, and the name of a style (views/digests/choices.ts). */
const ASKS_WORDS = "✍";
const ASKS_QUESTION = "❓";
const ASKS_ABOUT_ALL = "❔";
const ASKS_NAME = "💾";

/**
 * A reply to a question of ours: how to write, or what to call a style. A digest of its owner's own words begins like the
 * question it came of: a reply to that is another wish about the same.
 */
digests.on("message:text", async (turn, next) => {
  const asked = turn.message.reply_to_message;
  const { text } = turn.message;
  const said = asked?.text ?? asked?.caption;
  if (!asked || !said || asked.from?.id !== turn.me.id || text.startsWith("/")) return next();
  const place = { chatId: turn.chat.id, messageId: asked.message_id };
  if (said.startsWith(ASKS_WORDS)) {
    const instruction = cleanInstruction(text);
    if (instruction) return write(turn, { kind: "own", instruction }, place);
    await turn.commit(turn.from, { jobs: [opening(turn, "digest-own-too-long")] });
    return;
  }
  if (said.startsWith(ASKS_QUESTION) || said.startsWith(ASKS_ABOUT_ALL)) {
    const instruction = cleanInstruction(text);
    if (!instruction) return next();
    if (said.startsWith(ASKS_ABOUT_ALL)) return ask(turn, instruction);
    return write(turn, { kind: "answer", instruction }, place);
  }
  const name = said.startsWith(ASKS_NAME) ? cleanStyleName(text) : null;
  if (!name) return next();
  const { change, when, unless } = keepStyle(turn.visit.ports.db, turn.from.id, place, name, turn.now);
  await turn.commit(turn.from, {
    changes: [change],
    jobs: [
      { ...opening(turn, "digest-style-kept"), when },
      { ...opening(turn, "digest-styles-full"), key: `full:${turn.wishName}`, when: unless },
    ],
  });
});
