import { tariffOf } from "../../domain/billing/index.ts";
import {
  changeGroup,
  findGroup,
  type Group,
  type GroupChange,
  keepAdmin,
  knownAdmin,
} from "../../domain/groups/index.ts";
import { findUser, findUserById } from "../../domain/users/index.ts";
import type { Ports } from "../../ports/index.ts";
import { commit } from "../../ports/postgres.ts";
import { groupSettings } from "../../views/groups/settings.ts";
import { type GroupTap, readGroupTap } from "../../views/groups/taps.ts";
import { translator } from "../../views/translate.ts";
import { type Step, skip } from "../step.ts";
import { GROUP_PATIENCE_SECONDS, inGroup } from "./speak.ts";

/** The screen by which admins set their group up. Who is one, Telegram says; its word is believed for some minutes. */
export const settingsOfGroup: Step<"notices.groupsettings"> = {
  run: (ports, job) =>
    inGroup(ports, job.payload.chatId, async (group, t) => {
      const { db, telegram, env } = ports;
      const { telegramId, threadId, replyTo, messageId, tapId, change } = job.payload;
      const tap = change === undefined ? null : readGroupTap(change);
      const payer = group.payerId === null ? null : await findUserById(db, group.payerId);
      // Whoever pays may stop that, admin or not.
      const stopsPaying = tap?.set === "payer" && tap.to === "asker" && payer?.telegramId === telegramId;
      if (!stopsPaying && !(await isAdmin(ports, group.chatId, telegramId))) {
        if (tapId) await telegram.answerTap(tapId, t("group-admins-only"));
        else
          await telegram.send(
            { chatId: group.chatId, threadId, replyTo, silent: group.silent },
            { html: t("group-admins-only") },
          );
        return { did: "refused: not an admin" };
      }
      if (
        tap?.set === "payer" &&
        tap.to === "me" &&
        !(telegramId !== null && (await findUser(db, telegramId)))
      ) {
        if (tapId) await telegram.answerTap(tapId, t("group-start-first"));
        return { did: "refused: not a user" };
      }
      if (tap) await commit(db, [changeGroup(db, group.chatId, asChange(tap, telegramId))]);
      if (tapId) await telegram.answerTap(tapId);
      const now = (await findGroup(db, group.chatId)) ?? group;
      const facts = {
        coins: !tariffOf(env).free,
        hearsAll: now.mode === "auto" ? await hearsAll(ports, now) : true,
        payer: now.payerId === null ? null : await findUserById(db, now.payerId),
      };
      const view = groupSettings(now, facts, translator(now.locale));
      if (messageId === undefined)
        await telegram.send({ chatId: group.chatId, threadId, replyTo, silent: group.silent }, view);
      else await telegram.edit(group.chatId, messageId, view);
      return tap ? { did: `set ${tap.set} to ${tap.to}` } : { did: "showed the settings" };
    }),
  giveUp: async (_ports, _job, reason) => skip(`not shown: ${reason}`),
  patienceSeconds: () => GROUP_PATIENCE_SECONDS,
};

function asChange(tap: GroupTap, telegramId: number | null): GroupChange {
  switch (tap.set) {
    case "mode":
      return { mode: tap.to };
    case "sound":
      return { silent: tap.to === "off" };
    case "locale":
      return { locale: tap.to };
    case "payer":
      return { payer: tap.to === "me" ? telegramId : null };
  }
}

/** Null is the group itself: only its admins can write or tap in its name. */
async function isAdmin(
  { db, clock, telegram }: Ports,
  chatId: number,
  telegramId: number | null,
): Promise<boolean> {
  if (telegramId === null) return true;
  const known = await knownAdmin(db, chatId, telegramId, clock.now());
  if (known !== null) return known;
  const status = await telegram.memberOf(chatId, telegramId);
  const is = status === "creator" || status === "administrator";
  await commit(db, [keepAdmin(db, chatId, telegramId, is, clock.now())]);
  return is;
}

/** Whether voices reach the bot at all: as an admin, or where BotFather's privacy mode is off. */
async function hearsAll({ telegram, env }: Ports, { chatId }: Group): Promise<boolean> {
  if (await telegram.hearsGroups()) return true;
  return (await telegram.memberOf(chatId, Number.parseInt(env.TELEGRAM_BOT_TOKEN, 10))) === "administrator";
}
