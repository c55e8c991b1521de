import { measureJobs } from "../domain/jobs/index.ts";
import { countMisplaced } from "../domain/objects/index.ts";
import { nameTrouble } from "../ports/errors.ts";
import type { Ports } from "../ports/index.ts";
import type { Visit } from "./visit.ts";

/** How long an answer is repeated: whoever asks more often learns nothing newer, and loads nobody. */
const KEEP_SECONDS = 10;

/** A dependency that takes longer than this counts as failing. */
const CHECK_TIMEOUT_MS = 6_000;

/** Work that waits longer than this means that nobody does it. */
const OLDEST_JOB_SECONDS = 600;

/** Telegram reports its last failed delivery for ever; only a fresh one is news. */
const WEBHOOK_TROUBLE_SECONDS = 300;

interface Check {
  ok: boolean;
  /** It works, but not as it should: somebody should look. */
  degraded?: boolean;
  /** What an operator should know; never an address, a key or a user's content. */
  detail?: string;
}

/** One line per dependency; each says how it is, or throws. */
const checks: Record<string, (ports: Ports) => Promise<Check>> = {
  postgres: async ({ db, clock }) => {
    await measureJobs(db, clock.now());
    return { ok: true };
  },
  queue: async ({ db, clock }) => {
    const { waiting, dead, oldestSeconds } = await measureJobs(db, clock.now());
    return {
      ok: oldestSeconds < OLDEST_JOB_SECONDS,
      detail: `${waiting} waiting, oldest ${oldestSeconds} s, ${dead} dead`,
    };
  },
  storage: async ({ storage, stores, db }) => {
    const trouble = await storage.check();
    const waiting = stores.fallback ? await countMisplaced(db) : 0;
    const details = [
      trouble,
      waiting > 0 && `${waiting} objects wait in the fallback store to be carried home`,
    ];
    const detail = details.filter(Boolean).join("; ");
    return { ok: true, ...(detail && { degraded: true, detail }) };
  },
  telegram: async ({ telegram, clock }) => {
    const { url, pending, lastErrorAt } = await telegram.webhook();
    const ago = lastErrorAt === null ? Number.POSITIVE_INFINITY : clock.now().getTime() / 1000 - lastErrorAt;
    if (!url) return { ok: true, detail: "no webhook is set: updates are polled, or nobody asks for them" };
    return {
      ok: ago > WEBHOOK_TROUBLE_SECONDS,
      detail: `${pending} pending${ago > WEBHOOK_TROUBLE_SECONDS ? "" : ", delivery fails"}`,
    };
  },
  speech: async ({ speech }) => {
    await speech.check();
    return { ok: true };
  },
  fal: async ({ fal, env }) => {
    if (!env.FAL_API_KEY && !env.FAL_KEY) return { ok: true, detail: "not configured" };
    await fal.check();
    return { ok: true };
  },
};

/** `GET /health`: 200 when everything works, 503 when something does not, and the failing thing by name; also what works but is degraded. */
export async function health({ ports, later }: Visit): Promise<Response> {
  const address = new Request("https://health.invalid/");
  const known = await caches.default.match(address);
  if (known) return known;
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await withTimeout(check(ports))] as const),
  );
  const ok = results.every(([, { ok }]) => ok);
  const degraded = results.flatMap(([name, { degraded }]) => (degraded ? [name] : []));
  const answer = Response.json(
    {
      ok,
      ...(degraded.length > 0 && { degraded }),
      checkedAt: ports.clock.now().toISOString(),
      checks: Object.fromEntries(results),
    },
    { status: ok ? 200 : 503 },
  );
  // The cache keeps only what says it may be kept; the copy that is sent says that it must not be.
  const kept = new Response(answer.clone().body, answer);
  kept.headers.set("cache-control", `max-age=${KEEP_SECONDS}`);
  later(caches.default.put(address, kept));
  answer.headers.set("cache-control", "no-store");
  return answer;
}

async function withTimeout(check: Promise<Check>): Promise<Check> {
  const late = new Promise<Check>((resolve) =>
    setTimeout(resolve, CHECK_TIMEOUT_MS, {
      ok: false,
      detail: `no answer within ${CHECK_TIMEOUT_MS / 1000} s`,
    }),
  );
  return Promise.race([check, late]).catch((error) => ({ ok: false, detail: nameTrouble(error) }));
}
