/** Where updates come from, and where they go. */
interface Route {
  /** https://api.telegram.org/bot<token>, without a slash at the end. */
  bot: string;
  webhook: string;
  secret: string;
}

interface Update {
  update_id: number;
  [kind: string]: unknown;
}

/** Telegram holds a poll open this long when there is nothing to tell. */
const POLL_SECONDS = 50;
const POLL_TIMEOUT_MS = (POLL_SECONDS + 20) * 1_000;
/** Waits after the 1st, 2nd, … failure; the last one repeats. */
const BACKOFF_MS = [500, 1_000, 2_000, 5_000, 15_000, 30_000];

export interface Relay {
  close(): Promise<void>;
}

interface RelayOptions {
  kinds: readonly string[];
  /** Trouble in words, told once until it changes. */
  tell: (trouble: string) => void;
  backoffMs?: readonly number[];
}

/**
 * Stands in for Telegram's webhook delivery on a machine that Telegram cannot reach: asks for updates and posts each
 * one to the local webhook. An update is confirmed to Telegram only after the webhook has answered 2xx, so nothing is
 * lost when either side stops. Updates of one chat keep their order; chats do not wait for each other within a batch.
 */
export function startRelay(route: Route, { kinds, tell, backoffMs = BACKOFF_MS }: RelayOptions): Relay {
  const stop = new AbortController();
  const reporter = tellOnce(tell);
  let offset = 0;

  async function poll(): Promise<void> {
    const updates = await untilDone(() => getUpdates(route.bot, offset, kinds, stop.signal));
    const chats = Map.groupBy(updates, chatOf);
    await Promise.all(
      [...chats.values()].map(async (ofOneChat) => {
        for (const update of ofOneChat) await untilDone(() => deliver(route, update, stop.signal));
      }),
    );
    const last = updates.at(-1);
    if (last) offset = last.update_id + 1;
  }

  /** Repeats until it succeeds or the relay is closed; then it throws the abort. */
  async function untilDone<T>(work: () => Promise<T>): Promise<T> {
    for (let failures = 0; ; failures++) {
      stop.signal.throwIfAborted();
      try {
        const done = await work();
        reporter.well();
        return done;
      } catch (error) {
        stop.signal.throwIfAborted();
        reporter.trouble(error instanceof Error ? error.message : String(error));
        const wished = error instanceof Later ? error.waitMs : 0;
        const usual = backoffMs[Math.min(failures, backoffMs.length - 1)] ?? 0;
        await pause(Math.max(wished, usual), stop.signal);
      }
    }
  }

  const running = (async () => {
    while (!stop.signal.aborted) await poll();
  })().catch((error) => {
    if (!stop.signal.aborted) throw error;
  });
  return {
    async close() {
      stop.abort();
      await running;
    },
  };
}

/** The other side asked for patience. */
class Later extends Error {
  readonly waitMs: number;

  constructor(message: string, waitSeconds: number) {
    super(message);
    this.waitMs = waitSeconds * 1_000;
  }
}

async function getUpdates(
  bot: string,
  offset: number,
  kinds: readonly string[],
  stop: AbortSignal,
): Promise<Update[]> {
  const response = await fetch(`${bot}/getUpdates`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ offset, timeout: POLL_SECONDS, allowed_updates: kinds }),
    signal: AbortSignal.any([stop, AbortSignal.timeout(POLL_TIMEOUT_MS)]),
  }).catch(() => {
    // The error's own text may quote the address, which holds the token.
    throw new Error("Telegram cannot be reached");
  });
  const answer = (await response.json().catch(() => ({}))) as {
    ok?: boolean;
    result?: Update[];
    description?: string;
    parameters?: { retry_after?: number };
  };
  if (answer.ok && answer.result) return answer.result;
  const why = `Telegram answered ${response.status}: ${answer.description ?? "nothing readable"}`;
  throw new Later(why, answer.parameters?.retry_after ?? 0);
}

async function deliver({ webhook, secret }: Route, update: Update, stop: AbortSignal): Promise<void> {
  const response = await fetch(webhook, {
    method: "POST",
    headers: { "content-type": "application/json", "x-telegram-bot-api-secret-token": secret },
    body: JSON.stringify(update),
    signal: stop,
  });
  await response.body?.cancel();
  if (response.ok) return;
  throw new Later(
    `the worker answered ${response.status} to update ${update.update_id}, which is repeated`,
    Number(response.headers.get("retry-after")) || 0,
  );
}

/** Updates are ordered within a chat; a button press belongs to the chat of its message. */
function chatOf(update: Update): unknown {
  const content = Object.entries(update).find(([name]) => name !== "update_id")?.[1];
  const { chat, message, from } = (content ?? {}) as {
    chat?: { id?: number };
    message?: { chat?: { id?: number } };
    from?: { id?: number };
  };
  return chat?.id ?? message?.chat?.id ?? from?.id;
}

function tellOnce(tell: (trouble: string) => void) {
  let told = "";
  return {
    well() {
      told = "";
    },
    trouble(what: string) {
      if (what !== told) tell(what);
      told = what;
    },
  };
}

function pause(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    stop.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
