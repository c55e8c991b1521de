import type { Message } from "grammy/types";

/** In whose name it was written: a person's, the group's (its anonymous admins), a channel's. */
export const personOf = (message: Message): number =>
  message.sender_chat?.id ?? message.from?.id ?? message.chat.id;

/** Whose words a message may hold: of a forwarded one, also of whom it is from. */
export function speakersOf(message: Message): number[] {
  const origin = message.forward_origin;
  const author =
    origin?.type === "user"
      ? origin.sender_user.id
      : origin?.type === "chat"
        ? origin.sender_chat.id
        : origin?.type === "channel"
          ? origin.chat.id
          : null;
  return [personOf(message), ...(author === null ? [] : [author])];
}

/** Only topics can be written to; threads of answers elsewhere have a number as well. */
export const threadOf = (message: Message): { threadId?: number } =>
  message.is_topic_message && message.message_thread_id !== undefined
    ? { threadId: message.message_thread_id }
    : {};
