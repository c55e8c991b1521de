import {
  type Broadcast,
  endNews,
  findNews,
  listReaders,
  newsJob,
  passReader,
  stopNews,
} from "../../domain/admin/index.ts";
import type { NewJob } from "../../domain/jobs/index.ts";
import { markUnreachable } from "../../domain/users/index.ts";
import { nameTrouble, Unavailable, Unreachable } from "../../ports/errors.ts";
import { commit } from "../../ports/postgres.ts";
import { newsButtons } from "../../views/admin.ts";
import { translator } from "../../views/translate.ts";
import { type Step, skip } from "../step.ts";

/** People in one step: a step must be over long before its lease ends. */
const CHUNK = 20;

/** Telegram takes about 30 messages a second from a bot (Bots FAQ); answers to people must fit in beside the news. */
const PAUSE_MS = 60;

/** A day of trouble at Telegram ends the news; what was sent stays sent. */
const PATIENCE_SECONDS = 86_400;

/**
 * Sends news to the next few people. Each is noted before the next one is sent to, so that after a crash or a pause
 * nobody but the last gets them twice, and nobody is left out.
 */
export const news: Step<"notices.news"> = {
  async run({ db, clock, telegram, log }, job) {
    const found = await findNews(db, job.payload.broadcastId);
    if (found?.state !== "sending") return skip(`news are ${found?.state ?? "unknown"}`);
    const readers = await listReaders(db, found.lastUserId, CHUNK);
    for (const { id, telegramId, locale } of readers) {
      const copied = telegram.copy(telegramId, found, newsButtons(translator(locale)));
      const sent = await copied.then(
        () => true,
        (error) => {
          if (error instanceof Unavailable) throw error;
          if (!(error instanceof Unreachable))
            log.warn("news.failed", { user: id, error: nameTrouble(error) });
          return error instanceof Unreachable ? null : false;
        },
      );
      await commit(db, [
        passReader(db, found.id, id, sent === true),
        ...(sent === null ? [markUnreachable(db, telegramId, clock.now())] : []),
      ]);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    const last = readers.at(-1);
    if (last && readers.length === CHUNK)
      return { did: `sent to ${CHUNK}`, next: [newsJob({ id: found.id, lastUserId: last.id })], apart: true };
    return {
      did: "sent to everybody",
      changes: [endNews(db, found.id, clock.now())],
      next: [tellSender(found)],
    };
  },
  async giveUp({ db, clock }, { payload: { broadcastId } }, reason) {
    const found = await findNews(db, broadcastId);
    if (found?.state !== "sending") return skip(`news are ${found?.state ?? "unknown"}`);
    return {
      did: `stopped: ${reason}`,
      changes: [stopNews(db, found.id, clock.now())],
      next: [tellSender(found)],
    };
  },
  patienceSeconds: () => PATIENCE_SECONDS,
};

/** Whoever began the news hears how far they came. */
const tellSender = ({ id, createdBy }: Broadcast): NewJob => ({
  kind: "notices.show",
  payload: { telegramId: createdBy, screen: "admin-news-done", about: id },
  key: `news-done:${id}`,
});
