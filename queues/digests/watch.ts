import { isStopped, type SoFar, type WholeDigest } from "../../domain/digests/index.ts";
import type { Ports } from "../../ports/index.ts";
import { digestDraft, digestStatus } from "../../views/digests/status.ts";
import { translator } from "../../views/translate.ts";

/** Its owner does not want it any more. */
export class Stopped extends Error {}

/** Telegram takes about a message a second in one chat, drafts included; edits a little less. */
const DRAFT_EVERY_MS = 1_200;
const EDIT_EVERY_MS = 3_000;
const LOOK_EVERY_MS = 2_000;

/**
 * Lets the chat see what is being written, where it is written in one piece: as a draft in private chats, by edits of the
 * status message elsewhere and where drafts are refused. Stops the writing when its owner has stopped the digest. Nothing
 * is waited for while it is written; `settled` is, so that no draft comes after the message.
 */
export function watchWriting(ports: Ports, { digest: row, owner }: WholeDigest, visible: boolean) {
  const { clock, db, telegram, log } = ports;
  const t = translator(owner.locale);
  const stop = new AbortController();
  const draftId = numberOf(row.id);
  let drafts = row.chatId > 0;
  let showing: Promise<unknown> = Promise.resolve();
  let busy = false;
  let shownAt = clock.now().getTime();
  let lookedAt = shownAt;

  async function show(soFar: SoFar): Promise<void> {
    if (drafts) drafts = await telegram.draft(row.chatId, draftId, digestDraft(row, soFar, t));
    if (!drafts && row.statusMessageId !== null)
      await telegram.edit(row.chatId, row.statusMessageId, digestStatus(row, { soFar }, t));
  }

  const begin = (work: () => Promise<unknown>) => {
    busy = true;
    showing = work()
      .catch(() => log.debug("draft.failed", { digest: row.id }))
      .finally(() => {
        busy = false;
      });
  };

  return {
    signal: stop.signal,
    onSoFar(read: () => SoFar) {
      const now = clock.now().getTime();
      if (busy) return;
      if (now - lookedAt >= LOOK_EVERY_MS) {
        lookedAt = now;
        begin(async () => {
          if (await isStopped(db, row.id)) stop.abort(new Stopped());
        });
      } else if (visible && now - shownAt >= (drafts ? DRAFT_EVERY_MS : EDIT_EVERY_MS)) {
        shownAt = now;
        const soFar = read();
        if (hasWords(soFar)) begin(() => show(soFar));
      }
    },
    settled: () => showing,
  };
}

const hasWords = (soFar: SoFar): boolean =>
  "text" in soFar ? soFar.text.trim() !== "" : soFar.points.length > 0;

/** A draft's number: not 0, and the same for one digest (Bot API, sendMessageDraft). */
const numberOf = (id: string): number =>
  1 + ([...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 2_147_483_000, 7) || 0);
