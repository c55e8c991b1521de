import {
  type Avatar,
  findOpenAvatar,
  findOwnAvatar,
  findUnconsented,
  listAvatars,
  listPhotos,
  type OwnedAvatar,
  type Photo,
  quoteAvatar,
  takesPhotos,
} from "../../domain/avatars/index.ts";
import { findWallet, priceOfPieces, tariffOf } from "../../domain/billing/index.ts";
import { countPicturesOf, findPreview } from "../../domain/images/index.ts";
import type { TakenJob } from "../../domain/jobs/index.ts";
import { findUser } from "../../domain/users/index.ts";
import { secondsLater } from "../../ports/clock.ts";
import { planTraining } from "../../ports/fal/index.ts";
import type { Ports } from "../../ports/index.ts";
import type { Statement } from "../../ports/postgres.ts";
import type { Outgoing } from "../../ports/telegram/message.ts";
import * as card from "../../views/avatars/card.ts";
import { againReview, avatarReview } from "../../views/avatars/review.ts";
import * as wizard from "../../views/avatars/wizard.ts";
import { type Translate, translator } from "../../views/translate.ts";
import { expectTraining } from "../avatars/expected.ts";
import { layOut } from "../avatars/lay-out.ts";
import { photoLimits } from "../avatars/limits.ts";
import { type Outcome, type Step, skip } from "../step.ts";
import { unreached } from "../unreached.ts";

type Job = TakenJob<"notices.avatar">;

const PATIENCE_SECONDS = 3600;

