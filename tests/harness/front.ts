import { createServer } from "node:http";
import { listen } from "../../simulators/listen.ts";

/** An address that stays while workers come and go behind it: what a vendor is told to call back. */
export interface Front {
  url: string;
  /** Where to hand requests on to; null answers 502, as a host does whose worker is away. */
  behind: string | null;
  close(): Promise<void>;
}

export async function startFront(): Promise<Front> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", async () => {
      try {
        const headers = Object.fromEntries(
          Object.entries(request.headers).filter(
            ([name]) => !["host", "connection", "content-length", "transfer-encoding"].includes(name),
          ),
        ) as Record<string, string>;
        const answer = await fetch(`${front.behind}${request.url}`, {
          method: request.method ?? "GET",
          headers,
          ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
        });
        // The whole answer first: a worker that is killed while it is read must leave room for the 502.
        const body = Buffer.from(await answer.arrayBuffer());
        response.writeHead(answer.status).end(body);
      } catch {
        response.writeHead(502).end();
      }
    });
  });
  const { origin, close } = await listen(server);
  const front: Front = { url: origin, behind: null, close };
  return front;
}
