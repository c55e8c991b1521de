import { Composer } from "grammy";
import { showing } from "./menu.ts";
import type { Turn } from "./turn.ts";

/** Last in the order of service: what nobody else wanted gets a helpful answer. Service messages get none. */
export const unknown = new Composer<Turn>();

const CONTENT = [
  "message:text",
  "message:photo",
  "message:sticker",
  "message:animation",
  "message:contact",
  "message:location",
  "message:venue",
  "message:poll",
  "message:dice",
  "message:story",
] as const;

unknown.on([...CONTENT], async (turn) => {
  // The photos of an album are separate messages: one answer is enough.
  const key = turn.message.media_group_id
    ? `unknown-${turn.chat.id}-${turn.message.media_group_id}`
    : turn.wishName;
  await turn.commit(turn.from, { jobs: [showing(turn, "unknown", key)] });
});

unknown.on("callback_query", async (turn) => {
  await turn.commit(turn.from, { jobs: [showing(turn, "stale-tap")] });
  turn.visit.later(turn.visit.ports.telegram.answerTap(turn.callbackQuery.id));
});
