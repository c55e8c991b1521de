import type { Env } from "./env.ts";
import { Unavailable } from "./errors.ts";

/** The body of a queue message: which job to look at. Everything else is on the job's row. */
export interface Wakeup {
  id: string;
  kind: string;
}

/** A queue holds a message back for at most a day; the reconciler wakes what is due later (Queues, limits). */
const LONGEST_DELAY_SECONDS = 86_400;

/** `sendBatch` takes at most 100 messages (Queues, limits). */
const MOST_MESSAGES = 100;

export interface Jobs {
  /** Wakes committed jobs, each through its own queue. A wake-up that cannot be sent is repeated by the reconciler. */
  wake(jobs: readonly Wakeup[], delaySeconds?: number): Promise<void>;
}

type Queues = Pick<Env, "TRANSCRIPTION" | "NOTICES" | "AVATARS" | "IMAGES">;

/** The queue of a kind is the word before its point. */
export function openJobs(queues: Queues): Jobs {
  const byName: Record<string, Queue> = {
    transcription: queues.TRANSCRIPTION,
    notices: queues.NOTICES,
    avatars: queues.AVATARS,
    images: queues.IMAGES,
  };
  return {
    async wake(jobs, delaySeconds = 0) {
      const options = { delaySeconds: Math.min(Math.ceil(delaySeconds), LONGEST_DELAY_SECONDS) };
      let trouble: Unavailable | undefined;
      for (const [name, queue] of Object.entries(byName)) {
        const mine = jobs.filter(({ kind }) => kind.startsWith(`${name}.`));
        for (let i = 0; i < mine.length; i += MOST_MESSAGES) {
          const messages = mine.slice(i, i + MOST_MESSAGES).map(({ id, kind }) => ({ body: { id, kind } }));
          try {
            await queue.sendBatch(messages, options);
          } catch (cause) {
            // The other queues may take theirs.
            trouble ??= new Unavailable("queue", 60, cause);
          }
        }
      }
      if (trouble) throw trouble;
    },
  };
}
