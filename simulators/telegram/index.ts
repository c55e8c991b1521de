import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { answerControl } from "./control/routes.ts";
import { type Events, makeEvents } from "./events.ts";
import { type Faults, makeFaults } from "./faults.ts";
import { makeFiles } from "./files.ts";
import { type FloodLimits, makeFloodGate } from "./flood.ts";
import { answerApi, answerDownload } from "./http/api.ts";
import { parseBody } from "./http/request.ts";
import { serve } from "./http/serve.ts";
import { makeJournal, type RecordedCall, type Violation } from "./journal.ts";
import { runWebhookAnswer } from "./methods/run.ts";
import { makePeople, type People, type Person } from "./person/index.ts";
import { askInline, type InlineResult } from "./person/inline.ts";
import { signLogin } from "./person/login.ts";
import { type Paid, payInvoice } from "./person/pay.ts";
import type { Simulation } from "./simulation.ts";
import { loadState, saveState } from "./state.ts";
import { makeOutbox } from "./updates/outbox.ts";
import { makePoller } from "./updates/poll.ts";
import { type Delivery, makeWebhook } from "./updates/webhook.ts";
import { waitForAnswer, waitForMessage } from "./wait.ts";
import type { CallbackAnswer, Message, SeenMessage, Update } from "./wire.ts";
import { asSeen, makeWorld, type Room } from "./world.ts";

export type { Fault } from "./faults.ts";
export type { RecordedCall, Violation } from "./journal.ts";
export type { AlbumItem, MediaOptions, Person, SendOptions } from "./person/index.ts";
export type { Delivery } from "./updates/webhook.ts";
export type * from "./wire.ts";

export interface TelegramOptions {
  /** 0 or unset: any free port. */
  port?: number;
  /** `<bot id>:<secret>`; the only token that is accepted. */
  token?: string;
  /** The bot's username, without @. */
  username?: string;
  /** Keeps chats, files and unconfirmed updates across restarts. Unset: nothing is kept. */
  dataDirectory?: string;
  /** What every call and download takes. */
  latencyMs?: number | ((method: string) => number);
  /** Waits before a second, third … repetition of a delivery, the last repeats; the first comes at once. */
  retryDelaysMs?: number[];
  /** Length of a second in the bot's Retry-After and in what people wait for; tests shorten it. */
  secondMs?: number;
  /** Answers 429 above these. */
  limits?: FloodLimits;
  /** Other simulators whose faults the chat page offers too; `controlUrl` ends in `/__sim`. */
  neighbours?: { name: string; controlUrl: string }[];
  /** Milliseconds since the epoch. */
  now?: () => number;
}

