import {
  findOwnPreview,
  findStyle,
  isFavouriteStyle,
  listCategory,
  listFavouriteStyles,
  listPopularStyles,
} from "../../domain/styles/index.ts";
import { findUser } from "../../domain/users/index.ts";
import type { Ports } from "../../ports/index.ts";
import type { Outgoing } from "../../ports/telegram/message.ts";
import * as screens from "../../views/styles/screens.ts";
import { readStyleTap } from "../../views/styles/taps.ts";
import { type Locale, translator } from "../../views/translate.ts";
import { type Step, skip } from "../step.ts";
import { unreached } from "../unreached.ts";

const PATIENCE_SECONDS = 3600;

/** Styles: the categories, a list, or one of them; with its reader's own picture in it, where there is one. */
export const styleScreen: Step<"notices.style"> = {
  async run(ports, job) {
    const { db, telegram, clock } = ports;
    const { telegramId, messageId, tap } = job.payload;
    const user = await findUser(db, telegramId);
    if (!user) return skip("no such user");
    const to = { chatId: telegramId };
    try {
      const { view, fileId } = await draw(ports, telegramId, tap, user.locale);
      if (fileId) {
        const picture = { kind: "photo", fileId } as const;
        const edited =
          messageId !== undefined && (await telegram.editPicture(telegramId, messageId, picture, view));
        if (!edited) await telegram.sendPicture(to, picture, view);
      } else if (messageId === undefined || !(await telegram.editText(telegramId, messageId, view)))
        await telegram.send(to, view);
      return { did: "showed styles" };
    } catch (error) {
      return unreached({ db, clock }, telegramId, error);
    }
  },
  giveUp: async (_ports, _job, reason) => ({ did: `not shown: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};

async function draw(
  { db, clock }: Ports,
  telegramId: number,
  data: string,
  locale: Locale,
): Promise<{ view: Outgoing; fileId?: string | null }> {
  const t = translator(locale);
  const tap = readStyleTap(data);
  switch (tap?.act) {
    case "in":
      return {
        view: screens.styleList(await listCategory(db, tap.category), `styles-${tap.category}`, locale, t),
      };
    case "popular":
      return {
        view: screens.styleList(await listPopularStyles(db, clock.now()), "styles-popular", locale, t),
      };
    case "liked":
      return {
        view: screens.styleList(await listFavouriteStyles(db, telegramId), "styles-liked", locale, t),
      };
    case "show":
    case "like":
    case "draw": {
      const style = await findStyle(db, tap.styleId);
      if (!style) return { view: screens.styleGone(t) };
      const [isLiked, fileId] = await Promise.all([
        isFavouriteStyle(db, telegramId, style.id),
        findOwnPreview(db, telegramId, style.id),
      ]);
      return { view: screens.styleCard(style, { isLiked, isPreviewed: fileId !== null }, locale, t), fileId };
    }
    default:
      return { view: screens.stylesHome(t) };
  }
}
