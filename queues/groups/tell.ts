import { tariffOf } from "../../domain/billing/index.ts";
import type { Group } from "../../domain/groups/index.ts";
import type { Ports } from "../../ports/index.ts";
import type { Outgoing } from "../../ports/telegram/message.ts";
import * as view from "../../views/groups/words.ts";
import type { Translate } from "../../views/translate.ts";
import { type Step, skip } from "../step.ts";
import { GROUP_PATIENCE_SECONDS, inGroup } from "./speak.ts";

type Word = (ports: Ports, group: Group, t: Translate) => Promise<Outgoing> | Outgoing;

const coins = ({ env }: Ports): boolean => !tariffOf(env).free;

/** What the bot says in a group by itself or to a command, by name. */
const words: Record<string, Word> = {
  hello: (ports, _group, t) => view.hello(coins(ports), t),
  help: (ports, group, t) => view.help(group, coins(ports), t),
  how: (_ports, _group, t) => ({ html: t("group-how") }),
  optout: (_ports, _group, t) => ({ html: t("group-optout") }),
  optin: (_ports, _group, t) => ({ html: t("group-optin") }),
  doctor: async ({ telegram, env }, group, t) => {
    const botId = Number.parseInt(env.TELEGRAM_BOT_TOKEN, 10);
    const [hearsAll, status] = await Promise.all([
      telegram.hearsGroups(),
      telegram.memberOf(group.chatId, botId),
    ]);
    return view.groupDoctor(
      { group, hearsAll, isAdmin: status === "administrator", botName: env.BOT_USERNAME },
      t,
    );
  },
};

/** Says a word in a group, without a sound where its admins want that. */
export const tellGroup: Step<"notices.group"> = {
  run: (ports, job) =>
    inGroup(ports, job.payload.chatId, async (group, t) => {
      const { screen, threadId, replyTo } = job.payload;
      const message = await words[screen]?.(ports, group, t);
      if (!message) return skip(`no word ${screen}`);
      // Where the bot was switched off only its admins' screen answers.
      if (group.mode === "off" && screen === "how") return skip("it is switched off");
      await ports.telegram.send({ chatId: group.chatId, threadId, replyTo, silent: group.silent }, message);
      return { did: `said ${screen}` };
    }),
  giveUp: async (_ports, _job, reason) => ({ did: `not said: ${reason}` }),
  patienceSeconds: () => GROUP_PATIENCE_SECONDS,
};
