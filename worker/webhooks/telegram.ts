import type { Update } from "grammy/types";
import { nameTrouble, Unavailable } from "../../ports/errors.ts";
import { forTheDoor } from "../../ports/postgres.ts";
import { serve } from "../bot/index.ts";
import type { Visit } from "../visit.ts";
import { isJson, readJson, readText } from "./body.ts";
import { sameSecret } from "./same-secret.ts";

/** Telegram's updates are a few kilobytes; nothing that is larger than this is one. */
const BODY_BYTES = 1_000_000;

/** When to try again after trouble of ours. Telegram keeps the update and its chat's order meanwhile. */
const RETRY_SECONDS = 5;

/**
 * Who rings? Then the update is committed, and only then acknowledged. An update that we cannot serve is acknowledged
 * too and logged: refusing it would block its chat for a day.
 */
export async function telegramWebhook(request: Request, visit: Visit): Promise<Response> {
  const { env, log } = visit.ports;
  const secret = request.headers.get("x-telegram-bot-api-secret-token") ?? "";
  if (!sameSecret(secret, env.TELEGRAM_WEBHOOK_SECRET)) return new Response("unauthorized", { status: 401 });
  if (!isJson(request)) return new Response("expected application/json", { status: 415 });
  const body = await readText(request, BODY_BYTES);
  if (body === null) return new Response("too large", { status: 413 });
  const update = readJson(body);
  if (!Number.isSafeInteger(update?.update_id)) return new Response("not an update", { status: 400 });
  try {
    await serve(update as unknown as Update, visit);
    return new Response("ok");
  } catch (error) {
    const trouble = forTheDoor(error);
    const away = trouble instanceof Unavailable;
    log.error(away ? "update.postponed" : "update.failed", {
      update: Number(update?.update_id),
      error: nameTrouble(trouble),
    });
    if (!away) return new Response("ok");
    return new Response("try again", { status: 503, headers: { "retry-after": String(RETRY_SECONDS) } });
  }
}
