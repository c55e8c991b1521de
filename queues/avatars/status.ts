import { claimStatus, findTraining } from "../../domain/avatars/index.ts";
import type { Ports } from "../../ports/index.ts";
import { commit } from "../../ports/postgres.ts";
import { trainingStatus } from "../../views/avatars/training.ts";
import { translator } from "../../views/translate.ts";
import { expectTraining } from "./expected.ts";

/** Shows how far a training is, in its status message, at most once every few seconds. Cosmetic. */
export async function showTraining(
  { db, clock, telegram }: Pick<Ports, "db" | "clock" | "telegram">,
  trainingId: string,
): Promise<void> {
  const [claimed] = await commit(db, [claimStatus(db, trainingId, clock.now())]);
  const [granted] = claimed as { statusMessageId: number | null }[];
  if (!granted?.statusMessageId) return;
  const found = await findTraining(db, trainingId);
  if (!found) return;
  const { avatar, training, owner } = found;
  const { seconds: usualSeconds } = await expectTraining({ db }, training);
  const view = trainingStatus(avatar, training, { now: clock.now(), usualSeconds }, translator(owner.locale));
  await telegram.edit(avatar.chatId, granted.statusMessageId, view);
}