export interface TelegramSimulator extends People {
  /** For `TELEGRAM_API_ROOT`, no slash at the end. The chat page is at `${url}/`. */
  url: string;
  token: string;
  /** Pays an invoice: the bot has ten seconds to agree. */
  pay(person: Person, invoice: Message | number | string): Promise<Paid>;
  /** Presses the first login button under a message, and agrees: the address that opens. Throws where there is none. */
  login(person: Person, message: Message | number): string;
  /** Types `@bot text` into a message field: the bot's results. `offset`: what the bot named for more of them. */
  inlineQuery(person: Person, query: string, offset?: string): Promise<InlineResult[]>;
  /** The chat as the person sees it now: edited texts, deleted ones gone, reactions, buttons. */
  messages(chatId: number): SeenMessage[];
  /** What surrounds the messages: keyboard, draft, action, whether the bot is blocked. */
  room(chatId: number): Room | undefined;
  /**
   * The first message that fits, now or as soon as there is one; with a function of all messages, the last message
   * when it says yes. Rejects after `timeoutMs` (10 s) and tells what the chat looks like.
   */
  waitFor(
    chatId: number,
    fits: (message: SeenMessage, messages: SeenMessage[]) => boolean,
    timeoutMs?: number,
  ): Promise<SeenMessage>;
  /** What the bot answered to a tap. Rejects after `timeoutMs` (10 s). */
  answerTo(tap: { callback_query: { id: string } }, timeoutMs?: number): Promise<CallbackAnswer>;
  /** Every Bot API request; downloads are called `file`. */
  calls(method?: string): RecordedCall[];
  /** Requests that broke the contract, refused or not. */
  violations(): Violation[];
  /** Every attempt to hand an update to the webhook. */
  deliveries(): Delivery[];
  /** Updates that the bot has not confirmed. */
  pending(): Update[];
  events: Pick<Events, "listen">;
  faults: Faults;
  /** Resolves when every update is confirmed, lost or expired. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

const TOKEN = "7000000001:simulated-token-for-local-use-only";
/** 2, 4, 8 … seconds, at most a random 60 to 120 (WebhookActor.cpp); here the middle. */
const RETRY_DELAYS_MS = [2000, 4000, 8000, 16_000, 32_000, 64_000, 90_000];
const SAVE_MS = 300;

/** A Telegram of one's own on this machine: the Bot API over HTTP, webhook or getUpdates, and a chat page for people. */
export async function startTelegram(options: TelegramOptions = {}): Promise<TelegramSimulator> {
  const {
    token = TOKEN,
    username = "aisha_local_bot",
    dataDirectory,
    now = Date.now,
    secondMs = 1000,
  } = options;
  const directory = dataDirectory ?? mkdtempSync(join(tmpdir(), "telegram-"));
  const events = makeEvents();
  const faults = makeFaults(() => events.tell({ type: "faults" }));
  const outbox = makeOutbox(now, () => {
    simulation.webhook.pump();
    simulation.poller.wake();
    events.tell({ type: "webhook" });
  });
  const simulation: Simulation = {
    world: makeWorld(token, username),
    files: makeFiles(join(directory, "files")),
    outbox,
    webhook: makeWebhook({
      outbox,
      now,
      secondMs,
      retryDelaysMs: options.retryDelaysMs ?? RETRY_DELAYS_MS,
      takeFault: (chatId) => faults.take("webhook", chatId),
      execute: (body, type) => runAnswer(simulation, body, type),
      changed: () => events.tell({ type: "webhook" }),
    }),
    poller: makePoller(outbox),
    events,
    journal: makeJournal(),
    faults,
    taps: new Map(),
    checkouts: new Map(),
    inlineQueries: new Map(),
    now,
  };
  const people = makePeople(simulation);
  if (dataDirectory) loadState(simulation, dataDirectory);

  const { latencyMs = 0, neighbours = [] } = options;
  const needs = {
    simulation,
    token,
    latency: typeof latencyMs === "function" ? latencyMs : () => latencyMs,
    flood: makeFloodGate(options.limits ?? {}, now),
  };
  let simulator: TelegramSimulator | undefined;
  const served = await serve(async (request, response, url) => {
    if (/^\/bot[^/]*\//.test(url.pathname)) return answerApi(request, response, url, needs);
    if (url.pathname.startsWith("/file/")) return answerDownload(request, response, url, needs);
    if (simulator) await answerControl(request, response, url, { simulation, simulator, neighbours });
  }, options.port ?? 0);

  let saving: NodeJS.Timeout | undefined;
  const stopSaving = events.listen((happening) => {
    if (!dataDirectory || happening.type === "call" || happening.type === "faults") return;
    saving ??= setTimeout(() => {
      saving = undefined;
      saveState(simulation, dataDirectory);
    }, SAVE_MS);
  });
  simulation.webhook.pump();

  const findUser = (person: Person) =>
    people.addUser({ id: typeof person === "number" ? person : person.id });
  simulator = {
    ...people,
    url: served.origin,
    token,
    pay: (person, invoice) =>
      payInvoice(simulation, findUser(person), readInvoice(simulation, invoice), 10 * secondMs),
    login(person, message) {
      const user = findUser(person);
      const id = typeof message === "number" ? message : message.message_id;
      const shown = simulation.world.rooms.get(user.id)?.messages.get(id)?.message.reply_markup;
      const button = shown?.inline_keyboard.flat().find(({ login_url }) => login_url);
      if (!button?.login_url) throw new Error("this message has no login button");
      return signLogin(button.login_url.url, token, user, now());
    },
    inlineQuery: (person, query, offset = "") =>
      askInline(simulation, findUser(person), query, offset, 10 * secondMs),
    messages: (chatId) => [...(simulation.world.rooms.get(chatId)?.messages.values() ?? [])].map(asSeen),
    room: (chatId) => simulation.world.rooms.get(chatId),
    waitFor: (chatId, fits, timeoutMs) => waitForMessage(simulation, chatId, fits, timeoutMs),
    answerTo: ({ callback_query }, timeoutMs) => waitForAnswer(simulation, callback_query.id, timeoutMs),
    calls: simulation.journal.calls,
    violations: simulation.journal.violations,
    deliveries: simulation.webhook.deliveries,
    pending: () => outbox.pending().map(({ update }) => update),
    events,
    faults,
    idle: simulation.webhook.idle,
    async close() {
      simulation.webhook.close();
      simulation.poller.close();
      stopSaving();
      clearTimeout(saving);
      await served.close();
      if (dataDirectory) saveState(simulation, dataDirectory);
      else rmSync(directory, { recursive: true, force: true });
    },
  };
  return simulator;
}

async function runAnswer(simulation: Simulation, body: Buffer, type: string): Promise<void> {
  if (!/^application\/(json|x-www-form-urlencoded)/i.test(type)) return;
  try {
    await runWebhookAnswer(simulation, parseBody(body, type));
  } catch {
    // Fire and forget: a body that is no call is passed over (contract, reply in the webhook response).
  }
}

/** An invoice in a chat, or behind a link. Throws where there is none. */
function readInvoice({ world }: Simulation, invoice: Message | number | string) {
  if (typeof invoice === "string") {
    const linked = world.invoices.get(invoice.replace("https://t.me/$", ""));
    if (!linked) throw new Error("no such invoice link");
    return { invoice: linked as unknown as NonNullable<Message["invoice"]>, payload: String(linked.payload) };
  }
  const id = typeof invoice === "number" ? invoice : invoice.message_id;
  for (const room of world.rooms.values()) {
    const stored = room.messages.get(id);
    if (stored?.message.invoice && stored.payload !== undefined) {
      return { invoice: stored.message.invoice, payload: stored.payload };
    }
  }
  throw new Error("this message is no invoice");
}
