import type { CallbackAnswer, SeenMessage, User } from "./wire.ts";

/** What happened, for those who watch: the chat page, and tests that wait. */
export type Happening =
  | { type: "message"; chatId: number; message: SeenMessage }
  | { type: "gone"; chatId: number; messageId: number }
  | { type: "room"; chatId: number }
  | { type: "user"; user: User }
  | { type: "answer"; userId: number; queryId: string; answer: CallbackAnswer }
  | { type: "call"; id: number }
  | { type: "webhook" }
  | { type: "faults" }
  | { type: "bot" };

export interface Events {
  tell(happening: Happening): void;
  /** Returns what stops it. */
  listen(listener: (happening: Happening) => void): () => void;
}

export function makeEvents(): Events {
  const listeners = new Set<(happening: Happening) => void>();
  return {
    tell(happening) {
      for (const listener of [...listeners]) listener(happening);
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
