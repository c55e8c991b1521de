import { closeConversation, findOpen, noteOffer, QUIET_SECONDS } from "../../domain/conversations/index.ts";
import { Pending } from "../../ports/errors.ts";
import { joinOffer } from "../../views/conversation.ts";
import { translator } from "../../views/translate.ts";
import { type Step, skip } from "../step.ts";
import { unreached } from "../unreached.ts";

/** An offer that is later than this finds nobody who still thinks of what they forwarded. */
const PATIENCE_SECONDS = 900;

/** Fewer recordings make no conversation. */
const FEWEST_RECORDINGS = 2;

/** When nothing more is being forwarded: offers once to join it. What arrives later brings the same offer up to date. */
export const gather: Step<"transcription.gather"> = {
  async run({ db, clock, telegram }, job) {
    const { telegramId, chatId } = job.payload;
    const found = await findOpen(db, chatId);
    if (!found) return skip("nothing was forwarded");
    const { conversation, owner, items } = found;
    const wait = QUIET_SECONDS - (clock.now().getTime() - conversation.lastAt.getTime()) / 1000;
    if (wait > 0) throw new Pending("telegram", Math.ceil(wait));
    const recordings = items.filter(({ transcriptId }) => transcriptId !== null);
    if (recordings.length === 0)
      return {
        did: "only texts were forwarded",
        changes: [closeConversation(db, conversation.id)],
        next: [
          {
            kind: "notices.show",
            payload: { telegramId, screen: "unknown" },
            key: `show:${conversation.id}`,
          },
        ],
      };
    if (recordings.length < FEWEST_RECORDINGS) return skip("one recording is no conversation");
    const about = {
      recordings: recordings.length,
      texts: items.length - recordings.length,
      names: [...new Set(items.map(({ speaker }) => speaker))],
    };
    const view = joinOffer(conversation.id, about, translator(owner.locale));
    try {
      if (conversation.offerMessageId !== null) {
        await telegram.edit(chatId, conversation.offerMessageId, view);
        return { did: `offers ${items.length} messages now` };
      }
      const sent = await telegram.send({ chatId }, view);
      return {
        did: `offers to join ${items.length} messages`,
        changes: [noteOffer(db, conversation.id, sent)],
      };
    } catch (error) {
      return unreached({ db, clock }, telegramId, error);
    }
  },
  giveUp: async (_ports, _job, reason) => ({ did: `could not ask: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};
