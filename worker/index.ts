import { openPlaces } from "../domain/objects/index.ts";
import { addTallies } from "../domain/watch/index.ts";
import { BadEnvironment } from "../ports/env.ts";
import { nameTrouble } from "../ports/errors.ts";
import { openPorts, type Ports } from "../ports/index.ts";
import { openLog } from "../ports/log.ts";
import { commit } from "../ports/postgres.ts";
import { consume } from "../queues/index.ts";
import { reconcile } from "../queues/reconcile.ts";
import { run } from "../queues/run.ts";
import { routes } from "./routes.ts";
import type { Visit } from "./visit.ts";

/** The three doors of the house: requests, queue batches, and the clock. The only place where its two sides meet. */
export default {
  async fetch(request, raw, context) {
    try {
      const ports = openPorts(raw, openPlaces);
      const answer = await routes.fetch(request, visit(ports, context));
      context.waitUntil(noteCalls(ports));
      return answer;
    } catch (error) {
      openLog("INFO").error("request.failed", { error: nameTrouble(error) });
      return error instanceof BadEnvironment
        ? new Response("not configured: the log names the settings", { status: 503 })
        : new Response("something broke", { status: 500 });
    }
  },
  queue: (batch, raw) => withPorts(raw, (ports) => consume(batch, ports)),
  scheduled: ({ scheduledTime }, raw) => withPorts(raw, (ports) => reconcile(ports, new Date(scheduledTime))),
} satisfies ExportedHandler<object>;

function visit(ports: Ports, context: ExecutionContext): Visit {
  const logged = (work: Promise<unknown>) =>
    work
      .catch((error) => ports.log.warn("later.failed", { error: nameTrouble(error) }))
      .then(() => noteCalls(ports));
  return { ports, later: (work) => context.waitUntil(logged(work)), runHere: (job) => run(ports, job) };
}

async function withPorts(raw: object, work: (ports: Ports) => Promise<void>): Promise<void> {
  const ports = openPorts(raw, openPlaces);
  await work(ports).finally(() => noteCalls(ports));
}

/** Writes down what this invocation asked of vendors, after its work. An acknowledgement asks nothing, and so writes nothing. */
async function noteCalls({ db, clock, meter, log }: Ports): Promise<void> {
  const calls = meter.take();
  if (calls.length === 0) return;
  await commit(db, [addTallies(db, calls, clock.now())]).catch((error) =>
    log.warn("calls.uncounted", { error: nameTrouble(error) }),
  );
}
