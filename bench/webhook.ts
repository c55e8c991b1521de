import type { TelegramSimulator } from "../simulators/telegram/index.ts";
import type { RunningWorker } from "../tests/harness/worker.ts";
import { SECRET } from "./stage.ts";

/** Lets the simulated Telegram deliver its updates to this worker, as many at once as the real one would. */
export async function setWebhook(telegram: TelegramSimulator, worker: RunningWorker): Promise<void> {
  const answer = await fetch(`${telegram.url}/bot${telegram.token}/setWebhook`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      url: `${worker.url}/webhook/telegram`,
      secret_token: SECRET,
      max_connections: 100,
    }),
  });
  if (!answer.ok) throw new Error(`setWebhook was answered ${answer.status}`);
}
