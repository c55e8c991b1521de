import { isDeepStrictEqual } from "node:util";
import { ApiError, broken, refused, tooMany } from "../errors.ts";
import type { Call, Method, Simulation } from "../simulation.ts";
import type { WebhookSettings } from "../updates/webhook.ts";
import { flagOf, integerOf, listOf, stringOf } from "./arguments.ts";

/** The public server hands out files up to 20 MB (core.telegram.org/bots/api#getfile); a link works for an hour. */
export const DOWNLOAD_BYTES = 20 * 2 ** 20;
const LINK_MS = 3_600_000;
/** A server of one's own allows this many (telegram-bot-api, README); the public one 100. */
const CONNECTIONS = 100_000;

/** A result with the words that Telegram adds to it. */
export class Described {
  readonly result: unknown;
  readonly description: string;
  constructor(result: unknown, description: string) {
    this.result = result;
    this.description = description;
  }
}

const getFile: Method = ({ files, now }, call) => {
  const id = stringOf(call, "file_id");
  if (!id) throw broken("file_id not specified");
  if (!/^[\w-]{20,200}$/.test(id)) throw broken("invalid file_id");
  const record = files.find(id);
  if (!record) throw refused("wrong file_id or the file is temporarily unavailable");
  if (record.size > DOWNLOAD_BYTES) throw refused("file is too big");
  record.linkUntil = now() + LINK_MS;
  return {
    file_id: record.id,
    file_unique_id: record.uniqueId,
    ...(record.size >= 0 && { file_size: record.size }),
    file_path: record.path,
  };
};

const lastSet = new WeakMap<Simulation, number>();

/**
 * Like a Bot API server of one's own (telegram-bot-api --local), which takes http, any port and this machine;
 * the public one insists on https and four ports.
 */
const setWebhook: Method = (simulation, call) => {
  const { webhook, outbox, now } = simulation;
  const url = (stringOf(call, "url") ?? "").trim();
  if (url === "") return deleteWebhook(simulation, call);
  const settings = readSettings(call, url);
  const allowed = readAllowed(call);
  if (flagOf(call, "drop_pending_updates")) outbox.clear();
  const same =
    isDeepStrictEqual(webhook.settings, settings) &&
    (!allowed || isDeepStrictEqual(allowed.list, outbox.allowed));
  if (same) return new Described(true, "Webhook is already set");
  // More than one a second is refused (Client.cpp).
  if (now() - (lastSet.get(simulation) ?? 0) < 1000) throw tooMany(1);
  lastSet.set(simulation, now());
  if (allowed) outbox.allowed = allowed.list;
  simulation.poller.close();
  webhook.set(settings);
  return new Described(true, "Webhook was set");
};

function readSettings(call: Call, address: string): WebhookSettings {
  const withScheme = /^[a-z]+:\/\//i.test(address) ? address : `https://${address}`;
  if (!URL.canParse(withScheme) || !/^https?:/i.test(withScheme))
    throw broken("invalid webhook URL specified");
  const secret = stringOf(call, "secret_token");
  if (secret && secret.length > 256) throw broken("secret token is too long");
  if (secret && !/^[\w-]*$/.test(secret)) throw broken("secret token contains unallowed characters");
  const asked = integerOf(call, "max_connections") ?? 0;
  const ipAddress = stringOf(call, "ip_address");
  return {
    url: address,
    ...(secret && { secret }),
    maxConnections: asked > 0 ? Math.min(asked, CONNECTIONS) : 100,
    ...(ipAddress && { ipAddress }),
    ...(call.uploads.some(({ field }) => field === "certificate") && { hasCertificate: true }),
  };
}

/** The kinds asked for; an empty list means the default ones, no list leaves things as they are. */
function readAllowed(call: Call): { list: string[] | undefined } | undefined {
  const list = listOf<string>(call, "allowed_updates", "allowed updates");
  return list && { list: list.length > 0 ? list : undefined };
}

const deleteWebhook: Method = ({ webhook, outbox }, call) => {
  if (flagOf(call, "drop_pending_updates")) outbox.clear();
  if (!webhook.settings) return new Described(true, "Webhook is already deleted");
  webhook.set(undefined);
  return new Described(true, "Webhook was deleted");
};

export const getWebhookInfo: Method = ({ webhook, outbox }) => {
  const { settings, lastError } = webhook;
  return {
    url: settings?.url ?? "",
    has_custom_certificate: settings?.hasCertificate ?? false,
    pending_update_count: outbox.pending().length,
    ...(lastError && { last_error_date: lastError.date, last_error_message: lastError.message }),
    ...(settings && {
      max_connections: settings.maxConnections,
      ip_address: settings.ipAddress ?? "127.0.0.1",
    }),
    ...(outbox.allowed && { allowed_updates: outbox.allowed }),
  };
};

const getUpdates: Method = ({ webhook, outbox, poller }, call) => {
  if (webhook.settings) {
    throw new ApiError(
      409,
      "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    );
  }
  const allowed = readAllowed(call);
  if (allowed) outbox.allowed = allowed.list;
  const limit = integerOf(call, "limit") ?? 100;
  return poller.poll({
    offset: integerOf(call, "offset") ?? 0,
    limit: limit >= 1 && limit <= 100 ? limit : 100,
    // Longer than this is cut (Client.cpp, LONG_POLL_MAX_TIMEOUT).
    timeoutMs: Math.min(Math.max(integerOf(call, "timeout") ?? 0, 0), 50) * 1000,
  });
};

export const receiving: Record<string, Method> = {
  getFile,
  setWebhook,
  deleteWebhook,
  getWebhookInfo,
  getUpdates,
  logOut: () => true,
  close: () => true,
};
