import { Composer } from "grammy";
import { receive } from "../../domain/transcripts/index.ts";
import { saidAt } from "./conversations.ts";
import type { Turn } from "./turn.ts";

/** A message that is nothing but a link to a file. Where it leads, and whether we go there, the fetching finds out. */
export const links = new Composer<Turn>();

/** Longer addresses are not typed or copied by people. */
const MOST_LETTERS = 2048;

links.on("message:text", async (turn, next) => {
  const { env, db } = turn.visit.ports;
  const url = env.LINKS ? readLink(turn.message.text) : null;
  if (!url) return next();
  const [chatId, messageId] = [turn.chat.id, turn.message.message_id];
  const { change, job } = receive(
    db,
    {
      telegramId: turn.from.id,
      chatId,
      messageId,
      source: "link",
      fileId: url.href,
      // What lies behind an address may change: no two messages with it are the same file.
      fileUniqueId: `link:${chatId}:${messageId}`,
      claimedName: nameOf(url),
      saidAt: saidAt(turn.message),
    },
    turn.now,
  );
  await turn.commit(turn.from, { changes: [change], jobs: [job], limit: "recording" });
});

function readLink(text: string): URL | null {
  const link = text.trim();
  if (link.length > MOST_LETTERS || !/^https?:\/\/\S+$/i.test(link)) return null;
  try {
    return new URL(link);
  } catch {
    return null;
  }
}

/** The last piece of the path, as a person would read it. */
function nameOf({ pathname }: URL): string | undefined {
  const last = pathname.split("/").at(-1) ?? "";
  try {
    return decodeURIComponent(last).slice(0, 255) || undefined;
  } catch {
    return undefined;
  }
}
