import { measureJobs } from "../domain/jobs/index.ts";
import { countMisplaced } from "../domain/objects/index.ts";
import { findMisdirection } from "../domain/watch/index.ts";
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
  telegram: async ({ telegram, clock, env }) => {
    const { url, pending, lastErrorAt } = await telegram.webhook();
    const misdirected = findMisdirection(url, env);
    if (misdirected) return { ok: false, detail: misdirected };
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

interface Answer {
  status: number;
  body: string;
  /** Until when it is repeated, in ms since the epoch. */
  until: number;
}

/**
 * What this isolate knows of its house, and until when one of its requests is checking (ms since the epoch). It has to
 * outlive a request, or everybody who asks at once would load the vendors; and it holds values only, because a request
 * may not wait for what another one has begun (Workers).
 */
const isolate: { latest: Answer | null; checkingUntil: number } = { latest: null, checkingUntil: 0 };

/** How often a request looks whether the one that checks has an answer. */
const LOOK_MS = 50;

/** `GET /health`: 200 when everything works, 503 when something does not, and the failing thing by name; also what works but is degraded. */
export async function health({ ports, later }: Visit): Promise<Response> {
  const now = () => ports.clock.now().getTime();
  const known = () => (isolate.latest && now() < isolate.latest.until ? isolate.latest : null);
  while (!known() && now() < isolate.checkingUntil)
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  const latest = known();
  if (latest) return say(latest);
  // Nothing is awaited between the look and this: only one request gets here.
  isolate.checkingUntil = now() + CHECK_TIMEOUT_MS + 1_000;
  const checking = learn(ports).finally(() => {
    isolate.checkingUntil = 0;
  });
  // Goes on for the others, even if whoever asked first hangs up.
  later(checking);
  return say(await checking);
}

const say = ({ status, body }: Answer): Response =>
  new Response(body, {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store" },
  });

/** Asks every dependency, unless another isolate of this place has just done so. */
async function learn(ports: Ports): Promise<Answer> {
  const address = new Request("https://health.invalid/");
  const kept = await caches.default.match(address);
  const answer = kept ? { status: kept.status, body: await kept.text() } : await check(ports);
  const { checkedAt } = JSON.parse(answer.body) as { checkedAt: string };
  isolate.latest = { ...answer, until: Date.parse(checkedAt) + KEEP_SECONDS * 1000 };
  // The cache keeps only what says that it may be kept.
  const headers = { "cache-control": `max-age=${KEEP_SECONDS}` };
  if (!kept) await caches.default.put(address, new Response(answer.body, { status: answer.status, headers }));
  return isolate.latest;
}

async function check(ports: Ports): Promise<{ status: number; body: string }> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await withTimeout(check(ports))] as const),
  );
  const ok = results.every(([, { ok }]) => ok);
  const degraded = results.flatMap(([name, { degraded }]) => (degraded ? [name] : []));
  const body = JSON.stringify({
    ok,
    ...(degraded.length > 0 && { degraded }),
    checkedAt: ports.clock.now().toISOString(),
    checks: Object.fromEntries(results),
  });
  return { status: ok ? 200 : 503, body };
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
