import { convertV4MiniflareOptions, Miniflare } from "miniflare";

/** Consumers as in wrangler.toml, with the waiting taken out. */
const consumer = { maxBatchTimeout: 0, maxRetries: 100, deadLetterQueue: "dead-letters" };

const QUEUES = { TRANSCRIPTION: "transcription", NOTICES: "notices", AVATARS: "avatars", IMAGES: "images" };

/** Bound in a queue's place it has every method there is, and each throws. */
const notAQueue = () => new Response("not a queue");

export interface RunningWorker {
  url: string;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Where its isolate can be looked into (Chrome's DevTools protocol), when it was started `inspected`. */
  inspector(): Promise<URL>;
  /** One tick of the cron, of this minute or of another; answers how the platform saw it end. */
  tick(minute?: Date): Promise<string>;
  /** Hands a batch to the consumer of this queue, and waits until it has ended. */
  consume(queue: string, bodies: unknown[]): Promise<void>;
  /** What the worker has logged, line by line. */
  log(): string[];
  /** Ends the process at once, as a power cut would: what is in memory is gone, queued messages too. */
  kill(): Promise<void>;
}

/**
 * Runs the built bundle in workerd with these settings. Each call is a new process with empty queues.
 * Without `consumers` the queues swallow what is sent, as if they were consumed elsewhere; with `brokenQueues`
 * nothing can be sent to them. `batchSize`: how many jobs of transcription one invocation does side by side.
 */
export async function startWorker(
  bundle: string,
  settings: Record<string, string>,
  { consumers = true, brokenQueues = false, port = 0, batchSize = 10, inspected = false } = {},
): Promise<RunningWorker> {
  const lines: string[] = [];
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: "127.0.0.1",
      port,
      ...(inspected && { inspectorPort: 0 }),
      cf: false,
      modules: true,
      scriptPath: bundle,
      compatibilityDate: "2026-10-20",
      bindings: settings,
      ...(brokenQueues
        ? { serviceBindings: Object.fromEntries(Object.keys(QUEUES).map((name) => [name, notAQueue])) }
        : { queueProducers: QUEUES }),
      ...(consumers && {
        queueConsumers: {
          transcription: { ...consumer, maxBatchSize: batchSize },
          notices: { ...consumer, maxBatchSize: 10 },
          avatars: { ...consumer, maxBatchSize: 10 },
          images: { ...consumer, maxBatchSize: 10 },
          "dead-letters": { maxBatchSize: 10, maxBatchTimeout: 0, maxRetries: 100 },
        },
      }),
      handleStructuredLogs: ({ message }: { message: string }) => {
        lines.push(...message.split("\n").filter(Boolean));
        if (process.env.SHOW_LOG) console.error(message);
      },
    } as Parameters<typeof convertV4MiniflareOptions>[0]),
  );
  const url = (await miniflare.ready).origin;
  return {
    url,
    inspector: () => miniflare.getInspectorURL(),
    fetch: (path, init) => fetch(`${url}${path}`, init),
    async tick(scheduledTime = new Date()) {
      const worker = (await miniflare.getWorker()) as unknown as {
        scheduled(tick: { scheduledTime: Date }): Promise<{ outcome: string }>;
      };
      return (await worker.scheduled({ scheduledTime })).outcome;
    },
    async consume(queue, bodies) {
      const worker = (await miniflare.getWorker()) as unknown as {
        queue(name: string, messages: object[]): Promise<unknown>;
      };
      const batch = bodies.map((body, i) => ({ id: `m${i}`, timestamp: new Date(), attempts: 1, body }));
      await worker.queue(queue, batch);
    },
    log: () => lines,
    kill: () => miniflare.dispose(),
  };
}
