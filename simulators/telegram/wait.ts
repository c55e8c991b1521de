import type { Simulation } from "./simulation.ts";
import type { CallbackAnswer, SeenMessage } from "./wire.ts";
import { asSeen } from "./world.ts";

const PATIENCE_MS = 10_000;

/** Resolves with what `look` finds, now or after something happened. Rejects after `timeoutMs` with what `tell` says. */
function watch<T>(
  { events }: Simulation,
  look: () => T | undefined,
  { timeoutMs = PATIENCE_MS, tell }: { timeoutMs: number | undefined; tell: () => string },
): Promise<T> {
  const there = look();
  if (there !== undefined) return Promise.resolve(there);
  return new Promise((resolve, reject) => {
    const stop = events.listen(() => {
      try {
        const found = look();
        if (found === undefined) return;
        end();
        resolve(found);
      } catch (cause) {
        end();
        reject(cause);
      }
    });
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`nothing came within ${timeoutMs} ms; ${tell()}`));
    }, timeoutMs);
    const end = () => {
      stop();
      clearTimeout(timer);
    };
  });
}

export function waitForMessage(
  simulation: Simulation,
  chatId: number,
  fits: (message: SeenMessage, messages: SeenMessage[]) => boolean,
  timeoutMs?: number,
): Promise<SeenMessage> {
  const seen = () => [...(simulation.world.rooms.get(chatId)?.messages.values() ?? [])].map(asSeen);
  const look = () => {
    const messages = seen();
    return messages.find((message) => fits(message, messages));
  };
  const brief = (message: SeenMessage) =>
    `${message.from?.is_bot ? "bot" : "person"}: ${(message.text ?? message.caption ?? Object.keys(message).join(" ")).slice(0, 120)}`;
  return watch(simulation, look, {
    timeoutMs,
    tell: () => `the chat reads:\n${seen().map(brief).join("\n")}`,
  });
}

export function waitForAnswer(
  simulation: Simulation,
  queryId: string,
  timeoutMs?: number,
): Promise<CallbackAnswer> {
  return watch(simulation, () => simulation.taps.get(queryId)?.answer, {
    timeoutMs,
    tell: () => "the tap was not answered",
  });
}
