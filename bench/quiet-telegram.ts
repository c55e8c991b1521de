import { once } from "node:events";
import { createServer } from "node:http";

export interface QuietTelegram {
  url: string;
  /** How often each method was called. */
  calls: Record<string, number>;
  close(): Promise<void>;
}

/** Answers every Bot API call with success at once: under load a full simulator would be what is measured. */
export async function startQuietTelegram(): Promise<QuietTelegram> {
  const calls: Record<string, number> = {};
  let messageId = 1_000_000;
  const server = createServer((request, response) => {
    request.resume();
    request.once("end", () => {
      const method = request.url?.split("/").at(-1) ?? "";
      calls[method] = (calls[method] ?? 0) + 1;
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ ok: true, result: { message_id: messageId++ } }));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
    calls,
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
