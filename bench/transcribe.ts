import { cutPart } from "../domain/media/cut-part.ts";
import { indexAudio } from "../domain/media/index-audio.ts";
import { planCuts } from "../domain/media/plan-cuts.ts";
import { memorySource } from "../domain/media/source.ts";
import { type OpenAISimulator, startOpenAI } from "../simulators/openai/index.ts";
import { startTelegram, type TelegramSimulator } from "../simulators/telegram/index.ts";
import type { RunningWorker } from "../tests/harness/worker.ts";
import { makeRuler } from "../tests/makers/ruler.ts";
import { rounded, table } from "./figures.ts";
import { watchLiveMemory } from "./live-memory.ts";
import { workerdFigures, workerdProcesses } from "./process-figures.ts";
import { type Stage, setStage } from "./stage.ts";
import { setWebhook } from "./webhook.ts";

const SECONDS = 3600;
const PART_SECONDS = 120;
const PARTS = SECONDS / PART_SECONDS;
/** What one consumer takes at once in production (wrangler.toml); more consumers come by themselves. */
const DEFAULT_BATCH = 10;
/** The way of the bot before this one: a minute at a time, each after the other. */
const SEQUENTIAL_SECONDS = 60;
/** A speech service: a second and a half for each request, and 3 % of the sound's length. */
const latencyMs = (seconds: number): number => (seconds === 0 ? 0 : 1500 + 30 * seconds);
const TIMEOUT_MS = 300_000;

/**
 * How long an hour of sound takes from the webhook to its text: all parts side by side, as many at once as one consumer
 * takes in production, and one minute after the other, against a speech service that is as slow as a real one.
 */
export async function transcribe(): Promise<Record<string, unknown>> {
  const recording = await makeRuler({ seconds: SECONDS, container: "ogg", codec: "opus" });
  const stage = await setStage();
  // Deaf: decoding an hour here would be what is measured.
  const [telegram, openai] = await Promise.all([startTelegram(), startOpenAI({ latencyMs, deaf: true })]);
  const theatre = { stage, telegram, openai, recording };
  try {
    const together = await runWorker(theatre, PARTS);
    const byDefault = await runWorker(theatre, DEFAULT_BATCH);
    const watched = await runWorker(theatre, DEFAULT_BATCH, true);
    openai.reset();
    const sequentialMs = await runSequentially(openai.url, recording);
    return report(together, byDefault, watched, sequentialMs, openai.violations().length);
  } finally {
    await stage.close();
    await Promise.all([telegram.close(), openai.close()]);
  }
}

interface Theatre {
  stage: Stage;
  telegram: TelegramSimulator;
  openai: OpenAISimulator;
  recording: Uint8Array;
}

interface Run {
  ms: number;
  /** The longest answer of the speech service, and what bringing the file into storage took. */
  slowestMs: number;
  transferMs: number;
  mostAtOnce: number;
  cpuMs: number;
  idleMb: number;
  peakMb: number;
  liveMb: number | undefined;
}

/** `watched`: what is alive in its memory is looked at all the time, which costs it half its speed. */
async function runWorker(
  { stage, telegram, openai, recording }: Theatre,
  batchSize: number,
  watched = false,
): Promise<Run> {
  const others = new Set(workerdProcesses().keys());
  const worker = await stage.startWorker(
    {
      TELEGRAM_API_ROOT: telegram.url,
      TELEGRAM_BOT_TOKEN: telegram.token,
      OPENAI_BASE_URL: openai.url,
      TRANSCRIBE_PART_SECONDS: String(PART_SECONDS),
    },
    { batchSize, inspected: watched },
  );
  await setWebhook(telegram, worker);
  // The first recording of a process pays for its start, not for its length.
  await deliver(telegram, await makeRuler({ seconds: 10, container: "ogg", codec: "opus" }));
  openai.reset();
  const memory = watched ? await watchLiveMemory(await worker.inspector()) : undefined;
  const before = workerdFigures(others);
  const ms = await deliver(telegram, recording);
  const after = workerdFigures(others);
  const hearings = openai.calls().filter(({ path }) => path.endsWith("transcriptions"));
  const run = {
    ms,
    slowestMs: Math.max(...hearings.map(({ startedAt, finishedAt = startedAt }) => finishedAt - startedAt)),
    transferMs: ingestMs(worker),
    mostAtOnce: openai.mostAtOnce(),
    cpuMs: after.cpuMs - before.cpuMs,
    idleMb: before.peakMb,
    peakMb: after.peakMb,
    liveMb: (await memory?.stop())?.mostMb,
  };
  await worker.kill();
  return run;
}

