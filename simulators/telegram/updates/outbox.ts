import { randomInt } from "node:crypto";
import type { Update } from "../wire.ts";

/** An update that the bot has not confirmed yet. */
export interface Pending {
  update: Update;
  /** Updates of one queue arrive in order, one at a time. */
  queue: string;
  chatId: number | undefined;
  /** Milliseconds since the epoch; then it is dropped without a word. */
  expires: number;
  /** Deliveries that failed. */
  failures: number;
  /** Not before; milliseconds since the epoch. */
  notBefore: number;
}

const HOUR_MS = 3_600_000;
/** How long Telegram keeps trying, by kind (tdlib/telegram-bot-api, Client.cpp, add_update). */
const LIFE_MS: Record<string, number> = {
  callback_query: 150_000,
  pre_checkout_query: 150_000,
  shipping_query: 150_000,
  inline_query: 30_000,
};
/** Kinds a bot gets only when it names them. */
const UNASKED = ["chat_member", "message_reaction", "message_reaction_count"];

export interface Outbox {
  /** Makes an update and queues it, unless the bot did not ask for its kind. */
  add(kind: string, value: unknown, from: { userId?: number; chatId?: number }): Update;
  /** Queues a ready-made update, with any fields; an `update_id` of its own is kept. */
  addRaw(update: Partial<Update>, queue: { queue: string; chatId?: number }): Update;
  pending(): Pending[];
  /** The first of each queue. */
  heads(): Pending[];
  remove(pending: Pending): void;
  removeBefore(updateId: number): void;
  clear(): void;
  /** Kinds the bot asked for; undefined is the default list. */
  allowed: string[] | undefined;
  lastId: number;
  restore(pending: Pending[]): void;
}

/** Updates in the order they were made. `changed` is called whenever there is more or less to deliver. */
export function makeOutbox(now: () => number, changed: () => void): Outbox {
  const queues = new Map<string, Pending[]>();
  const keep = (one: Pending) => {
    const queue = queues.get(one.queue);
    if (queue) queue.push(one);
    else queues.set(one.queue, [one]);
  };
  const drop = (isGone: (one: Pending) => boolean) => {
    for (const [name, queue] of queues) {
      const left = queue.filter((one) => !isGone(one));
      if (left.length > 0) queues.set(name, left);
      else queues.delete(name);
    }
  };
  const put = (update: Update, queue: string, chatId: number | undefined, kind: string) => {
    const expires = now() + (LIFE_MS[kind] ?? 24 * HOUR_MS);
    keep({ update, queue, chatId, expires, failures: 0, notBefore: 0 });
    changed();
    return update;
  };
  const outbox: Outbox = {
    allowed: undefined,
    // A bot keeps the numbers it has seen: a new Telegram must not begin with the same ones.
    lastId: randomInt(100_000_000, 1_000_000_000),
    add(kind, value, { userId, chatId }) {
      const update: Update = { update_id: ++outbox.lastId, [kind]: value };
      const wanted = outbox.allowed?.length ? outbox.allowed.includes(kind) : !UNASKED.includes(kind);
      if (!wanted) return update;
      // A tap and a message of the same person can be under way at once (Client.cpp: separate queue ids).
      const ofUser = LIFE_MS[kind] !== undefined;
      return put(update, ofUser ? `${kind}:${userId}` : `chat:${chatId}`, chatId, kind);
    },
    addRaw(update, { queue, chatId }) {
      const kind = Object.keys(update).find((name) => name !== "update_id") ?? "";
      return put({ update_id: update.update_id ?? ++outbox.lastId, ...update }, queue, chatId, kind);
    },
    pending() {
      drop((one) => one.expires <= now());
      return [...queues.values()].flat().sort((a, b) => a.update.update_id - b.update.update_id);
    },
    heads() {
      return [...queues.values()].flatMap((queue) => {
        while (queue[0] && queue[0].expires <= now()) queue.shift();
        return queue[0] ?? [];
      });
    },
    remove(pending) {
      const queue = queues.get(pending.queue) ?? [];
      const at = queue.indexOf(pending);
      if (at >= 0) queue.splice(at, 1);
      if (queue.length === 0) queues.delete(pending.queue);
      changed();
    },
    removeBefore(updateId) {
      drop((one) => one.update.update_id < updateId);
      changed();
    },
    clear() {
      queues.clear();
      changed();
    },
    restore(pending) {
      queues.clear();
      pending.forEach(keep);
    },
  };
  return outbox;
}
