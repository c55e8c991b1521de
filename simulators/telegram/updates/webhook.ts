import type { Fault } from "../faults.ts";
import type { Outbox, Pending } from "./outbox.ts";

export interface WebhookSettings {
  url: string;
  secret?: string;
  maxConnections: number;
  ipAddress?: string;
  hasCertificate?: boolean;
}

/** One attempt to hand an update over. */
export interface Delivery {
  updateId: number;
  /** Milliseconds since the epoch. */
  time: number;
  ms: number;
  status?: number;
  error?: string;
}

export interface WebhookNeeds {
  outbox: Outbox;
  now(): number;
  takeFault(chatId: number | undefined): Fault | undefined;
  /** Runs the method call that a bot may put into its answer. */
  execute(body: Buffer, contentType: string): Promise<void>;
  changed(): void;
  /** Waits before the second, third … attempt; the last one repeats. The first repetition comes at once. */
  retryDelaysMs: number[];
  /** Length of a second in Retry-After; tests shorten it. */
  secondMs: number;
}

export interface Webhook {
  settings: WebhookSettings | undefined;
  lastError: { date: number; message: string } | undefined;
  set(settings: WebhookSettings | undefined): void;
  /** Sends what is due. Called whenever something may have changed. */
  pump(): void;
  deliveries(): Delivery[];
  /** Resolves when every update is confirmed, lost or expired. */
  idle(): Promise<void>;
  close(): void;
}

/** Read timeout of the connection to the bot (contract: treat as 60 s at most). */
const ANSWER_MS = 60_000;
/** Without a success in this time only one connection is used (WebhookActor.cpp). */
const WARM_MS = 10_000;
const RETRY_AFTER_SECONDS = 3600;
/** A bot that answers 410 Gone for this long loses its webhook. */
const GONE_MS = 23 * 3_600_000;

/** Delivers updates as Telegram's server does: in order within a queue, queues side by side, again until confirmed. */
export function makeWebhook(needs: WebhookNeeds): Webhook {
  const { outbox, now } = needs;
  const busy = new Map<string, AbortController>();
  const log: Delivery[] = [];
  const waiters = new Set<() => void>();
  let timer: NodeJS.Timeout | undefined;
  let lastSuccess = 0;
  let goneSince: number | undefined;
  let closed = false;

  const settle = () => {
    if (waiters.size === 0 || busy.size > 0 || (webhook.settings && outbox.heads().length > 0)) return;
    for (const waiter of waiters) waiter();
    waiters.clear();
  };

  const pump = () => {
    clearTimeout(timer);
    if (closed || !webhook.settings) return settle();
    const limit = lastSuccess + WARM_MS < now() ? 1 : webhook.settings.maxConnections;
    let wakeAt = Number.POSITIVE_INFINITY;
    for (const head of outbox.heads()) {
      if (busy.has(head.queue)) continue;
      if (head.notBefore > now()) wakeAt = Math.min(wakeAt, head.notBefore);
      else if (busy.size < limit) void deliver(head, webhook.settings);
    }
    if (wakeAt < Number.POSITIVE_INFINITY) timer = setTimeout(pump, wakeAt - now());
    settle();
  };

  const deliver = async (head: Pending, settings: WebhookSettings) => {
    const stop = new AbortController();
    busy.set(head.queue, stop);
    const fault = needs.takeFault(head.chatId);
    if (fault?.delayMs) await pause(fault.delayMs, stop.signal);
    if (stop.signal.aborted) return finish(head);
    if (fault?.drop) outbox.remove(head);
    else {
      const twice = fault?.duplicate ? send(head, settings, stop.signal, undefined) : undefined;
      await send(head, settings, stop.signal, fault);
      await twice;
    }
    finish(head);
  };

  const finish = (head: Pending) => {
    busy.delete(head.queue);
    needs.changed();
    pump();
  };

  /** One attempt. Confirms the update, or notes when to try again. */
  const send = async (
    head: Pending,
    settings: WebhookSettings,
    stop: AbortSignal,
    fault: Fault | undefined,
  ) => {
    const delivery: Delivery = { updateId: head.update.update_id, time: now(), ms: 0 };
    log.push(delivery);
    if (log.length > 1000) log.shift();
    let retryAfter: number | undefined;
    try {
      const signal = AbortSignal.any([stop, AbortSignal.timeout(ANSWER_MS)]);
      const response = await call(settings, head, signal);
      const body = Buffer.from(await response.arrayBuffer());
      delivery.status = fault?.status ?? response.status;
      if (fault?.hang) throw new DOMException("lost", "TimeoutError");
      if (delivery.status >= 200 && delivery.status < 300) {
        lastSuccess = now();
        goneSince = undefined;
        outbox.remove(head);
        if (body.length > 0) await needs.execute(body, response.headers.get("content-type") ?? "");
      } else {
        const reason = fault?.status ? "" : response.statusText;
        delivery.error = `Wrong response from the webhook: ${delivery.status} ${reason}`.trim();
        const asked = Number(response.headers.get("retry-after") ?? Number.NaN);
        if (asked >= 0) retryAfter = Math.min(asked, RETRY_AFTER_SECONDS) * needs.secondMs;
        noteGone(delivery.status);
      }
    } catch (cause) {
      if (stop.aborted) return;
      delivery.error =
        (cause as Error).name === "TimeoutError"
          ? "Read timeout expired"
          : `Webhook connection closed: ${reasonOf(cause)}`;
    }
    delivery.ms = now() - delivery.time;
    if (!delivery.error) return;
    webhook.lastError = { date: Math.floor(now() / 1000), message: delivery.error };
    const usual = needs.retryDelaysMs[Math.min(head.failures - 1, needs.retryDelaysMs.length - 1)] ?? 0;
    head.notBefore = now() + (retryAfter ?? (head.failures === 0 ? 0 : usual));
    head.failures += 1;
  };

  const noteGone = (status: number) => {
    goneSince = status === 410 ? (goneSince ?? now()) : undefined;
    if (goneSince !== undefined && now() - goneSince > GONE_MS) webhook.settings = undefined;
  };

  const webhook: Webhook = {
    settings: undefined,
    lastError: undefined,
    set(settings) {
      for (const [queue, stop] of busy) {
        stop.abort();
        busy.delete(queue);
      }
      webhook.settings = settings;
      webhook.lastError = undefined;
      for (const one of outbox.pending()) one.notBefore = 0;
      needs.changed();
      pump();
    },
    pump,
    deliveries: () => [...log],
    idle: () =>
      new Promise((resolve) => {
        waiters.add(resolve);
        settle();
      }),
    close() {
      closed = true;
      clearTimeout(timer);
      for (const stop of busy.values()) stop.abort();
    },
  };
  return webhook;
}

/** The request Telegram makes. Redirects are not followed. */
function call(settings: WebhookSettings, head: Pending, signal: AbortSignal): Promise<Response> {
  const url = new URL(settings.url);
  const headers = new Headers({ "content-type": "application/json", "accept-encoding": "gzip, deflate" });
  if (settings.secret) headers.set("x-telegram-bot-api-secret-token", settings.secret);
  if (url.username) {
    const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    headers.set("authorization", `Basic ${Buffer.from(pair).toString("base64")}`);
    url.username = "";
    url.password = "";
  }
  return fetch(url, {
    method: "POST",
    headers,
    body: JSON.stringify(head.update),
    redirect: "manual",
    signal,
  });
}

function reasonOf(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  return inner instanceof Error ? inner.message : String(inner);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
