import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { RunningWorker } from "../tests/harness/worker.ts";
import type { Counted } from "./door.ts";
import { percentile, rounded, table } from "./figures.ts";
import type { Measured, Stretch, Target } from "./load.ts";
import { startQuietTelegram } from "./quiet-telegram.ts";
import { SECRET, type Stage, setStage } from "./stage.ts";
import { makeUpdates, type UpdateKind } from "./updates.ts";

const CHATS = 50;
/** Requests of each target in one round. Rounds alternate, so that a slow moment of the machine is everybody's. */
const ROUND = 300;
const ROUNDS = 10;
const WARM_UP = 300;
/** Every so many updates come once more. */
const REPEAT_EVERY = 20;

const TARGETS = {
  "bare 200": { path: "/bench/bare", kind: "voice" },
  "select 1": { path: "/bench/select-1", kind: "voice" },
  voice: { path: "/webhook/telegram", kind: "voice", queuesElsewhere: true },
  "voice, queue here": { path: "/webhook/telegram", kind: "voice" },
  text: { path: "/webhook/telegram", kind: "text" },
  button: { path: "/webhook/telegram", kind: "button" },
} as const satisfies Record<string, Target>;
type Name = keyof typeof TARGETS;
const NAMES = Object.keys(TARGETS) as Name[];
const KINDS = ["voice", "text", "button"] as const satisfies readonly UpdateKind[];

/**
 * How quickly updates are acknowledged under load, next to the least a request and the least a database request take;
 * what each costs; and whether every acknowledged update is there exactly once.
 * The queues' consumers and broker are elsewhere, as in production: here they would compete for the same thread. What the
 * broker costs here is shown beside it.
 */
export async function ack(): Promise<Record<string, unknown>> {
  const stage = await setStage();
  const telegram = await startQuietTelegram();
  const loader = new Worker(join(import.meta.dirname, "load.ts"));
  try {
    // No person is as fast as these: the limits for people would refuse them.
    const settings = { TELEGRAM_API_ROOT: telegram.url, RATE_LIMITS: "false" };
    const worker = await stage.startWorker(settings, { consumers: false });
    let firstUpdateId = 1;
    const strain = async (name: Name, requests: number, chats = CHATS): Promise<Measured> => {
      const target = TARGETS[name];
      const stretch = { url: worker.url, secret: SECRET, target, requests, chats, repeatEvery: REPEAT_EVERY };
      loader.postMessage({ ...stretch, firstUpdateId } satisfies Stretch);
      firstUpdateId += requests + CHATS;
      const [measured] = (await once(loader, "message")) as [Measured];
      await untilQuiet(worker);
      return measured;
    };

    for (const name of NAMES) await strain(name, WARM_UP);
    const rounds = Object.fromEntries(NAMES.map((name) => [name, [] as Measured[]])) as Record<
      Name,
      Measured[]
    >;
    for (let round = 0; round < ROUNDS; round++)
      for (const name of round % 2 === 0 ? NAMES : NAMES.toReversed())
        rounds[name].push(await strain(name, ROUND));
    const alone = Object.fromEntries(
      await inTurn(NAMES, async (name) => [
        name,
        percentile((await strain(name, WARM_UP, 1)).latencies, 0.5),
      ]),
    ) as Record<Name, number>;

    const costs = Object.fromEntries(
      await inTurn(KINDS, async (kind) => [kind, await priceOf(kind, worker)]),
    );
    const strained = WARM_UP * 2 + ROUND * ROUNDS;
    const { lost, doubled } = await compare(stage, telegram.calls, 2 * strained + 1, strained + 1);
    return report(rounds, alone, costs as Record<UpdateKind, Cost>, lost, doubled);
  } finally {
    await loader.terminate();
    await stage.close();
    await telegram.close();
  }
}

/** What one update asks of others. */
interface Cost {
  /** Database round trips that the acknowledgement waits for. */
  roundTrips: number;
  /** All requests that the update makes, before and after its acknowledgement. The send to the queue is one more. */
  subrequests: number;
}

async function priceOf(kind: UpdateKind, worker: RunningWorker): Promise<Cost> {
  const before = await readCounted(worker);
  const answer = await worker.fetch("/webhook/telegram", {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-telegram-bot-api-secret-token": SECRET,
      "x-bench-count": "1",
    },
    body: JSON.stringify(makeUpdates(9_000_000 + KINDS.indexOf(kind)).make(kind, 0)),
  });
  if (answer.status !== 200) throw new Error(`a ${kind} update was answered ${answer.status}`);
  await answer.body?.cancel();
  const acked = JSON.parse(answer.headers.get("x-bench-counted") ?? "{}") as Counted;
  const after = await untilQuiet(worker);
  return {
    roundTrips: acked.answeredByDatabase - before.answeredByDatabase,
    subrequests: after.begun - before.begun,
  };
}

