import { createServer, type IncomingMessage, request as overHttp, type ServerResponse } from "node:http";
import { listen } from "../../simulators/listen.ts";

/** What happens to a part on its way: it passes, or its connection breaks in the middle. */
export type Fate = "pass" | "cut";

export interface CorsProxy {
  url: string;
  /** Numbers of the parts that arrived whole, in order. */
  arrived: number[];
  /** Whether it lets browsers of other origins in. */
  open: boolean;
  /** Asked for each part before it goes on; may wait. */
  decide: (number: number) => Fate | Promise<Fate>;
  close(): Promise<void>;
}

const CORS = {
  "access-control-allow-methods": "PUT",
  "access-control-allow-headers": "*",
  "access-control-expose-headers": "ETag",
};

/**
 * A store as a browser needs it: local R2 refuses other origins than its own, so this one stands before it, answers as a
 * bucket whose CORS rules are set would, and passes uploads of parts on.
 */
export async function startCorsProxy(target: string): Promise<CorsProxy> {
  const upstream = new URL(target);
  const proxy: CorsProxy = {
    url: "",
    arrived: [],
    open: true,
    decide: () => "pass",
    close: async () => undefined,
  };

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const cors = { ...CORS, "access-control-allow-origin": request.headers.origin ?? "*" };
    if (!proxy.open) return void response.writeHead(403).end();
    if (request.method === "OPTIONS") return void response.writeHead(204, cors).end();
    const number = Number(new URL(request.url ?? "", target).searchParams.get("partNumber"));
    if ((await proxy.decide(number)) === "cut") {
      request.once("data", () => request.socket.destroy());
      return;
    }
    const body: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) body.push(chunk);
    const { origin: _, ...headers } = request.headers;
    const { hostname, port } = upstream;
    const onward = overHttp(
      { hostname, port, path: request.url, method: request.method, headers },
      (answer) => {
        if (answer.statusCode === 200) proxy.arrived.push(number);
        response.writeHead(answer.statusCode ?? 502, { ...answer.headers, ...cors });
        answer.pipe(response);
      },
    );
    onward.on("error", () => request.socket.destroy());
    onward.end(Buffer.concat(body));
  }

  const server = createServer((request, response) => {
    pass(request, response).catch(() => request.socket.destroy());
  });
  const { origin, close } = await listen(server);
  proxy.url = `${origin}${upstream.pathname}`.replace(/\/$/, "");
  proxy.close = close;
  return proxy;
}
