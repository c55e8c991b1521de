import { ApiError } from "../errors.ts";
import type { Update } from "../wire.ts";
import type { Outbox } from "./outbox.ts";

export interface Poller {
  /** getUpdates: waits up to `timeoutMs` for the first update. Throws ApiError 409 when another poller takes over. */
  poll(query: { offset: number; limit: number; timeoutMs: number }): Promise<Update[]>;
  /** Called when updates may have come. */
  wake(): void;
  close(): void;
}

export function makePoller(outbox: Outbox): Poller {
  let waiting: { wake(): void; end(error: ApiError | undefined): void } | undefined;

  const read = (offset: number, limit: number): Update[] => {
    // A negative offset counts from the end and forgets all before (getUpdates, `offset`).
    if (offset < 0) {
      const first = outbox.pending().at(offset) ?? outbox.pending()[0];
      if (first) outbox.removeBefore(first.update.update_id);
    } else if (outbox.pending().some((one) => one.update.update_id < offset)) outbox.removeBefore(offset);
    return outbox
      .pending()
      .slice(0, limit)
      .map((one) => one.update);
  };

  return {
    async poll({ offset, limit, timeoutMs }) {
      waiting?.end(
        new ApiError(
          409,
          "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
        ),
      );
      waiting = undefined;
      const there = read(offset, limit);
      if (there.length > 0 || timeoutMs <= 0) return there;
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(resolve, timeoutMs);
        waiting = {
          wake() {
            if (outbox.pending().length === 0) return;
            clearTimeout(timer);
            resolve();
          },
          end(error) {
            clearTimeout(timer);
            if (error) reject(error);
            else resolve();
          },
        };
      });
      waiting = undefined;
      return read(offset, limit);
    },
    wake: () => waiting?.wake(),
    close: () => waiting?.end(undefined),
  };
}
