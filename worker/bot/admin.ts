import { Composer } from "grammy";
import {
  type Act,
  addPromo,
  audit,
  blockUser,
  draftNews,
  endPromo,
  findPaid,
  findPerson,
  findWorker,
  giveCoins,
  MOST_COINS,
  refundJob,
  retryJob,
  returnPayment,
  sendNews,
  stopNews,
  unblockUser,
} from "../../domain/admin/index.ts";
import { findPromo, NOT_ENOUGH_COINS, readCode } from "../../domain/billing/index.ts";
import { findJob } from "../../domain/jobs/index.ts";
import { secondsLater } from "../../ports/clock.ts";
import { sqlState } from "../../ports/postgres.ts";
import { readTap } from "../../views/callbacks.ts";
import { opening, showing } from "./menu.ts";
import type { Turn } from "./turn.ts";

/** The operator's verbs, for the people in TELEGRAM_ADMIN_IDS. To everybody else these commands do not exist. */
export const admin = new Composer<Turn>();
const staff = admin.filter((turn) => turn.visit.ports.env.TELEGRAM_ADMIN_IDS.includes(turn.from?.id ?? 0));

type Verb = (turn: Turn, by: number, words: string[]) => Promise<void>;

/** How each verb is written, for whoever writes it otherwise. */
const USAGE: Record<string, string> = {
  user: "/user 123456789 · /user @name",
  give: "/give @name 50 why",
  take: "/take @name 50 why",
  block: "/block @name why",
  unblock: "/unblock @name why",
  refund: "/refund trn_… why · /refund <charge> why",
  promo_new: "/promo_new CODE coins|percent 50 [uses] [days] [per person]",
  promo_off: "/promo_off CODE",
};

const show = (turn: Turn, screen: string, about?: string) => sendTo(turn, { changes: [] }, screen, about);

/** Commits an act together with the screen that answers it. */
async function sendTo(
  turn: Turn,
  { changes, jobs = [] }: Act,
  screen: string,
  about?: string,
): Promise<void> {
  const { from } = turn;
  if (!from) return;
  try {
    await turn.commit(from, { changes, jobs: [...jobs, opening(turn, screen, about)] });
  } catch (error) {
    if (sqlState(error) !== NOT_ENOUGH_COINS) throw error;
    await turn.commit(from, { jobs: [opening(turn, "admin-refused", "not-enough")] });
  }
}

const usage = (turn: Turn, verb: string) => show(turn, "admin-usage", USAGE[verb]);

/** A verb about a person: finds them, and answers with their card as it is afterwards. */
const about =
  (verb: string, act: (turn: Turn, person: Person, by: number, words: string[]) => Act | null): Verb =>
  async (turn, by, [named = "", ...words]) => {
    if (named === "") return usage(turn, verb);
    const person = await findPerson(turn.visit.ports.db, named);
    if (!person) return show(turn, "admin-nobody", named);
    const acted = act(turn, person, by, words);
    return acted ? sendTo(turn, acted, "admin-user", person.id) : usage(turn, verb);
  };
type Person = NonNullable<Awaited<ReturnType<typeof findPerson>>>;

const moving = (sign: 1 | -1) =>
  about(sign > 0 ? "give" : "take", (turn, person, by, [amount = "", ...why]) => {
    const coins = /^\d{1,7}$/.test(amount) ? Number(amount) : 0;
    if (coins < 1 || coins > MOST_COINS || why.length === 0) return null;
    return giveCoins(turn.visit.ports.db, person, sign * coins, why.join(" "), by, turn.wishName, turn.now);
  });

