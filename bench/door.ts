import { sql } from "drizzle-orm";
import { readEnv } from "../ports/env.ts";
import { openPostgres } from "../ports/postgres.ts";
import worker from "../worker/index.ts";

/**
 * The product's Worker with a few routes more, for benchmarks only: what the same runtime, driver and database take
 * for the least there is to do, and counters of what the product asks for.
 */

/** Requests that the product made: begun, answered, and of these to the database. Queue messages that it was given. */
const counted = { begun: 0, answered: 0, answeredByDatabase: 0, queueMessages: 0 };

const send = globalThis.fetch;
globalThis.fetch = async (input: RequestInfo | URL, init?: RequestInit) => {
  counted.begun++;
  try {
    return await send(input, init);
  } finally {
    counted.answered++;
    const url = input instanceof Request ? input.url : String(input);
    if (url.endsWith("/sql")) counted.answeredByDatabase++;
  }
};

/**
 * Queues whose broker is on other machines, as in production. Miniflare's broker runs on the Worker's own thread, and an
 * acknowledgement would pay for it. For requests with `x-bench-queues-elsewhere`.
 */
const elsewhere = { send: async () => undefined, sendBatch: async () => undefined };
const withQueuesElsewhere = new WeakMap<object, object>();
function setQueuesElsewhere(raw: object): object {
  const known = withQueuesElsewhere.get(raw);
  if (known) return known;
  const env = { ...raw, TRANSCRIPTION: elsewhere, NOTICES: elsewhere, AVATARS: elsewhere, IMAGES: elsewhere };
  withQueuesElsewhere.set(raw, env);
  return env;
}

export default {
  async fetch(request, raw, context) {
    const { pathname } = new URL(request.url);
    if (!pathname.startsWith("/bench/")) {
      const near = !request.headers.has("x-bench-queues-elsewhere");
      const response = await worker.fetch(request, near ? raw : setQueuesElsewhere(raw), context);
      // What was answered by now is what the acknowledgement waited for, when no other request is under way.
      if (request.headers.has("x-bench-count"))
        response.headers.set("x-bench-counted", JSON.stringify(counted));
      return response;
    }
    if (pathname === "/bench/counted") return Response.json(counted);
    if (pathname === "/bench/select-1") {
      const env = readEnv(raw);
      await openPostgres(env.DATABASE_URL, env.DATABASE_HTTP_ENDPOINT).execute(sql`select 1`);
    }
    return new Response("ok");
  },
  queue(batch, raw) {
    counted.queueMessages += batch.messages.length;
    return worker.queue(batch, raw);
  },
  scheduled: worker.scheduled,
} satisfies ExportedHandler<object>;

export type Counted = typeof counted;
