import type { IncomingMessage, ServerResponse } from "node:http";
import { ApiError, tooMany } from "../errors.ts";
import type { Fault } from "../faults.ts";
import type { RecordedCall } from "../journal.ts";
import { beginCall, describeAnswer, runCall } from "../methods/run.ts";
import type { Answer, Simulation } from "../simulation.ts";
import { type RawCall, readCall } from "./request.ts";
import { sendBytes, sendFile, sendJson, sleep } from "./serve.ts";

export interface ApiNeeds {
  simulation: Simulation;
  token: string;
  latency(method: string): number;
  /** Seconds to wait, 0 when the call may pass. */
  flood(method: string, chatId: number | undefined): number;
}

/** Answers `/bot<token>/<method>`. */
export async function answerApi(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  needs: ApiNeeds,
): Promise<void> {
  const [, token = "", method = ""] = /^\/bot([^/]*)\/(?:test\/)?([^/]*)$/.exec(decodePath(url)) ?? [];
  const raw = await readCall(request, url).catch(asApiError);
  const stranger = checkToken(token, needs.token);
  if (stranger) return reply(response, stranger);
  const { simulation } = needs;
  if (raw instanceof ApiError) {
    const call = simulation.journal.begin(method, {}, simulation.now());
    simulation.journal.violate(call, raw.description);
    return finish(simulation, call, response, raw);
  }
  const call = beginCall(simulation, method, raw);
  simulation.events.tell({ type: "call", id: call.id });
  const chatId = Number(call.payload.chat_id) || undefined;
  const fault = simulation.faults.take(call.method, chatId);
  if (fault) call.spoilt = true;
  await pass(needs, call.method, fault);
  if (fault && (fault.hang || fault.drop || fault.status)) {
    if (fault.effect) await carryOut(simulation, call, raw);
    return spoil(simulation, call, response, fault);
  }
  const seconds = needs.flood(call.method, chatId);
  const answer = seconds > 0 ? tooMany(seconds) : await carryOut(simulation, call, raw);
  finish(simulation, call, response, answer);
}

async function pass({ latency }: ApiNeeds, method: string, fault: Fault | undefined): Promise<void> {
  const ms = latency(method) + (fault?.delayMs ?? 0);
  if (ms > 0) await sleep(ms);
}

const asApiError = (cause: unknown): ApiError => {
  if (cause instanceof ApiError) return cause;
  throw cause;
};

const carryOut = (simulation: Simulation, call: RecordedCall, raw: RawCall): Promise<Answer | ApiError> =>
  runCall(simulation, call, raw).catch(asApiError);

function checkToken(given: string, own: string): ApiError | undefined {
  if (given === own) return undefined;
  return new ApiError(
    401,
    /^\d+:[\w-]+$/.test(given) ? "Unauthorized" : "Unauthorized: invalid token specified",
  );
}

function decodePath(url: URL): string {
  try {
    return decodeURIComponent(url.pathname);
  } catch {
    return url.pathname;
  }
}

function finish(
  simulation: Simulation,
  call: RecordedCall,
  response: ServerResponse,
  answer: Answer | ApiError,
): void {
  const { status, body } = describeAnswer(answer);
  call.status = status;
  call.response = body;
  call.ms = simulation.now() - call.time;
  simulation.events.tell({ type: "call", id: call.id });
  reply(response, answer);
}

function reply(response: ServerResponse, answer: Answer | ApiError): void {
  const { status, body } = describeAnswer(answer);
  const wait = answer instanceof ApiError ? answer.parameters?.retry_after : undefined;
  sendJson(response, status, body, wait === undefined ? {} : { "retry-after": String(wait) });
}

const USUAL: Record<number, string> = {
  401: "Unauthorized",
  403: "Forbidden: bot was blocked by the user",
  404: "Not Found",
  409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
  500: "Internal Server Error",
};

/** The answer a fault asks for. 502, 503 and 504 come from the front server, as HTML. */
function spoil(simulation: Simulation, call: RecordedCall, response: ServerResponse, fault: Fault): void {
  simulation.events.tell({ type: "call", id: call.id });
  if (fault.hang) return;
  if (fault.drop || !fault.status) {
    response.destroy();
    return;
  }
  const { status, retryAfter = 5, description } = fault;
  if (status >= 502 && status <= 504) {
    call.status = status;
    call.ms = simulation.now() - call.time;
    const title = `${status} ${status === 502 ? "Bad Gateway" : status === 503 ? "Service Unavailable" : "Gateway Time-out"}`;
    const page = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
    sendBytes(response, status, Buffer.from(page), { "content-type": "text/html" });
    return;
  }
  const error =
    status === 429
      ? tooMany(retryAfter)
      : new ApiError(status, description ?? USUAL[status] ?? "Bad Request");
  finish(simulation, call, response, error);
}

/** Answers `/file/bot<token>/<file_path>`. */
export async function answerDownload(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  { simulation, token, latency }: ApiNeeds,
): Promise<void> {
  const { files, faults, journal, now, events } = simulation;
  const [, given = "", path = ""] = /^\/file\/bot([^/]*)\/(.+)$/.exec(decodePath(url)) ?? [];
  const call = journal.begin("file", { path }, now());
  const done = (status: number) => {
    call.status = status;
    call.ms = now() - call.time;
    events.tell({ type: "call", id: call.id });
  };
  const refuse = (error: ApiError) => {
    done(error.code);
    reply(response, error);
  };
  const fault = faults.take("file", undefined);
  if (fault) call.spoilt = true;
  await sleep(latency("file") + (fault?.delayMs ?? 0));
  if (fault?.hang) return;
  const stranger = checkToken(given, token);
  if (stranger) return refuse(stranger);
  if (fault?.status) return spoil(simulation, call, response, fault);
  const record = files.findPath(path);
  // Without getFile, or an hour after it, there is no such file.
  if (!record || (record.linkUntil ?? 0) < now()) return refuse(new ApiError(404, "Not Found"));
  const bytes = files.read(record);
  const headers = { "content-type": "application/octet-stream" };
  if (fault?.drop) {
    response.writeHead(200, { ...headers, "content-length": String(bytes.length) });
    response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
    return;
  }
  done(request.headers.range ? 206 : 200);
  sendFile(request, response, bytes, headers);
}