const verbs: Record<string, Verb> = {
  admin: (turn) => show(turn, "admin"),
  user: about("user", () => ({ changes: [] })),
  give: moving(1),
  take: moving(-1),
  block: about("block", ({ visit: { ports }, now }, person, by, why) =>
    ports.env.TELEGRAM_ADMIN_IDS.includes(person.telegramId) || why.length === 0
      ? null
      : blockUser(ports.db, person, why.join(" "), by, now),
  ),
  unblock: about("unblock", ({ visit: { ports }, now }, person, by, why) =>
    unblockUser(ports.db, person, why.join(" "), by, now),
  ),

  async refund(turn, by, [what = "", ...words]) {
    const { db } = turn.visit.ports;
    const why = words.join(" ");
    if (what === "" || why === "") return usage(turn, "refund");
    const [worker, paid] = await Promise.all([findWorker(db, what), findPaid(db, what)]);
    if (worker && worker.coins === 0) return show(turn, "admin-refused", "nothing-to-refund");
    if (worker)
      return sendTo(turn, refundJob(db, what, worker.user, why, by, turn.now), "admin-user", worker.user.id);
    if (paid && (paid.payment.state === "returning" || paid.payment.state === "returned"))
      return show(turn, "admin-refused", "nothing-to-refund");
    if (paid)
      return sendTo(
        turn,
        returnPayment(db, paid.payment, paid.user, why, by, turn.now),
        "admin-user",
        paid.user.id,
      );
    return show(turn, "admin-nobody", what);
  },

  async promo_new(turn, by, [typed = "", kind, amount = "", uses = "", days = "", each = "1"]) {
    const code = readCode(typed);
    const numbers = [amount, uses || "1", days || "1", each].every((number) => /^[1-9]\d{0,5}$/.test(number));
    if (!code || !numbers || (kind !== "coins" && kind !== "percent")) return usage(turn, "promo_new");
    const promo = {
      code,
      kind,
      amount: Number(amount),
      mostUses: uses ? Number(uses) : null,
      validUntil: days ? secondsLater(turn.now, Number(days) * 86_400) : null,
      usesPerUser: Number(each),
      createdBy: by,
    } as const;
    const { db } = turn.visit.ports;
    if (await findPromo(db, code)) return show(turn, "admin-refused", "promo-exists");
    return sendTo(turn, addPromo(db, promo, by, turn.now), "admin-promos");
  },
  promos: (turn) => show(turn, "admin-promos"),
  async promo_off(turn, by, [typed = ""]) {
    const code = readCode(typed);
    if (!code) return usage(turn, "promo_off");
    const { db } = turn.visit.ports;
    const promo = await findPromo(db, code);
    if (!promo || promo.disabledAt) return show(turn, "admin-refused", "promo-unknown");
    return sendTo(turn, endPromo(db, code, by, turn.now), "admin-promos");
  },

  jobs: (turn, _by, [state]) => show(turn, "admin-jobs", state),
  day: (turn) => show(turn, "admin-day"),
  costs: (turn, _by, [days]) => show(turn, "admin-costs", days),

  async broadcast(turn, by) {
    const original = turn.message?.reply_to_message;
    if (!original || !turn.chat) return show(turn, "admin-refused", "no-message");
    const message = { fromChatId: turn.chat.id, messageId: original.message_id, createdBy: by };
    const { change, id } = draftNews(turn.visit.ports.db, message, turn.now);
    return sendTo(turn, { changes: [change] }, "admin-news", id);
  },
};

for (const [name, verb] of Object.entries(verbs))
  staff.command(name, (turn) => verb(turn, turn.from?.id ?? 0, turn.match.split(/\s+/).filter(Boolean)));

staff.on("callback_query:data", async (turn, next) => {
  const tap = readTap(turn.callbackQuery.data);
  const { ports, later } = turn.visit;
  const { db } = ports;
  const by = turn.from.id;
  if (tap?.do === "revive") {
    const job = await findJob(db, tap.jobId);
    const act = job?.state === "dead" ? retryJob(db, job, by, turn.wishName, turn.now) : null;
    const granted = await turn.commit(turn.from, {
      changes: act?.changes ?? [],
      jobs: [...(act?.jobs ?? []), showing(turn, "admin-jobs")],
    });
    // The list is old, or somebody else was quicker.
    const why = job?.isRefunded ? "admin-retry-refunded" : "admin-retry-nothing";
    const word = granted && !act?.started(granted.rows) ? granted.t(why) : undefined;
    return later(ports.telegram.answerTap(turn.callbackQuery.id, word));
  } else if (tap?.do === "sendnews" || tap?.do === "stopnews") {
    const { broadcastId: id } = tap;
    const { change, job } = sendNews(db, id);
    const screen = showing(turn, "admin-news");
    await turn.commit(turn.from, {
      changes: [
        tap.do === "sendnews" ? change : stopNews(db, id, turn.now),
        audit(db, by, tap.do, id, {}, turn.now),
      ],
      jobs: [
        ...(tap.do === "sendnews" ? [job] : []),
        { ...screen, payload: { ...screen.payload, about: id } },
      ],
    });
  } else return next();
  later(ports.telegram.answerTap(turn.callbackQuery.id));
});
