import { claimImageStatus, DRAWING, findImage, markImage } from "../../domain/images/index.ts";
import type { Ports } from "../../ports/index.ts";
import { commit } from "../../ports/postgres.ts";
import { drawingStatus } from "../../views/images/status.ts";
import { translator } from "../../views/translate.ts";

/** Shows how far an order is, in its status message, at most once every few seconds. Cosmetic. */
export async function showImage(
  { db, clock, telegram, moderation }: Pick<Ports, "db" | "clock" | "telegram" | "moderation">,
  imageId: string,
): Promise<void> {
  const [claimed] = await commit(db, [claimImageStatus(db, imageId, clock.now())]);
  const [granted] = claimed as { statusMessageId: number | null }[];
  if (!granted) return;
  const found = await findImage(db, imageId);
  if (!found) return;
  const { image, owner, avatar } = found;
  const view = drawingStatus(
    image,
    { avatar, now: clock.now(), isChecked: moderation.model !== null },
    translator(owner.locale),
  );
  if (granted.statusMessageId !== null) return telegram.edit(image.chatId, granted.statusMessageId, view);
  const statusMessageId = await telegram.send({ chatId: image.chatId, silent: true }, view);
  await commit(db, [markImage(db, imageId, { statusMessageId })]);
  // Drawn and told while this message was on its way: nobody else may know of it.
  const now = await findImage(db, imageId);
  if (now && !DRAWING.includes(now.image.state)) await clearStatus({ db, telegram }, imageId);
}

/** The status message goes once the end has been told. Cosmetic. */
export async function clearStatus(
  { db, telegram }: Pick<Ports, "db" | "telegram">,
  imageId: string,
): Promise<void> {
  const found = await findImage(db, imageId);
  if (!found || found.image.statusMessageId === null) return;
  await telegram.remove(found.image.chatId, found.image.statusMessageId);
  await commit(db, [markImage(db, imageId, { statusMessageId: null })]);
}
