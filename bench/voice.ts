import { startOpenAI } from "../simulators/openai/index.ts";
import { startTelegram, type TelegramSimulator } from "../simulators/telegram/index.ts";
import type { RunningWorker } from "../tests/harness/worker.ts";
import { makeRuler } from "../tests/makers/ruler.ts";
import type { Counted } from "./door.ts";
import { percentile, rounded, table } from "./figures.ts";
import { setStage } from "./stage.ts";
import { setWebhook } from "./webhook.ts";

const SECONDS = 10;
/** What a call to Telegram, and what hearing ten seconds takes, in ms. */
const TELEGRAM_MS = 100;
const SPEECH_MS = 1_200;
/** getFile, the download, the speech, and the message with its text: nothing can be delivered sooner. */
const CRITICAL_MS = 3 * TELEGRAM_MS + SPEECH_MS;
const WARM_UP = 2;
const ALONE = 12;
const TOGETHER = 5;
const WAVES = 4;
const DELIVERY_TIMEOUT_MS = 30_000;

/** How long a voice message takes from the webhook to its text in the chat, when the vendors are as slow as they are. */
export async function voice(): Promise<Record<string, unknown>> {
  const stage = await setStage();
  const [telegram, openai] = await Promise.all([
    startTelegram({ latencyMs: TELEGRAM_MS }),
    startOpenAI({ latencyMs: SPEECH_MS }),
  ]);
  try {
    const worker = await stage.startWorker({
      TELEGRAM_API_ROOT: telegram.url,
      TELEGRAM_BOT_TOKEN: telegram.token,
      OPENAI_BASE_URL: openai.url,
    });
    await setWebhook(telegram, worker);
    const recording = await makeRuler({ seconds: SECONDS, container: "ogg", codec: "opus" });
    const deliver = () => deliverOne(telegram, recording);

    for (let i = 0; i < WARM_UP; i++) await deliver();
    const before = await readCounted(worker);
    const roundTripsBefore = stage.proxy.requests();
    const alone: number[] = [];
    for (let i = 0; i < ALONE; i++) alone.push(await deliver());
    const queueHops = ((await readCounted(worker)).queueMessages - before.queueMessages) / ALONE;
    const roundTrips = (stage.proxy.requests() - roundTripsBefore) / ALONE;
    const together: number[] = [];
    for (let i = 0; i < WAVES; i++)
      together.push(...(await Promise.all(Array.from({ length: TOGETHER }, deliver))));

    const violations = telegram.violations().length + openai.violations().length;
    return report({ alone, together, queueHops, roundTrips, violations });
  } finally {
    await stage.close();
    await Promise.all([telegram.close(), openai.close()]);
  }
}

/** Milliseconds from the moment the person lets go of the microphone until Telegram has answered the call with the text. */
async function deliverOne(telegram: TelegramSimulator, recording: Uint8Array): Promise<number> {
  const person = telegram.addUser({ language_code: "en" });
  // The text, unlike the status before it, holds the last second that the recording says.
  const isText = (text: unknown) => typeof text === "string" && text.includes(`s${SECONDS - 1}`);
  const begun = Date.now();
  await telegram.sendVoice(person, recording, { duration: SECONDS });
  await telegram.waitFor(person.id, ({ text }) => isText(text), DELIVERY_TIMEOUT_MS);
  return Date.now() - begun;
}

const readCounted = async (worker: RunningWorker): Promise<Counted> =>
  (await worker.fetch("/bench/counted")).json() as Promise<Counted>;

interface Result {
  alone: number[];
  together: number[];
  queueHops: number;
  roundTrips: number;
  violations: number;
}

function report({ alone, together, queueHops, roundTrips, violations }: Result): Record<string, unknown> {
  const figures = (latencies: number[]) => ({
    p50: percentile(latencies, 0.5),
    worst: Math.max(...latencies),
    overCritical: rounded(percentile(latencies, 0.5) / CRITICAL_MS),
  });
  const [one, many] = [figures(alone), figures(together)];
  console.log(
    table([
      ["ms to the text", "p50", "worst", "p50 / critical"],
      ["one at a time", one.p50, one.worst, one.overCritical],
      [`${TOGETHER} at a time`, many.p50, many.worst, many.overCritical],
      ["vendors alone", CRITICAL_MS, CRITICAL_MS, 1],
    ]),
  );
  return {
    bench: "voice",
    seconds: SECONDS,
    criticalMs: CRITICAL_MS,
    one,
    together: many,
    overCritical: one.overCritical,
    overCriticalWorst: rounded(one.worst / CRITICAL_MS),
    queueHops: rounded(queueHops),
    databaseRoundTrips: rounded(roundTrips),
    violations,
  };
}
