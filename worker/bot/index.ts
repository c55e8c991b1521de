import { Composer } from "grammy";
import type { Update, UserFromGetMe } from "grammy/types";
import { canDraw } from "../../ports/env.ts";
import type { Visit } from "../visit.ts";
import { admin } from "./admin.ts";
import { avatars } from "./avatars.ts";
import { cancel } from "./cancel.ts";
import { coins } from "./coins.ts";
import { conversations } from "./conversations.ts";
import { digests } from "./digests.ts";
import { exports } from "./exports.ts";
import { forget } from "./forget.ts";
import { gallery } from "./gallery.ts";
import { groups } from "./groups.ts";
import { history } from "./history.ts";
import { language } from "./language.ts";
import { links } from "./links.ts";
import { membership } from "./membership.ts";
import { menu } from "./menu.ts";
import { news } from "./news.ts";
import { offers } from "./offers.ts";
import { optOuts } from "./opt-out.ts";
import { checkout, payments } from "./payments.ts";
import { pictures } from "./pictures.ts";
import { recordings } from "./recordings.ts";
import { retry } from "./retry.ts";
import { inlineSearch, search } from "./search.ts";
import { settings } from "./settings.ts";
import { styles } from "./styles.ts";
import { todos } from "./todos.ts";
import { transcripts } from "./transcripts.ts";
import { Turn } from "./turn.ts";
import { unknown } from "./unknown.ts";

/** Pictures and avatars, where this installation can draw: a wish that is asked for comes before an avatar's photos. */
const drawing = new Composer<Turn>();
drawing.lazy((turn) => (canDraw(turn.visit.ports.env) ? [pictures, styles, gallery, avatars] : []));

/** The order of service. Channels are not served, groups by a service of their own; in private the first feature that knows what to do with an update keeps it. */
const service = new Composer<Turn>();
const inPrivate = service.chatType("private");
// What can be nothing but a recording is what is sent most: no other feature is asked about it.
inPrivate.on(["message:voice", "message:video_note", "message:audio", "message:video"]).use(recordings);
service.use(checkout, inlineSearch);
service.chatType(["group", "supergroup"]).use(groups);
inPrivate.use(
  admin,
  news,
  coins,
  payments,
  menu,
  language,
  settings,
  forget,
  exports,
  optOuts,
  cancel,
  retry,
  offers,
  digests,
  todos,
  history,
  search,
  transcripts,
  drawing,
  recordings,
  links,
  conversations,
  membership,
  unknown,
);

/** Serves one update. Throws Unavailable when it could not be committed; an update that means nothing to us is fine. */
export async function serve(update: Update, visit: Visit): Promise<void> {
  const { TELEGRAM_BOT_TOKEN, BOT_USERNAME } = visit.ports.env;
  const me = {
    id: Number.parseInt(TELEGRAM_BOT_TOKEN, 10),
    is_bot: true,
    first_name: BOT_USERNAME,
    username: BOT_USERNAME,
  };
  await service.middleware()(new Turn(update, me as UserFromGetMe, visit), () => Promise.resolve());
}
