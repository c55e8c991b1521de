import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { connect } from "node:net";
import { type Answer, answerError, answerResults } from "./answer.ts";
import { openBridge } from "./bridge.ts";
import { runStatements } from "./pipeline.ts";
import { openPools } from "./pools.ts";
import { BadRequest, readSqlRequest } from "./request.ts";

/** What a test may do to a request: let it pass, lose it before Postgres sees it, or lose the answer after it was executed. */
export type Verdict = "pass" | "drop-before" | "drop-after";

/** A `/sql` request as tests see it: its statements, without values. */
export interface Passage {
  queries: readonly string[];
}

/** Decides about the n-th request (from 1) since it was set. */
export type Intercept = (request: Passage, nth: number) => Verdict | Promise<Verdict>;

export interface NeonProxy {
  /** http://host:port */
  url: string;
  /** For `neonConfig.fetchEndpoint`. */
  sqlEndpoint: string;
  /** For `neonConfig.wsProxy`: host:port/v2, without protocol and query. */
  wsProxy: string;
  /** Round trips so far: `/sql` requests, WebSocket connections, and messages sent through those. */
  requests(): number;
  /** The last `/sql` requests, oldest first, without values. */
  log(): readonly Passage[];
  /** Puts a decision before every `/sql` request from now on; undefined takes it away. */
  intercept(decide: Intercept | undefined): void;
  /** While true the database is away: 503, no WebSocket, and open ones break. */
  down: boolean;
  close(): Promise<void>;
}

interface ProxyOptions {
  /** Where Postgres listens. User, password and database come from each client. */
  postgresUrl: string;
  /** Default: any free one. */
  port?: number;
  /** Default: the loopback address. */
  host?: string;
  /** Connections to Postgres per connection string. */
  connections?: number;
}

/** Neon refuses larger requests (64 MB). */
const BODY_BYTES = 64 * 2 ** 20;
const REMEMBERED = 500;
/** Longer than clients keep a connection, so that they never write into one that is being closed. */
const KEEP_ALIVE_MS = 120_000;

/**
 * Speaks Neon's two fronts before an ordinary Postgres: `POST /sql` and the WebSocket `/v2`. Who may do what is
 * Postgres' decision: every request is executed with the user, password and database of its own connection string.
 */
export async function startNeonProxy(options: ProxyOptions): Promise<NeonProxy> {
  const { host = "127.0.0.1", port = 0, connections = 20 } = options;
  const target = new URL(options.postgresUrl);
  const upstream = { host: target.hostname.replace(/^\[|\]$/g, ""), port: Number(target.port || 5432) };
  const pools = openPools(upstream, connections);
  const remembered: Passage[] = [];
  let roundTrips = 0;
  let decide: Intercept | undefined;
  let decided = 0;
  let down = false;
  const bridge = openBridge(upstream, BODY_BYTES, () => roundTrips++);

  async function answerSql(request: IncomingMessage): Promise<Answer | "drop"> {
    try {
      const asked = readSqlRequest(request.headers, await readBody(request));
      const passage = { queries: asked.statements.map(({ query }) => query) };
      remembered.push(passage);
      if (remembered.length > 2 * REMEMBERED) remembered.splice(0, REMEMBERED);
      const verdict = decide ? await decide(passage, ++decided) : "pass";
      if (verdict === "drop-before") return "drop";
      const client = await pools.take(asked.connectionString);
      try {
        const answer = answerResults(asked, await runStatements(client, asked.statements, asked.begin));
        return verdict === "drop-after" ? "drop" : answer;
      } finally {
        client.release();
      }
    } catch (error) {
      return answerError(error);
    }
  }

  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, async (request, response) => {
    const path = request.url?.split("?")[0];
    if (down) return reply(response, { status: 503, body: '{"message":"the database is away"}' });
    if (path === "/health") return reply(response, await answerHealth(upstream));
    if (path !== "/sql") return reply(response, { status: 404, body: '{"message":"not found"}' });
    if (request.method !== "POST") return reply(response, { status: 405, body: '{"message":"POST only"}' });
    roundTrips++;
    const answer = await answerSql(request);
    if (answer === "drop") request.socket.destroy();
    else reply(response, answer);
  });
  server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => undefined);
    if (down || !/^\/v[12]($|\?)/.test(request.url ?? "")) {
      socket.end(
        `HTTP/1.1 ${down ? "503 Service Unavailable" : "404 Not Found"}\r\nConnection: close\r\n\r\n`,
      );
      return;
    }
    roundTrips++;
    bridge.accept(request, socket, head);
  });
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address();
  const listening = `${host}:${typeof address === "object" && address ? address.port : port}`;

  return {
    url: `http://${listening}`,
    sqlEndpoint: `http://${listening}/sql`,
    wsProxy: `${listening}/v2`,
    requests: () => roundTrips,
    log: () => remembered.slice(-REMEMBERED),
    intercept(decision) {
      decide = decision;
      decided = 0;
    },
    get down() {
      return down;
    },
    set down(away) {
      down = away;
      if (away) bridge.cut();
    },
    async close() {
      bridge.cut();
      server.close();
      server.closeAllConnections();
      await pools.close();
    },
  };
}

/** By events: an async iterator is markedly slower, and every query passes here. */
function readBody(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > BODY_BYTES) reject(new BadRequest("the body is larger than 64 MiB"));
      else chunks.push(chunk);
    });
    request.on("end", () =>
      resolve(chunks.length === 1 ? String(chunks[0]) : Buffer.concat(chunks).toString()),
    );
    request.on("error", reject);
  });
}

function reply(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
  });
  response.end(body);
}

function answerHealth(upstream: { host: string; port: number }): Promise<Answer> {
  return new Promise((resolve) => {
    const probe = connect({ ...upstream, timeout: 2_000 });
    const answer = (status: number, body: string) => {
      probe.destroy();
      resolve({ status, body });
    };
    probe.once("connect", () => answer(200, '{"message":"ok"}'));
    probe.once("error", () => answer(503, '{"message":"the database cannot be reached"}'));
    probe.once("timeout", () => answer(503, '{"message":"the database does not answer"}'));
  });
}