/** Milliseconds until the text is there; every run is another person, whose file nobody has heard before. */
async function deliver(telegram: TelegramSimulator, recording: Uint8Array): Promise<number> {
  const person = telegram.addUser({ language_code: "en" });
  const begun = Date.now();
  const sent = await telegram.sendAudio(person, recording, { file_name: "lecture.ogg" });
  const isText = ({ text = "", document }: { text?: string; document?: unknown }) =>
    document !== undefined || text.includes("simulator") || /\bs\d/.test(text);
  await telegram.waitFor(
    person.id,
    (message) => message.reply_to_message?.message_id === sent.message_id && isText(message),
    TIMEOUT_MS,
  );
  return Date.now() - begun;
}

/** What bringing the last recording into storage took, by the worker's own log. */
function ingestMs(worker: RunningWorker): number {
  const lines = worker.log().flatMap((line) => {
    const { kind, ms } = JSON.parse(line) as { kind?: string; ms?: number };
    return kind === "transcription.ingest" && ms !== undefined ? [ms] : [];
  });
  return lines.at(-1) ?? 0;
}

/** One minute after the other, without a pipeline around it: cut here, sent to the same service. */
async function runSequentially(baseUrl: string, recording: Uint8Array): Promise<number> {
  const source = memorySource(recording);
  const policy = {
    targetSeconds: SEQUENTIAL_SECONDS,
    maxSeconds: 1200,
    maxBytes: 6 * 2 ** 20,
    overlapSeconds: 0,
    windowSeconds: 0,
  };
  const begun = Date.now();
  for (const plan of planCuts(await indexAudio(source, policy), policy)) {
    const { name, type, bytes } = await cutPart(source, plan);
    const form = new FormData();
    form.set("model", "gpt-transcribe");
    form.set("file", new File([new Uint8Array(bytes)], name, { type }));
    const headers = { authorization: "Bearer sk-benchmark" };
    const response = await fetch(`${baseUrl}/audio/transcriptions`, { method: "POST", headers, body: form });
    if (!response.ok) throw new Error(`the speech service answered ${response.status}`);
    await response.json();
  }
  return Date.now() - begun;
}

function report(together: Run, byDefault: Run, watched: Run, sequentialMs: number, violations: number) {
  const seconds = (ms: number) => rounded(ms / 1000, 1);
  const over = ({ ms, slowestMs, transferMs }: Run) => rounded(ms / (slowestMs + transferMs));
  const row = (name: string, run: Run) => [
    name,
    seconds(run.ms),
    rounded(sequentialMs / run.ms, 1),
    seconds(run.slowestMs),
    seconds(run.transferMs),
    over(run),
    run.mostAtOnce,
    rounded(run.cpuMs / (SECONDS / 60), 1),
    `${rounded(run.idleMb, 0)} → ${rounded(run.peakMb, 0)}`,
  ];
  console.log(
    table([
      [
        "an hour of sound",
        "s to the text",
        "times faster",
        "slowest part, s",
        "transfer, s",
        "over both",
        "at once",
        "CPU ms a minute",
        "process, MB",
      ],
      row(`${PARTS} parts at once`, together),
      row(`${DEFAULT_BATCH} at once, one consumer`, byDefault),
      ["minute after minute", seconds(sequentialMs), 1, "", "", "", 1, "", ""],
    ]),
  );
  console.log(
    `alive in the isolate with ${DEFAULT_BATCH} at once: at most ${rounded(watched.liveMb ?? 0, 1)} MB of 128`,
  );
  return {
    bench: "transcribe",
    figures: {
      speedup: rounded(sequentialMs / together.ms, 1),
      overSlowestPart: over(together),
      cpuMsPerMinute: rounded(together.cpuMs / (SECONDS / 60), 1),
      // Of the isolate, which is what the platform limits; the process collects its garbage when it likes.
      peakMemoryMb: rounded(watched.liveMb ?? 0, 1),
      processMemoryMb: rounded(together.peakMb, 0),
      idleProcessMemoryMb: rounded(together.idleMb, 0),
      defaultSpeedup: rounded(sequentialMs / byDefault.ms, 1),
      violations,
    },
  };
}
