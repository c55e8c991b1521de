import type { IncomingMessage } from "node:http";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { Upstream } from "./pools.ts";

/** Postgres' own bytes through a WebSocket, as Neon's Pool and Client speak them. */
export interface Bridge {
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Breaks every open connection. */
  cut(): void;
}

/**
 * `?address=` of the request is ignored: there is one Postgres behind this proxy, and it checks the password itself.
 * Postgres hangs up when it is told to terminate, and the WebSocket follows, which the driver relies on.
 */
export function openBridge({ host, port }: Upstream, limitBytes: number, onMessage: () => void): Bridge {
  const server = new WebSocketServer({ noServer: true, maxPayload: limitBytes, perMessageDeflate: false });

  function join(client: WebSocket): void {
    const postgres = connect({ host, port, noDelay: true, keepAlive: true });
    client.on("message", (data: Buffer) => {
      onMessage();
      if (!postgres.write(data)) client.pause();
    });
    postgres.on("drain", () => client.resume());
    postgres.on("data", (data) => {
      client.send(data, { binary: true }, () => {
        if (postgres.isPaused() && client.bufferedAmount === 0) postgres.resume();
      });
      if (client.bufferedAmount > limitBytes) postgres.pause();
    });
    postgres.on("error", () => client.close(1011, "the database is away"));
    postgres.on("close", () => client.close(1000));
    client.on("close", () => postgres.destroy());
    client.on("error", () => postgres.destroy());
  }

  return {
    accept: (request, socket, head) => server.handleUpgrade(request, socket, head, join),
    cut() {
      for (const client of server.clients) client.terminate();
    },
  };
}
