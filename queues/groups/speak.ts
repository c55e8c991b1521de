import { findGroup, type Group, leaveGroup, moveGroup } from "../../domain/groups/index.ts";
import { Moved, Unreachable } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { commit } from "../../ports/postgres.ts";
import { type Translate, translator } from "../../views/translate.ts";
import { type Outcome, skip } from "../step.ts";

/** An answer in a group that is an hour late would only puzzle people. */
export const GROUP_PATIENCE_SECONDS = 3600;

/**
 * Does something in a group in its language. Where the bot is not in it any more, that is noted; where the group became
 * a supergroup, it goes by its new number from then on, and the job comes again.
 */
export async function inGroup(
  ports: Ports,
  chatId: number,
  work: (group: Group, t: Translate) => Promise<Outcome>,
): Promise<Outcome> {
  const { db, clock } = ports;
  const group = await findGroup(db, chatId);
  if (!group) return skip("no such group");
  try {
    return await work(group, translator(group.locale));
  } catch (error) {
    if (error instanceof Moved) await commit(db, moveGroup(db, group.chatId, error.chatId));
    if (!(error instanceof Unreachable)) throw error;
    return { did: "not in this group any more", changes: leaveGroup(db, group.chatId, clock.now()) };
  }
}
