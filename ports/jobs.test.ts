import { expect, test } from "vitest";
import { Unavailable } from "./errors.ts";
import { openJobs } from "./jobs.ts";

function queues(isFirstBroken = false) {
  const sent: Record<string, { ids: string[]; delay: number | undefined }[]> = {
    transcription: [],
    notices: [],
    avatars: [],
  };
  const queue = (name: string) =>
    ({
      sendBatch: async (messages: { body: { id: string } }[], options?: { delaySeconds?: number }) => {
        sent[name]?.push({ ids: messages.map(({ body }) => body.id), delay: options?.delaySeconds });
      },
    }) as unknown as Queue;
  const broken = { sendBatch: () => Promise.reject(new Error("Too Many Requests")) } as unknown as Queue;
  return {
    sent,
    jobs: openJobs({
      TRANSCRIPTION: isFirstBroken ? broken : queue("transcription"),
      NOTICES: queue("notices"),
      AVATARS: queue("avatars"),
      IMAGES: queue("images"),
    }),
  };
}

test("each job wakes through its own queue, in as few calls as the platform allows", async () => {
  const { sent, jobs } = queues();
  const many = Array.from({ length: 150 }, (_, i) => ({ id: `job_${i}`, kind: "transcription.transcribe" }));
  await jobs.wake([...many, { id: "n", kind: "notices.show" }]);
  expect(sent.transcription?.map(({ ids }) => ids.length)).toEqual([100, 50]);
  expect(sent.notices?.map(({ ids }) => ids)).toEqual([["n"]]);
  expect(sent.avatars).toEqual([]);
});

test("a delay is whole seconds, and at most a day", async () => {
  const { sent, jobs } = queues();
  await jobs.wake([{ id: "a", kind: "notices.show" }], 1.2);
  await jobs.wake([{ id: "a", kind: "notices.show" }], 1e9);
  expect(sent.notices?.map(({ delay }) => delay)).toEqual([2, 86_400]);
});

test("a queue that refuses is unavailable and keeps no other: the reconciler will wake the job", async () => {
  const { sent, jobs } = queues(true);
  const woken = jobs.wake([
    { id: "a", kind: "transcription.merge" },
    { id: "b", kind: "notices.show" },
  ]);
  await expect(woken).rejects.toBeInstanceOf(Unavailable);
  expect(sent.notices?.map(({ ids }) => ids)).toEqual([["b"]]);
});