/** Shows something about a person's avatars: in place of the tapped message, or as a new one. */
export const avatarScreen: Step<"notices.avatar"> = {
  async run(ports, job): Promise<Outcome> {
    const { db, telegram, clock } = ports;
    const { telegramId, messageId, screen } = job.payload;
    const user = await findUser(db, telegramId);
    if (!user) return skip("no such user");
    const { view, preview, layout, changes = [] } = await draw(ports, job, translator(user.locale));
    try {
      const above = layout ? await layOut(ports, telegramId, layout.avatar, layout.photos) : 0;
      const isCount = layout && layout.avatar.countMessageId === messageId;
      if (messageId !== undefined && (above > messageId || isCount)) {
        // Below what it is about; the counting message stays what it is.
        await telegram.send({ chatId: telegramId }, view);
      } else if (preview !== undefined) {
        const picture = { kind: "photo", fileId: preview } as const;
        if (messageId === undefined || !(await telegram.editPicture(telegramId, messageId, picture, view))) {
          await telegram.sendPicture({ chatId: telegramId }, picture, view);
          if (messageId !== undefined) await telegram.remove(telegramId, messageId);
        }
      } else if (messageId === undefined) await telegram.send({ chatId: telegramId }, view);
      else if (!(await telegram.editText(telegramId, messageId, view))) {
        // A picture has no text to change: the screen comes below, and the picture goes.
        await telegram.send({ chatId: telegramId }, view);
        await telegram.remove(telegramId, messageId);
      }
      return { did: `showed ${screen}`, changes };
    } catch (error) {
      return unreached({ db, clock }, telegramId, error);
    }
  },
  giveUp: async (_ports, _job, reason) => ({ did: `not shown: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};

interface Drawn {
  view: Outgoing;
  /** Telegram's name of a picture to stand above it. */
  preview?: string;
  /** Photos to be looked over above it. */
  layout?: { avatar: Avatar; photos: Photo[] };
  changes?: Statement[];
}

/** Photos that come so long after an avatar was begun are meant for it. */
const BEGUN_SECONDS = 3600;

async function draw(ports: Ports, { payload }: Job, t: Translate): Promise<Drawn> {
  const { db, clock } = ports;
  const { screen, telegramId, avatarId } = payload;
  switch (screen) {
    case "list":
      return { view: card.avatarList(await listAvatars(db, telegramId), t) };
    case "new":
      return { view: wizard.whoScreen(t) };
    case "why":
      return { view: wizard.whyScreen(t) };
    case "left":
      return { view: wizard.leftWizard(t) };
    case "name-wrong":
      return { view: wizard.nameRefused(t) };
    case "unasked": {
      const begun = await findUnconsented(db, telegramId, secondsLater(clock.now(), -BEGUN_SECONDS));
      return { view: wizard.photosUnasked(begun, { ...photoLimits(ports), kept: 0 }, t) };
    }
    case "deleted":
      return { view: card.avatarDeleted("kept", t) };
    case "deleted-all":
      return { view: card.avatarDeleted("gone", t) };
  }
  // Every id of a tap is loaded together with its owner; another's is a missing one.
  const found = avatarId
    ? await findOwnAvatar(db, telegramId, avatarId)
    : await findOpenAvatar(db, telegramId);
  if (!found) return { view: screen === "begun" ? wizard.tooManyDrafts(t) : card.avatarGone(t) };
  return drawOne(ports, found, screen, t);
}

async function drawOne(ports: Ports, found: OwnedAvatar, screen: string, t: Translate): Promise<Drawn> {
  const { db, clock } = ports;
  const { avatar, training, owner } = found;
  if (screen === "name") return { view: wizard.nameQuestion(avatar, t) };
  if (screen === "del") return { view: card.deleteQuestion(avatar, await countPicturesOf(db, avatar.id), t) };
  const photos = await listPhotos(db, avatar.id);
  const kept = photos.filter(({ state }) => state === "kept").length;
  if (takesPhotos(avatar, training)) {
    const isReady = avatar.state === "ready";
    if ((screen === "go" && (!isReady || avatar.awaits === "photos")) || screen === "begun")
      return { view: wizard.nextQuestion(avatar, { ...photoLimits(ports), kept }, t) };
    if (screen === (isReady ? "again" : "check") || screen === "preset")
      return drawReview(ports, found, photos, t);
  }
  const view = card.avatarCard({ avatar, training, photos: kept, now: clock.now(), reader: owner }, t);
  const preview = avatar.state === "ready" ? await findPreview(db, avatar.id) : null;
  return { view, ...(preview !== null && { preview }) };
}

/** The review names a price, and the price is written down: an order is a yes to it. */
async function drawReview(
  ports: Ports,
  { avatar, owner }: OwnedAvatar,
  photos: readonly Photo[],
  t: Translate,
): Promise<Drawn> {
  const { db, env, clock } = ports;
  const tariff = tariffOf(env);
  const kept = photos.filter(({ state }) => state === "kept");
  const { coins } = priceOfPieces("avatar", 1, tariff);
  const { trainer, preset, steps } = planTraining(env, avatar.subject === "style", avatar.preset);
  const [wallet, expected] = await Promise.all([
    findWallet(db, owner.id),
    expectTraining(ports, { trainer: trainer.endpoint, preset, steps }),
  ]);
  const order = {
    photos: kept.length,
    waiting: photos.filter(({ state }) => state === "received").length,
    least: photoLimits(ports).least,
    coins: env.FAL_TRAINING_TEST_MODE ? 0 : coins,
    available: wallet.available,
    free: tariff.free,
    preset,
    minutes: Math.max(1, Math.ceil(expected.seconds / 60)),
    isMeasured: expected.isMeasured,
    isTest: env.FAL_TRAINING_TEST_MODE,
    facesUnseen:
      avatar.subject === "style" ? 0 : kept.filter(({ facesSeenAt }) => facesSeenAt === null).length,
    now: clock.now(),
    reader: owner,
  };
  const review = avatar.state === "ready" ? againReview : avatarReview;
  return {
    view: review(avatar, order, t),
    layout: { avatar, photos: kept },
    changes: [quoteAvatar(db, avatar.id, order.coins, clock.now())],
  };
}
