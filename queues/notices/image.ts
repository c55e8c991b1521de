import { findWallet, priceOfPieces, tariffOf } from "../../domain/billing/index.ts";
import {
  findLastDraft,
  findOwnImage,
  listLikenesses,
  noteQuote,
  type OwnedImage,
} from "../../domain/images/index.ts";
import type { TakenJob } from "../../domain/jobs/index.ts";
import { findUser } from "../../domain/users/index.ts";
import type { Ports } from "../../ports/index.ts";
import type { Statement } from "../../ports/postgres.ts";
import type { Outgoing } from "../../ports/telegram/message.ts";
import * as wish from "../../views/images/wish.ts";
import { type Translate, translator } from "../../views/translate.ts";
import { type Outcome, type Step, skip } from "../step.ts";
import { unreached } from "../unreached.ts";

type Job = TakenJob<"notices.image">;

const PATIENCE_SECONDS = 3600;

/** Shows something about an order of pictures: in place of the tapped message, or as a new one. */
export const imageScreen: Step<"notices.image"> = {
  async run(ports, job): Promise<Outcome> {
    const { db, telegram, clock } = ports;
    const { telegramId, messageId, screen } = job.payload;
    const user = await findUser(db, telegramId);
    if (!user) return skip("no such user");
    const { view, changes = [] } = await draw(ports, job, translator(user.locale));
    try {
      // A picture has no text to change: the screen comes below it.
      if (messageId === undefined || !(await telegram.editText(telegramId, messageId, view)))
        await telegram.send({ chatId: telegramId }, view);
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
  changes?: Statement[];
}

async function draw(ports: Ports, { payload }: Job, t: Translate): Promise<Drawn> {
  const { db, env, vision } = ports;
  const { screen, telegramId, imageId } = payload;
  const isTest = env.FAL_TRAINING_TEST_MODE;
  switch (screen) {
    case "dropped":
      return { view: wish.draftDropped(t) };
    case "words-wrong":
      return { view: wish.wishRefused(t) };
    case "who":
      return { view: wish.likenessChoice(await listLikenesses(db, telegramId, isTest), t) };
  }
  // Every id of a tap is loaded together with its owner; another's is a missing one.
  const found = imageId ? await findOwnImage(db, telegramId, imageId) : await findLastDraft(db, telegramId);
  if (found?.image.state !== "draft") return { view: wish.pictureGone(t) };
  const { image, avatar } = found;
  if (screen === "ask") return { view: wish.wishQuestion(image, t) };
  const isUnsaid = image.words === null && image.prompt === null && image.sourceFileId === null;
  if (screen === "home" || isUnsaid)
    return { view: wish.picturesHome(image, { avatar, sees: vision.model !== null, isTest }, t) };
  return drawPrompt(ports, found, t);
}

/** The screen names a price, and the price is written down: ordering is a yes to it. */
async function drawPrompt(ports: Ports, { image, avatar, owner }: OwnedImage, t: Translate): Promise<Drawn> {
  const { db, env, clock, writing, moderation } = ports;
  const tariff = tariffOf(env);
  const wallet = await findWallet(db, owner.id);
  const isTest = env.FAL_TRAINING_TEST_MODE;
  const coins = isTest ? 0 : priceOfPieces("image", image.count, tariff).coins;
  const about = {
    avatar,
    coins,
    available: wallet.available,
    free: tariff.free,
    isTest,
    writes: writing.model !== null,
    checks: moderation.model !== null,
  };
  return {
    view: wish.promptScreen(image, about, t),
    changes: [noteQuote(db, image, coins, clock.now())],
  };
}
