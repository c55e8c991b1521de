import {
  type Avatar,
  beginLayout,
  claimAlbum,
  noteAlbum,
  type Photo,
  releaseAlbum,
} from "../../domain/avatars/index.ts";
import { Unavailable, Unreachable } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { commit, type Statement } from "../../ports/postgres.ts";
import type { Picture } from "../../ports/telegram/message.ts";

/** An album has two to ten items, all photos or all documents (Bot API, sendMediaGroup). */
const ALBUM = 10;

type Shown = Pick<Photo, "id" | "source" | "fileId">;

/**
 * Shows the photos of an avatar once more, as albums. The same photos are shown once, however often they are asked for
 * and whatever is tried again; other photos take their place, so that the chat has one set of them. An album whose sender
 * died is not sent again: it can be missing, never twice. Answers the last message of those that were sent now or before.
 */
export async function layOut(
  ports: Ports,
  chatId: number,
  avatar: Avatar,
  photos: readonly Shown[],
): Promise<number> {
  const { db, telegram } = ports;
  const photoIds = photos.map(({ id }) => id);
  const messages = [...avatar.laidOutMessages];
  let from = avatar.laidOutAlbums;
  if (photoIds.join() !== avatar.laidOut.join()) {
    if (!(await wins(ports, beginLayout(db, avatar, photoIds)))) return last(messages);
    for (const messageId of messages.splice(0)) await telegram.remove(chatId, messageId);
    from = 0;
  }
  const albums = divide(photos);
  for (const [i, album] of albums.entries()) {
    if (i < from) continue;
    if (!(await wins(ports, claimAlbum(db, avatar.id, photoIds, i)))) break;
    const sent = await show(ports, chatId, album).catch(async (error) => {
      // Telegram may have lost one of the files; the others, and the review, do not wait for it.
      if (!(error instanceof Unavailable || error instanceof Unreachable)) return [];
      await commit(db, [releaseAlbum(db, avatar.id, photoIds, i)]);
      throw error;
    });
    messages.push(...sent);
    await commit(db, [noteAlbum(db, avatar.id, photoIds, sent)]);
  }
  return last(messages);
}

const last = (messages: readonly number[]): number => Math.max(0, ...messages);

async function wins({ db }: Ports, claim: Statement): Promise<boolean> {
  const [rows] = await commit(db, [claim]);
  return (rows as unknown[]).length > 0;
}

async function show({ telegram }: Ports, chatId: number, album: readonly Picture[]): Promise<number[]> {
  const [first] = album;
  if (!first) return [];
  const to = { chatId, silent: true };
  if (album.length === 1) return [await telegram.sendPicture(to, first, { html: "" })];
  const sent = await telegram.sendAlbum(to, album, { html: "" }, first.kind);
  return sent.map(({ messageId }) => messageId);
}

/** Albums of about equal size: those that came as photos, then those that came as files. */
export const divide = (photos: readonly Shown[]): Picture[][] =>
  (["photo", "document"] as const).flatMap((kind) => {
    const some = photos.filter(({ source }) => source === kind).map(({ fileId }) => ({ kind, fileId }));
    const albums = Math.ceil(some.length / ALBUM);
    return Array.from({ length: albums }, (_, i) =>
      some.slice(Math.ceil((i * some.length) / albums), Math.ceil(((i + 1) * some.length) / albums)),
    );
  });
