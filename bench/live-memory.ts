import { once } from "node:events";
import { WebSocket } from "ws";

export interface LiveMemory {
  /** The most megabytes that were alive at once, in the heap and in array buffers, and how often they were looked at. */
  stop(): Promise<{ mostMb: number; looks: number }>;
}

interface HeapUsage {
  usedSize: number;
  embedderHeapUsedSize?: number;
  backingStorageSize?: number;
}

/**
 * Watches what a Worker under Miniflare really holds: its isolate is made to collect its garbage, and asked what is left,
 * again and again. The process's own size says little: without a limit V8 collects lazily, while production collects
 * before it gives up.
 */
export async function watchLiveMemory(inspector: URL): Promise<LiveMemory> {
  let most = 0;
  let looks = 0;
  let watching = true;
  const watch = async () => {
    while (watching) {
      const console = await openConsole(inspector);
      try {
        while (watching) {
          await console.ask("HeapProfiler.collectGarbage");
          const { usedSize, embedderHeapUsedSize, backingStorageSize } = (await console.ask(
            "Runtime.getHeapUsage",
          )) as HeapUsage;
          most = Math.max(most, usedSize + (embedderHeapUsedSize ?? 0) + (backingStorageSize ?? 0));
          looks++;
        }
      } catch (error) {
        // The runtime hangs up now and then while it is busy; what was seen stays true.
        if (!(error instanceof HungUp)) throw error;
      } finally {
        console.close();
      }
    }
  };
  const watched = watch();
  return {
    async stop() {
      watching = false;
      await watched;
      return { mostMb: most / 2 ** 20, looks };
    },
  };
}

class HungUp extends Error {}

/** Chrome's DevTools protocol with the isolate of the Worker. */
async function openConsole(inspector: URL) {
  const answer = await fetch(`http://${inspector.host}/json`);
  const targets = (await answer.json()) as { id: string; webSocketDebuggerUrl: string }[];
  const target = targets.find(({ id }) => id.startsWith("core:user"));
  if (!target) throw new Error(`no Worker to look into, only ${targets.map(({ id }) => id).join(", ")}`);
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await once(socket, "open");
  const hungUp = new Promise<never>((_, reject) => socket.once("close", () => reject(new HungUp())));
  hungUp.catch(() => undefined);
  let asked = 0;
  return {
    async ask(method: string): Promise<unknown> {
      const id = ++asked;
      const answered = new Promise((resolve) => {
        const hear = (data: Buffer) => {
          const said = JSON.parse(data.toString()) as { id?: number; result?: unknown };
          if (said.id !== id) return;
          socket.off("message", hear);
          resolve(said.result);
        };
        socket.on("message", hear);
      });
      socket.send(JSON.stringify({ id, method }));
      return Promise.race([answered, hungUp]);
    },
    close: () => socket.terminate(),
  };
}
