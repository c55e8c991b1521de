import { guessLocale } from "../../domain/users/index.ts";
import { nameTrouble, Unavailable } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { sqlState } from "../../ports/postgres.ts";
import { alertMessage } from "../../views/alerts.ts";
import { translator } from "../../views/translate.ts";

/**
 * How often admins hear that the alarms are blind. Who was told what is written in the database, which is what is away:
 * so the minutes of the hour say when.
 */
const EVERY_MINUTES = 20;

/** A database that fell asleep wakes within that. */
const AGAIN_SECONDS = 5;

/**
 * Tells the admins that alarms cannot be looked at, mostly because Postgres is away: first tries `again` what failed,
 * then writes to each of them past jobs and queues, which need Postgres. In the language that unknown people are spoken
 * to: theirs is not known without it either. Answers whether it works again.
 */
export async function tellBlind(
  { env, log, telegram }: Pick<Ports, "env" | "log" | "telegram">,
  error: unknown,
  tickAt: Date,
  again: () => Promise<unknown>,
): Promise<boolean> {
  if (tickAt.getUTCMinutes() % EVERY_MINUTES !== 0) return false;
  const wait = error instanceof Unavailable ? error.waitSeconds : AGAIN_SECONDS;
  await new Promise((resolve) => setTimeout(resolve, wait * 1000));
  try {
    await again();
    return true;
  } catch (still) {
    log.error("alarms.blind", { error: nameTrouble(still) });
    const detail = sqlState(still) ?? (still instanceof Error ? still.name : "");
    const message = alertMessage({ id: "postgres", detail }, null, translator(guessLocale(undefined)));
    await Promise.all(
      env.TELEGRAM_ADMIN_IDS.map((chatId) =>
        telegram
          .send({ chatId }, message)
          .catch((unsent) => log.error("alarms.untold", { error: nameTrouble(unsent) })),
      ),
    );
    return false;
  }
}
