import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { control } from "../openai/control.ts";
import { type Faults, makeFaults } from "../openai/faults.ts";
import { type Call, makeJournal, type Violation } from "../openai/journal.ts";
import { openListener } from "../openai/listen.ts";
import { readBody, sendJson, serve, sleep } from "../openai/server.ts";
import { FalError, platformError } from "./errors.ts";
import { FAULT_FIELDS, type FalFault, isWireFault, type Outcome, PRESETS } from "./fal-faults.ts";
import { makeFiles } from "./files.ts";
import { type FalRequest, makeQueue, type Speed } from "./queue.ts";
import { askAboutRequest, type Exchange, serveFile, store, submit } from "./routes.ts";
import { makeSigner, type Spoilt } from "./webhooks.ts";

export interface FalOptions extends Partial<Speed> {
  /** 0 or unset: any free port. */
  port?: number;
  /** The only key that is accepted. Unset: any key. */
  apiKey?: string;
  /** `ru`, `en`, `kk`: language of the whisper simulator's own words where none is asked for. Default `en`. */
  language?: string;
}

export interface FalSimulator {
  url: string;
  /** For `FAL_QUEUE_URL`. */
  queueUrl: string;
  /** For `FAL_REST_URL`. */
  restUrl: string;
  /** For `FAL_JWKS_URL`. */
  jwksUrl: string;
  /** Base of the control routes, ends in `/__sim`. */
  controlUrl: string;
  calls(): Call[];
  violations(): Violation[];
  requests(): FalRequest[];
  faults: Faults<FalFault>;
  /** Completes a request now, with another outcome if one is given. Its webhook follows. */
  finish(requestId: string, outcome?: Outcome): Promise<void>;
  /** Delivers a completed request's webhook once more, spoilt or whole. Returns the receiver's status. */
  deliver(requestId: string, options?: { spoilt?: Spoilt }): Promise<number | undefined>;
  /** Changes the key that signs webhooks. */
  rotateKey(): void;
  close(): Promise<void>;
}

/** Quick enough to wait for, slow enough to be seen. Retries as the vendor: ten over two hours. */
const SPEED: Speed = {
  queueMs: 100,
  trainingMs: 3000,
  drawingMs: 800,
  transcribingMs: 500,
  retryMs: 7000,
  lateMs: 10_000,
  manual: false,
};

/** A local stand-in for FAL: queue, models whose results are real files, storage, signed webhooks. */
export async function startFal(options: FalOptions = {}): Promise<FalSimulator> {
  const journal = makeJournal();
  const faults = makeFaults<FalFault>();
  const signer = makeSigner();
  const listener = openListener();
  let origin = "";
  const files = makeFiles(() => origin);
  const { port, apiKey, language = "en", ...speed } = options;
  const workshop = { files, listener, language };
  const queue = makeQueue({ speed: { ...SPEED, ...speed }, faults, signer, workshop });
  const controls = {
    name: "fal",
    faults,
    presets: PRESETS,
    faultFields: FAULT_FIELDS,
    state: () => ({
      requests: queue.list().slice(-50),
      calls: journal.calls().slice(-50),
      violations: journal.violations(),
    }),
    act(name: string, body: unknown) {
      const { id, outcome, spoilt } = body as { id?: string; outcome?: Outcome; spoilt?: Spoilt };
      if (name === "finish" && id) void queue.finish(id, outcome).catch(() => {});
      else if (name === "deliver" && id) void queue.deliver(id, spoilt).catch(() => {});
      else if (name === "rotate") signer.rotate();
      else return undefined;
      return {};
    },
  };
  const served = await serve(async (request, response, url) => {
    if (url.pathname.startsWith("/__sim/")) return control(request, response, url.pathname, controls);
    if (url.pathname === "/.well-known/jwks.json") return sendJson(response, 200, signer.jwks());
    const call: Call = {
      id: randomUUID(),
      method: request.method ?? "GET",
      path: url.pathname,
      startedAt: Date.now(),
    };
    journal.begin(call);
    response.on("close", () => {
      call.finishedAt = Date.now();
      if (response.headersSent) call.status = response.statusCode;
    });
    await answer({ request, response, url, call, origin, queue, files, journal }, faults, apiKey);
  }, port);
  origin = served.origin;
  return {
    url: origin,
    queueUrl: origin,
    restUrl: origin,
    jwksUrl: `${origin}/.well-known/jwks.json`,
    controlUrl: `${origin}/__sim`,
    calls: journal.calls,
    violations: journal.violations,
    requests: queue.list,
    faults,
    finish: queue.finish,
    deliver: (id, { spoilt } = {}) => queue.deliver(id, spoilt),
    rotateKey: signer.rotate,
    async close() {
      queue.close();
      await served.close();
      await listener.close();
    },
  };
}

async function answer(
  exchange: Exchange,
  faults: Faults<FalFault>,
  apiKey: string | undefined,
): Promise<void> {
  const { request, response, call, journal } = exchange;
  try {
    if (await spoil(exchange, faults)) return;
    await route(exchange, apiKey);
  } catch (cause) {
    if (!(cause instanceof FalError)) throw cause;
    if (!request.complete) await readBody(request, 0);
    if (cause.status === 401 || cause.status === 404 || cause.status === 405)
      journal.violate(call, cause.message);
    sendJson(response, cause.status, cause.body, { "x-fal-request-id": call.id, ...cause.headers });
  }
}

/** Applies a fault of the wire. True where there is nothing more to do. */
async function spoil({ request, response, call }: Exchange, faults: Faults<FalFault>): Promise<boolean> {
  const fault = faults.take(call.path, isWireFault);
  if (!fault) return false;
  if (fault.delayMs) await sleep(fault.delayMs);
  if (fault.drop) {
    response.destroy();
    return true;
  }
  if (fault.hang) {
    await readBody(request, 0);
    return true;
  }
  if (fault.status !== undefined || fault.code !== undefined) throw platformError(fault);
  return false;
}

async function route(exchange: Exchange, apiKey: string | undefined): Promise<void> {
  const { request, url } = exchange;
  const { pathname } = url;
  if (pathname.startsWith("/files/")) return serveFile(exchange);
  if (pathname.startsWith("/storage/put/")) return store(exchange);
  checkKey(request, apiKey);
  if (pathname.startsWith("/storage/")) return store(exchange);
  if (pathname.includes("/requests/")) return askAboutRequest(exchange);
  if (request.method === "POST") return submit(exchange);
  throw new FalError(405, { detail: "Method Not Allowed" });
}

function checkKey(request: IncomingMessage, apiKey: string | undefined): void {
  const key = /^Key (.+)$/.exec(request.headers.authorization ?? "")?.[1];
  if (key === undefined || (apiKey !== undefined && key !== apiKey)) throw platformError({ status: 401 });
}
