import { startOpenAI } from "../simulators/openai/index.ts";
import { startTelegram, type TelegramSimulator } from "../simulators/telegram/index.ts";
import { makeRuler } from "../tests/makers/ruler.ts";
import { percentile, rounded } from "./figures.ts";
import { setStage } from "./stage.ts";
import { setWebhook } from "./webhook.ts";

/** What a call to Telegram, and what hearing one recording takes, in ms. */
const TELEGRAM_MS = 30;
const SPEECH_MS = 600;
/** Recordings that one person has queued before somebody else sends theirs. */
const FLOOD = 1000;
const WARM_UP = 2;
const SAMPLES = 12;
const DELIVERY_TIMEOUT_MS = 120_000;

/**
 * One person has a thousand recordings in the queue; how much longer does another's single one take than on a quiet
 * evening? The figure `slowdown` is the ratio of the medians, from the same run.
 */
export async function fairness(): Promise<Record<string, unknown>> {
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
      RATE_LIMITS: "false",
    });
    await setWebhook(telegram, worker);
    const single = await makeRuler({ seconds: 5, container: "ogg", codec: "opus" });
    for (let i = 0; i < WARM_UP; i++) await deliverOne(telegram, single);
    const quiet: number[] = [];
    for (let i = 0; i < SAMPLES; i++) quiet.push(await deliverOne(telegram, single));

    const flooder = telegram.addUser({ language_code: "en" });
    // Each is another file: the same one again would be answered from its stored text.
    for (let i = 0; i < FLOOD; i++) {
      const flood = await makeRuler({ seconds: 3 + (i % 500) / 100, container: "wav", codec: "pcm16" });
      await telegram.sendAudio(flooder, flood, { file_name: `${i}.wav` });
    }
    await telegram.idle();
    const busy: number[] = [];
    for (let i = 0; i < SAMPLES; i++) busy.push(await deliverOne(telegram, single));
    const served = telegram.messages(flooder.id).filter(({ text }) => /\bs\d/.test(text ?? "")).length;

    const [quietMs, busyMs] = [percentile(quiet, 0.5), percentile(busy, 0.5)];
    console.log(
      `alone ${Math.round(quietMs)} ms, beside ${FLOOD} queued ${Math.round(busyMs)} ms (${served} of them done)`,
    );
    return {
      bench: "fairness",
      figures: {
        slowdown: rounded(busyMs / quietMs),
        quietMs: Math.round(quietMs),
        busyMs: Math.round(busyMs),
        floodLeft: FLOOD - served,
      },
    };
  } finally {
    await stage.close();
    await Promise.all([telegram.close(), openai.close()]);
  }
}

/** Milliseconds from sending until the text is in the chat. */
async function deliverOne(telegram: TelegramSimulator, recording: Uint8Array): Promise<number> {
  const person = telegram.addUser({ language_code: "en" });
  const started = performance.now();
  await telegram.sendVoice(person, recording, { duration: 5 });
  await telegram.waitFor(person.id, (message) => /\bs4\b/.test(message.text ?? ""), DELIVERY_TIMEOUT_MS);
  return performance.now() - started;
}
