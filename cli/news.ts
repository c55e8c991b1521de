import { readFileSync } from "node:fs";
import {
  audit,
  countReaders,
  draftNews,
  findNews,
  listNews,
  sendNews,
  stopNews,
} from "../domain/admin/index.ts";
import { owe, withId } from "../domain/jobs/index.ts";
import type { Database } from "./database.ts";
import { type Bot, sendHtml } from "./telegram.ts";

/**
 * Sends a text to the first admin, as everybody will see it (Telegram's HTML), and keeps that message as a draft of
 * news. Throws in Telegram's words when it does not take the text.
 */
export async function draftFrom(
  { db, commit }: Database,
  bot: Bot,
  adminId: number,
  file: string,
  now: Date,
): Promise<string> {
  const messageId = await sendHtml(bot, adminId, readFileSync(file, "utf8"));
  const { change, id } = draftNews(db, { fromChatId: adminId, messageId, createdBy: adminId }, now);
  await commit([change, audit(db, "cli", "draftnews", id, {}, now)]);
  return `${id}: look at it in the chat with the bot, then: news send ${id}, to ${await countReaders(db)} people`;
}

/** Begins to send a draft; the worker takes it up within a minute. Throws when it is none. */
export async function send({ db, commit }: Database, id: string, now: Date): Promise<string> {
  if ((await findNews(db, id))?.state !== "draft") throw new Error(`there is no draft of news ${id}`);
  const { change, job } = sendNews(db, id);
  await commit([change, audit(db, "cli", "sendnews", id, {}, now), owe(db, withId(job, now), now)]);
  return `${id} goes to ${await countReaders(db)} people, and can be stopped: news stop ${id}`;
}

/** Stops news that are being sent, or drops a draft. What was sent stays sent. */
export async function stop({ db, commit }: Database, id: string, now: Date): Promise<string> {
  const news = await findNews(db, id);
  if (news?.state !== "draft" && news?.state !== "sending") throw new Error(`${id} is not on its way`);
  await commit([stopNews(db, id, now), audit(db, "cli", "stopnews", id, {}, now)]);
  return `${id} is stopped`;
}

/** News, the newest first. */
export async function list({ db }: Database): Promise<string> {
  const lines = (await listNews(db, 50)).map(
    ({ id, state, sent, failed, createdAt }) =>
      `${id}  ${createdAt.toISOString()}  ${state}  sent ${sent}, failed ${failed}`,
  );
  return lines.join("\n") || "no news";
}
