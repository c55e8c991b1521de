import type { Events } from "./events.ts";
import type { Faults } from "./faults.ts";
import type { Files } from "./files.ts";
import type { Upload } from "./http/multipart.ts";
import type { Journal } from "./journal.ts";
import type { Outbox } from "./updates/outbox.ts";
import type { Poller } from "./updates/poll.ts";
import type { Webhook } from "./updates/webhook.ts";
import type { CallbackAnswer, CallbackQuery, PreCheckoutQuery } from "./wire.ts";
import type { World } from "./world.ts";

/** A tap or the like that waits for the bot's answer. */
export interface Asked<Answer> {
  userId: number;
  /** Milliseconds since the epoch. */
  time: number;
  answer?: Answer;
  /** Called once, with the first answer. */
  answered(answer: Answer): void;
}

export interface CheckoutAnswer {
  ok: boolean;
  error_message?: string;
}

/** The parts a method or a person works with. */
export interface Simulation {
  world: World;
  files: Files;
  outbox: Outbox;
  webhook: Webhook;
  poller: Poller;
  events: Events;
  journal: Journal;
  faults: Faults;
  taps: Map<string, Asked<CallbackAnswer> & { query: CallbackQuery }>;
  checkouts: Map<string, Asked<CheckoutAnswer> & { query: PreCheckoutQuery }>;
  inlineQueries: Map<string, Asked<Record<string, unknown>[]>>;
  now(): number;
}

/** A method call with its arguments, JSON already read where the documentation writes JSON. */
export interface Call {
  values: Record<string, unknown>;
  uploads: Upload[];
}

export interface Answer {
  result: unknown;
  /** setWebhook and deleteWebhook say what they did. */
  description?: string;
}

/** Carries out one method; throws ApiError where Telegram refuses. */
export type Method = (simulation: Simulation, call: Call) => unknown;