/** Waits until nothing is under way any more. */
async function untilQuiet(worker: RunningWorker): Promise<Counted> {
  for (let last = -1, same = 0; ; await pause(20)) {
    const counted = await readCounted(worker);
    same = counted.begun === last && counted.begun === counted.answered ? same + 1 : 0;
    if (same === 3) return counted;
    last = counted.begun;
  }
}

const readCounted = async (worker: RunningWorker): Promise<Counted> =>
  (await worker.fetch("/bench/counted")).json() as Promise<Counted>;

/** Every acknowledged update has its effect, and has it once. `sent`: different texts, and as many buttons. */
async function compare({ query }: Stage, calls: Record<string, number>, voices: number, sent: number) {
  const [rows] = await query(`select
    (select count(*)::int from telegram_updates) as updates,
    (select count(*)::int from transcripts) as recordings,
    (select count(*)::int from jobs where kind = 'transcription.ingest' and state = 'waiting') as ingests,
    (select count(*)::int from jobs where kind = 'notices.show' and state = 'done') as shown`);
  const found = {
    ...(rows as Record<string, number>),
    sent: calls.sendMessage ?? 0,
    edited: calls.editMessageText ?? 0,
  };
  const expected = {
    updates: voices + 2 * sent,
    recordings: voices,
    ingests: voices,
    shown: 2 * sent,
    sent,
    edited: sent,
  };
  const off = Object.entries(expected).map(([what, count]) => ({
    what,
    by: ((found as Record<string, number>)[what] ?? 0) - count,
  }));
  for (const { what, by } of off) if (by !== 0) console.log(`${what}: ${by > 0 ? "+" : ""}${by}`);
  const sum = (sign: 1 | -1) => off.reduce((total, { by }) => total + Math.max(0, sign * by), 0);
  return { lost: sum(-1), doubled: sum(1) };
}

function report(
  rounds: Record<Name, Measured[]>,
  alone: Record<Name, number>,
  costs: Record<UpdateKind, Cost>,
  lost: number,
  doubled: number,
): Record<string, unknown> {
  const refused = NAMES.flatMap((name) => rounds[name]).reduce((sum, measured) => sum + measured.refused, 0);
  const figures = Object.fromEntries(
    NAMES.map((name) => {
      const latencies = rounds[name].flatMap((measured) => measured.latencies);
      const seconds = rounds[name].reduce((sum, measured) => sum + measured.tookMs, 0) / 1000;
      const figure = {
        perSecond: Math.round(latencies.length / seconds),
        p50: rounded(percentile(latencies, 0.5)),
        p99: rounded(percentile(latencies, 0.99)),
        p50Alone: rounded(alone[name]),
      };
      return [name, figure];
    }),
  ) as Record<Name, { perSecond: number; p50: number; p99: number; p50Alone: number }>;
  console.log(
    table([
      ["", "requests/s", "p50 ms", "p99 ms", "p50 ms, one chat", "round trips", "subrequests"],
      ...NAMES.map((name) => {
        const { perSecond, p50, p99, p50Alone } = figures[name];
        const cost = name in costs ? costs[name as UpdateKind] : undefined;
        return [name, perSecond, p50, p99, p50Alone, cost?.roundTrips ?? "", cost?.subrequests ?? ""];
      }),
    ]),
  );
  return {
    bench: "ack",
    chats: CHATS,
    requests: ROUND * ROUNDS,
    figures,
    costs,
    ratioToSelect1P50: rounded(ratioOf(rounds.voice, rounds["select 1"])),
    ratioToBareP50: rounded(ratioOf(rounds.voice, rounds["bare 200"])),
    ratioToSelect1P50QueueHere: rounded(ratioOf(rounds["voice, queue here"], rounds["select 1"])),
    ratioToSelect1P50Alone: rounded(alone.voice / alone["select 1"]),
    roundTripsVoice: costs.voice.roundTrips,
    refused,
    lost,
    doubled,
  };
}

/** The median over the rounds of one p50 to the other's: what slows the machine for a while slows both. */
const ratioOf = (these: readonly Measured[], those: readonly Measured[]): number =>
  percentile(
    these.map(({ latencies }, i) => percentile(latencies, 0.5) / percentile(those[i]?.latencies ?? [], 0.5)),
    0.5,
  );

async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}
