import { Composer } from "grammy";
import type { Message } from "grammy/types";
import { answerOffer, gather } from "../../domain/conversations/index.ts";
import { readTap } from "../../views/callbacks.ts";
import { showing } from "./menu.ts";
import type { Turn } from "./turn.ts";

/** Forwarded texts, which may stand between forwarded recordings, and the answer to the offer to join them all. */
export const conversations = new Composer<Turn>();

conversations.on("message:text", async (turn, next) => {
  const together = gatherForwarded(turn, turn.message, { text: turn.message.text });
  if (!together) return next();
  await turn.commit(turn.from, { changes: together.changes, jobs: [together.job], limit: "recording" });
});

conversations.on("callback_query:data", async (turn, next) => {
  const tap = readTap(turn.callbackQuery.data);
  if (tap?.do !== "join" && tap?.do !== "apart") return next();
  const { ports, later } = turn.visit;
  const offer = { id: tap.conversationId, offerMessageId: turn.callbackQuery.message?.message_id ?? 0 };
  const { change, job, when } = answerOffer(ports.db, turn.from.id, offer, tap.do);
  const granted = await turn.commit(turn.from, {
    changes: [change],
    jobs: [{ ...showing(turn, `join-${tap.do}`), when }, ...(tap.do === "join" ? [{ ...job, when }] : [])],
  });
  // Another's offer, a missing one, and one that was answered get the same word.
  const counted = (granted?.rows[0] as unknown[] | undefined)?.length === 1;
  later(
    ports.telegram.answerTap(
      turn.callbackQuery.id,
      granted && !counted ? granted.t("join-answered") : undefined,
    ),
  );
});

/** What notes a forwarded message with its neighbours; null for one that nobody has forwarded. */
export function gatherForwarded(
  turn: Turn,
  message: Message,
  content: { transcriptId: string } | { text: string },
): ReturnType<typeof gather> | null {
  const origin = message.forward_origin;
  if (!origin || !turn.from) return null;
  return gather(
    turn.visit.ports.db,
    {
      telegramId: turn.from.id,
      chatId: message.chat.id,
      messageId: message.message_id,
      speaker: nameOf(origin).slice(0, 128),
      saidAt: saidAt(message),
      content,
    },
    turn.now,
  );
}

/** When it was said: what is forwarded keeps the date of its origin. */
export const saidAt = ({ forward_origin, date }: Message): Date =>
  new Date((forward_origin?.date ?? date) * 1000);

/** Who said it, by the name that Telegram shows above a forwarded message. */
function nameOf(origin: NonNullable<Message["forward_origin"]>): string {
  switch (origin.type) {
    case "user":
      return [origin.sender_user.first_name, origin.sender_user.last_name].filter(Boolean).join(" ");
    case "hidden_user":
      return origin.sender_user_name;
    case "chat":
      return origin.author_signature ?? titleOf(origin.sender_chat);
    case "channel":
      return origin.author_signature ?? titleOf(origin.chat);
  }
}

const titleOf = (chat: { title?: string | undefined }): string => chat.title ?? "?";
