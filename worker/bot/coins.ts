import { Composer } from "grammy";
import { askAbove, comeBy, inviterOf, readCode, redeemPromo, tariffOf } from "../../domain/billing/index.ts";
import { withId } from "../../domain/jobs/index.ts";
import { LOCALES } from "../../schema/users.ts";
import { THRESHOLDS } from "../../views/balance.ts";
import { readTap } from "../../views/callbacks.ts";
import { translator } from "../../views/translate.ts";
import { opening, showing } from "./menu.ts";
import type { Turn } from "./turn.ts";

/** Coins without money: the balance and its history, promo codes, and friends. */
export const coins = new Composer<Turn>();

coins.command("start", async (turn, next) => {
  const [what, name = ""] = turn.match.split("_", 2);
  if (what === "promo" && turn.from) return redeem(turn, turn.from, name);
  const inviter = what === "ref" ? inviterOf(name) : null;
  if (!inviter || !turn.from) return next();
  await turn.commit(turn.from, {
    changes: [
      comeBy(turn.visit.ports.db, turn.from.id, await turn.fingerprintOf(turn.from.id), inviter, turn.now),
    ],
    jobs: [showing(turn, "start")],
  });
});

coins.command("promo", async (turn) => {
  if (!turn.from) return;
  if (turn.match.trim() === "") await turn.commit(turn.from, { jobs: [showing(turn, "promo")] });
  else await redeem(turn, turn.from, turn.match);
});

// The answer to the bot's own question for a code. The question is known by its words, so nothing has to be remembered.
coins.on("message:text", async (turn, next) => {
  const question = turn.message.reply_to_message;
  const asked =
    question?.from?.is_bot && LOCALES.some((locale) => translator(locale)("promo-ask") === question.text);
  if (!asked) return next();
  await redeem(turn, turn.from, turn.message.text);
});

async function redeem(turn: Turn, sender: NonNullable<Turn["from"]>, typed: string): Promise<void> {
  const { ports } = turn.visit;
  const code = readCode(typed);
  if (tariffOf(ports.env).free) return void (await turn.commit(sender, { jobs: [opening(turn, "promo")] }));
  if (!code) return void (await turn.commit(sender, { jobs: [opening(turn, "promo-outcome", "unknown:0")] }));
  const tell = withId(opening(turn, "promo-outcome"), turn.now);
  await turn.commit(sender, {
    changes: [redeemPromo(ports.db, sender.id, await turn.fingerprintOf(sender.id), code, tell, turn.now)],
    jobs: [tell],
  });
}

coins.on("callback_query:data", async (turn, next) => {
  const tap = readTap(turn.callbackQuery.data);
  const { ports, later } = turn.visit;
  if (tap?.do === "history") {
    const job = showing(turn, "coin-history");
    await turn.commit(turn.from, {
      jobs: [{ ...job, payload: { ...job.payload, about: String(tap.before ?? "") } }],
    });
  } else if (tap?.do === "statement") {
    const payload = { telegramId: turn.from.id };
    await turn.commit(turn.from, {
      jobs: [{ kind: "notices.statement", payload, key: `statement:${turn.wishName}` }],
    });
  } else if (tap?.do === "threshold" && THRESHOLDS.some((known) => known === tap.coins)) {
    await turn.commit(turn.from, {
      changes: [askAbove(ports.db, turn.from.id, tap.coins)],
      jobs: [showing(turn, "balance")],
    });
  } else return next();
  later(ports.telegram.answerTap(turn.callbackQuery.id));
});
