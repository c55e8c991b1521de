import { createServer, type IncomingMessage, request as overHttp, type ServerResponse } from "node:http";
import { request as overHttps } from "node:https";
import { listen } from "../../simulators/listen.ts";

/** How the next requests fail: an S3 error answer, or a connection that breaks without one. */
export type Fault = "503" | "429" | "401" | "reset";

export interface FlakyProxy {
  url: string;
  close(): Promise<void>;
}

/**
 * Stands before an S3 server and passes requests on, except those it was told to fail. Told over HTTP, because the
 * tests live in another process: `POST /__fail?times=2&fault=503` begins anew (with `&method=PUT` only these fail,
 * with `&key=` only those about keys that contain it), `GET /__seen` answers the requests since then, failed ones too, as `["PUT 3", …]`: method and bytes that arrived.
 */
export async function startFlakyProxy(target: string): Promise<FlakyProxy> {
  const upstream = new URL(target);
  let left = 0;
  let fault: Fault = "503";
  let method: string | null = null;
  let key = "";
  let seen: string[] = [];

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) body.push(chunk);
    const bytes = Buffer.concat(body);
    seen.push(`${request.method} ${bytes.length}`);
    if (left > 0 && (method ?? request.method) === request.method && request.url?.includes(key)) {
      left--;
      if (fault === "reset") return void request.socket.destroy();
      response.writeHead(Number(fault), { "content-type": "application/xml" });
      return void response.end("<Error><Code>SlowDown</Code><Message>later</Message></Error>");
    }
    // Host goes on as it came: it is part of the signature.
    const { hostname, port, protocol } = upstream;
    const ask = protocol === "https:" ? overHttps : overHttp;
    const options = { hostname, port, path: request.url, method: request.method, headers: request.headers };
    const onward = ask(options, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => request.socket.destroy());
    onward.end(bytes);
  }

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://proxy");
    if (pathname === "/__seen") return void response.end(JSON.stringify(seen));
    if (pathname !== "/__fail") return void pass(request, response).catch(() => request.socket.destroy());
    left = Number(searchParams.get("times"));
    fault = searchParams.get("fault") as Fault;
    method = searchParams.get("method");
    key = searchParams.get("key") ?? "";
    seen = [];
    response.end();
  });
  const { origin, close } = await listen(server);
  return { url: origin, close };
}
