import { once } from "node:events";
import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { freePort, portIsFree } from "./free-port.ts";
import { describeBusyPort, findHolder } from "./port-holder.ts";

async function listen(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

test("a busy port is named with who holds it and what to do", async () => {
  const port = await listen();
  expect(await portIsFree(port)).toBe(false);
  const holder = findHolder(port);
  expect(holder?.pid).toBe(process.pid);
  expect(describeBusyPort(port, holder)).toBe(
    `port ${port} is taken by ${holder?.name} (process ${process.pid}): stop it, or choose another one with PORT=${port + 1} npm start`,
  );
});

test("who holds a port may stay unknown", async () => {
  expect(findHolder(await freePort())).toBeUndefined();
  expect(describeBusyPort(80, undefined)).toContain("port 80 is taken by another program");
});

test("a busy port gives way to the next wanted one", async () => {
  const busy = await listen();
  const free = await freePort();
  expect(await freePort(busy, free)).toBe(free);
  expect(await freePort(busy)).not.toBe(busy);
});
