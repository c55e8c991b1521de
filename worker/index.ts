import { openPlaces } from "../domain/objects/index.ts";
import { BadEnvironment } from "../ports/env.ts";
import { nameTrouble } from "../ports/errors.ts";
import { openPorts, type Ports } from "../ports/index.ts";
import { openLog } from "../ports/log.ts";
import { consume } from "../queues/index.ts";
import { reconcile } from "../queues/reconcile.ts";
import { run } from "../queues/run.ts";
import { routes } from "./routes.ts";
import type { Visit } from "./visit.ts";

/** The three doors of the house: requests, queue batches, and the clock. The only place where its two sides meet. */
export default {
  async fetch(request, raw, context) {
    try {
      return await routes.fetch(request, visit(openPorts(raw, openPlaces), context));
    } catch (error) {
      openLog("INFO").error("request.failed", { error: nameTrouble(error) });
      return error instanceof BadEnvironment
        ? new Response("not configured: the log names the settings", { status: 503 })
        : new Response("something broke", { status: 500 });
    }
  },
  queue: (batch, raw) => consume(batch, openPorts(raw, openPlaces)),
  scheduled: (_tick, raw) => reconcile(openPorts(raw, openPlaces)),
} satisfies ExportedHandler<object>;

function visit(ports: Ports, context: ExecutionContext): Visit {
  const logged = (work: Promise<unknown>) =>
    work.catch((error) => ports.log.warn("later.failed", { error: nameTrouble(error) }));
  return { ports, later: (work) => context.waitUntil(logged(work)), runHere: (job) => run(ports, job) };
}
