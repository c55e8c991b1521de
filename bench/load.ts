import { Agent, request } from "node:http";
import { performance } from "node:perf_hooks";
import { parentPort } from "node:worker_threads";
import { makeUpdates, type UpdateKind } from "./updates.ts";

/** What is asked: updates of one kind, at the webhook or at a route that answers without reading them. */
export interface Target {
  path: string;
  kind: UpdateKind;
  /** The broker of the queues is not on the Worker's thread. */
  queuesElsewhere?: boolean;
}

/** One stretch of load: `requests` in all, from `chats` chats, each of which waits for its answer before the next. */
export interface Stretch {
  url: string;
  secret: string;
  target: Target;
  requests: number;
  chats: number;
  /** Every so many updates are delivered once more, as Telegram does when an answer is lost. */
  repeatEvery: number;
  firstUpdateId: number;
}

export interface Measured {
  /** Milliseconds to the whole answer, one per request. */
  latencies: number[];
  /** Milliseconds that the stretch took. */
  tookMs: number;
  /** Answers other than 2xx. */
  refused: number;
  /** Updates delivered a second time. */
  repeated: number;
}

/** Puts load on the worker. Runs in a thread of its own, so that it delays neither the database's proxy nor itself. */
async function run({
  url,
  secret,
  target,
  requests,
  chats,
  repeatEvery,
  firstUpdateId,
}: Stretch): Promise<Measured> {
  const agent = new Agent({ keepAlive: true, maxSockets: chats });
  const updates = makeUpdates(firstUpdateId);
  const measured: Measured = { latencies: [], tookMs: 0, refused: 0, repeated: 0 };
  let left = requests;

  const ask = (body: string): Promise<number> =>
    new Promise((resolve, reject) => {
      const headers = {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
        "x-telegram-bot-api-secret-token": secret,
        ...(target.queuesElsewhere && { "x-bench-queues-elsewhere": "1" }),
      };
      const asked = request(`${url}${target.path}`, { agent, method: "POST", headers });
      asked.once("error", reject);
      asked.once("response", (response) => {
        response.resume();
        response.once("end", () => resolve(response.statusCode ?? 0));
      });
      asked.end(body);
    });

  async function chat(number: number): Promise<void> {
    while (left-- > 0) {
      const update = updates.make(target.kind, number);
      const body = JSON.stringify(update);
      const begun = performance.now();
      const status = await ask(body);
      measured.latencies.push(performance.now() - begun);
      if (status < 200 || status > 299) measured.refused++;
      if (update.update_id % repeatEvery === 0) {
        measured.repeated++;
        if ((await ask(body)) !== 200) measured.refused++;
      }
    }
  }

  const begun = performance.now();
  await Promise.all(Array.from({ length: chats }, (_, number) => chat(number)));
  measured.tookMs = performance.now() - begun;
  agent.destroy();
  return measured;
}

parentPort?.on(
  "message",
  (stretch: Stretch) => void run(stretch).then((measured) => parentPort?.postMessage(measured)),
);
