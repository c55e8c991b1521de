import { createServer, type IncomingMessage } from "node:http";
import { listen } from "../listen.ts";
import {
  startTelegram,
  type TelegramOptions,
  type TelegramSimulator,
  type Update,
  type User,
} from "./index.ts";

export interface ApiAnswer<T = Record<string, unknown>> {
  ok: boolean;
  result: T;
  error_code?: number;
  description?: string;
  parameters?: { retry_after?: number };
}

/** How a bot under test answers an update: a status, a body, a wait. */
export type Respond = (
  update: Update,
  request: IncomingMessage,
) => Promise<Reply | undefined> | Reply | undefined;
export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
}

export interface TestBot extends AsyncDisposable {
  telegram: TelegramSimulator;
  anna: User;
  /** Calls a method with JSON. */
  call<T = Record<string, unknown>>(method: string, values?: Record<string, unknown>): Promise<ApiAnswer<T>>;
  /** Calls a method with a form; files by name. */
  upload(method: string, values: Record<string, string | File>): Promise<ApiAnswer>;
  /** What the webhook got, in order. */
  received: { update: Update; headers: IncomingMessage["headers"]; time: number }[];
}

/** A simulator with a person who has started the bot, and a webhook that answers 200 unless told otherwise. */
export async function openTestBot(
  options: TelegramOptions & { respond?: Respond; secret?: string; webhook?: boolean } = {},
): Promise<TestBot> {
  const { respond, secret, webhook = true, ...rest } = options;
  const telegram = await startTelegram({ retryDelaysMs: [5], secondMs: 5, ...rest });
  const received: TestBot["received"] = [];
  let open = false;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const update = JSON.parse(Buffer.concat(chunks).toString()) as Update;
    received.push({ update, headers: request.headers, time: Date.now() });
    const {
      status = 200,
      headers = {},
      body = "",
    } = (open ? await respond?.(update, request) : undefined) ?? {};
    response.writeHead(status, headers).end(body);
  });
  const { origin, close } = await listen(server);

  const root = `${telegram.url}/bot${telegram.token}`;
  const read = async <T>(response: Response) => (await response.json()) as ApiAnswer<T>;
  const bot: TestBot = {
    telegram,
    anna: telegram.addUser({ first_name: "Anna", language_code: "ru" }),
    call: async (method, values = {}) =>
      read(
        await fetch(`${root}/${method}`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(values),
        }),
      ),
    async upload(method, values) {
      const form = new FormData();
      for (const [name, value] of Object.entries(values)) form.set(name, value);
      return read(await fetch(`${root}/${method}`, { method: "POST", body: form }));
    },
    received,
    async [Symbol.asyncDispose]() {
      await telegram.close();
      await close();
    },
  };
  if (webhook) {
    const url = `${origin}/hook`;
    await bot.call("setWebhook", { url, ...(secret && { secret_token: secret }) });
  }
  await telegram.sendText(bot.anna, "/start");
  if (webhook) await telegram.idle();
  received.length = 0;
  open = true;
  return bot;
}
