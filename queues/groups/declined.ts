import { tariffOf } from "../../domain/billing/index.ts";
import { findAnswer, hasOptedOut, isUnderWay } from "../../domain/groups/index.ts";
import { findUser } from "../../domain/users/index.ts";
import { startFirst } from "../../views/groups/words.ts";
import { type Step, skip } from "../step.ts";
import { GROUP_PATIENCE_SECONDS, inGroup } from "./speak.ts";

/** Somebody asked for the text of a voice. Where there will be none, they learn why; where it is there already, where. */
export const declined: Step<"notices.declined"> = {
  run: (ports, job) =>
    inGroup(ports, job.payload.chatId, async (group, t) => {
      const { db, telegram, env } = ports;
      const { threadId, replyTo, voiceId, speakers, askerId } = job.payload;
      if (group.mode === "off") return skip("it is switched off");
      const to = { chatId: group.chatId, threadId, replyTo, silent: group.silent };
      const answer = await findAnswer(db, group.chatId, voiceId);
      if (answer !== null) {
        await telegram.send({ ...to, replyTo: answer }, { html: t("group-is-there") });
        return { did: "showed the text that is there" };
      }
      if (await isUnderWay(db, group.chatId, voiceId)) return skip("it is being transcribed");
      if (await hasOptedOut(db, speakers, group.chatId)) {
        await telegram.send(to, { html: t("group-declined") });
        return { did: "the speaker does not want it" };
      }
      if (group.payerId !== null) return skip("the payer is shut out");
      if (askerId !== null && (await findUser(db, askerId))) return skip("whoever asked is shut out");
      const why =
        askerId === null ? "group-anonymous" : tariffOf(env).free ? "group-start-free" : "group-start";
      await telegram.send(to, startFirst(why, env.BOT_USERNAME, t));
      return { did: "nobody pays" };
    }),
  giveUp: async (_ports, _job, reason) => ({ did: `not said: ${reason}` }),
  patienceSeconds: () => GROUP_PATIENCE_SECONDS,
};
