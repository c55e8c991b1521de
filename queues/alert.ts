import type { NewJob } from "../domain/jobs/index.ts";
import type { Ports } from "../ports/index.ts";

/** Tells every admin of this bot once a day (UTC) that something needs them. `screen` says what. */
export const alertAdmins = ({ env, clock }: Pick<Ports, "env" | "clock">, screen: string): NewJob[] =>
  env.TELEGRAM_ADMIN_IDS.map((telegramId) => ({
    kind: "notices.show",
    payload: { telegramId, screen },
    key: `${screen}:${telegramId}:${clock.now().toISOString().slice(0, 10)}`,
  }));
