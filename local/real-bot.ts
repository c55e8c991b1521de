import { createInterface } from "node:readline/promises";
import type { Settings } from "./settings.ts";

/** A bot of the real Telegram, ready to be polled. */
export interface RealBot {
  /** Base of its method addresses: …/bot<token>. Holds the token: never print it. */
  address: string;
  username: string;
}

type Ask = (question: string) => Promise<string>;

/** The person at the terminal; undefined when nobody is there. */
export const askAtTerminal: Ask | undefined = process.stdin.isTTY
  ? async (question) => {
      const terminal = createInterface({ input: process.stdin, output: process.stdout });
      try {
        return await terminal.question(question);
      } finally {
        terminal.close();
      }
    }
  : undefined;

/**
 * Checks the token and frees the bot for polling. A webhook that is set elsewhere would be displaced, so that is asked
 * first, or allowed by TELEGRAM_TAKE_OVER=yes. Waiting updates are kept. Throws with what to do.
 */
export async function takeBot(settings: Settings, ask: Ask | undefined): Promise<RealBot> {
  const root = (settings.TELEGRAM_API_ROOT ?? "https://api.telegram.org").replace(/\/+$/, "");
  const address = `${root}/bot${settings.TELEGRAM_BOT_TOKEN}`;
  const { username } = await call<{ username: string }>(root, address, "getMe");
  const { url } = await call<{ url: string }>(root, address, "getWebhookInfo");
  if (url) {
    await agree(username, new URL(url).host, settings, ask);
    await call(root, address, "deleteWebhook");
  }
  return { address, username };
}

async function agree(
  username: string,
  host: string,
  settings: Settings,
  ask: Ask | undefined,
): Promise<void> {
  if (settings.TELEGRAM_TAKE_OVER === "yes") return;
  const what = `@${username} delivers its updates to ${host}`;
  if (!ask)
    throw new Error(
      `${what}: set TELEGRAM_TAKE_OVER=yes to let this machine have them, which removes that webhook`,
    );
  const answer = await ask(`${what}. Remove that webhook, so that this machine gets them? [y/N] `);
  if (!/^y(es)?$/i.test(answer.trim()))
    throw new Error(`${what}, and stays so: use another bot's token here`);
}

async function call<T>(root: string, address: string, method: string): Promise<T> {
  // The error's own text may quote the address, which holds the token.
  const response = await fetch(`${address}/${method}`, { signal: AbortSignal.timeout(15_000) }).catch(() => {
    throw new Error(`Telegram cannot be reached at ${root}`);
  });
  const answer = (await response.json().catch(() => ({}))) as {
    ok?: boolean;
    result?: T;
    description?: string;
  };
  if (answer.ok) return answer.result as T;
  if (response.status === 401 || response.status === 404)
    throw new Error(`TELEGRAM_BOT_TOKEN is not accepted by ${root}: take it again from @BotFather`);
  throw new Error(`Telegram refused ${method}: ${answer.description ?? response.status}`);
}
