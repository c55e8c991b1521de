import { findAsk, findOwnDigest, listChoosable, listStyles, noteAsk } from "../../domain/digests/index.ts";
import type { TakenJob } from "../../domain/jobs/index.ts";
import { findOwn } from "../../domain/transcripts/index.ts";
import { findUser, type User } from "../../domain/users/index.ts";
import type { Ports } from "../../ports/index.ts";
import type { Outgoing } from "../../ports/telegram/message.ts";
import {
  askChoice,
  nameChoice,
  ownChoice,
  pickChoice,
  translationChoice,
} from "../../views/digests/choices.ts";
import { staleTap } from "../../views/menu.ts";
import { translator } from "../../views/translate.ts";
import { type Step, skip } from "../step.ts";
import { unreached } from "../unreached.ts";

const PATIENCE_SECONDS = 900;

type Payload = TakenJob<"notices.digest-choice">["payload"];

/** Asks how, or about what, to write. What the message is about is remembered by it: a tap or a reply needs only name it. */
export const digestChoice: Step<"notices.digest-choice"> = {
  async run(ports, { payload }) {
    const { db, clock, telegram } = ports;
    const { telegramId, chatId, messageId } = payload;
    const user = await findUser(db, telegramId);
    if (!user) return skip("no such user");
    const asked = await whatAbout(ports, payload);
    try {
      if (!asked) {
        await telegram.send({ chatId }, staleTap(translator(user.locale)));
        return { did: "said that it is gone" };
      }
      const view = await viewOf(ports, user, payload, asked.transcriptIds);
      if (messageId !== undefined) {
        await telegram.edit(chatId, messageId, view);
        return { did: `brought ${payload.choice} up to date` };
      }
      const sent = await telegram.send({ chatId }, view);
      return {
        did: `asks: ${payload.choice}`,
        changes: [noteAsk(db, telegramId, { chatId, messageId: sent, ...asked }, clock.now())],
      };
    } catch (error) {
      return unreached({ db, clock }, telegramId, error);
    }
  },
  giveUp: async (_ports, _job, reason) => ({ did: `could not ask: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};

/** What the question is about; null when that is another's, or gone. */
async function whatAbout(
  { db }: Ports,
  { telegramId, chatId, choice, transcriptId, selectedIn, digestId, messageId }: Payload,
): Promise<{ transcriptIds: string[]; digestId?: string } | null> {
  if (digestId !== undefined)
    return (await findOwnDigest(db, telegramId, digestId)) && { transcriptIds: [], digestId };
  if (transcriptId !== undefined)
    return (await findOwn(db, telegramId, transcriptId)) && { transcriptIds: [transcriptId] };
  const from = messageId ?? selectedIn;
  if (from !== undefined) return findAsk(db, telegramId, { chatId, messageId: from }).then(asAsked);
  return choice === "pick" ? { transcriptIds: [] } : null;
}

const asAsked = (ask: Awaited<ReturnType<typeof findAsk>>) => ask && { transcriptIds: ask.transcriptIds };

async function viewOf(
  { db }: Ports,
  user: User,
  { choice, after }: Payload,
  chosen: readonly string[],
): Promise<Outgoing> {
  const t = translator(user.locale);
  switch (choice) {
    case "own":
      return ownChoice(await listStyles(db, user.telegramId), t);
    case "ask":
      return askChoice(t);
    case "translation":
      return translationChoice(t);
    case "name":
      return nameChoice(t);
    case "pick":
      return pickChoice({ ...(await listChoosable(db, user.telegramId, after)), after }, chosen, user, t);
  }
}
