import { expect, test } from "vitest";
import type { OwnedAvatar, Training } from "../../domain/avatars/index.ts";
import { Refused, Unavailable } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { makeCounting } from "../../ports/storage/testing/counting.ts";
import { fetchWeights } from "./fetch-weights.ts";

const MIB = 2 ** 20;
const found = {
  avatar: { id: "ava_1", userId: "usr_1" },
  training: { id: "trg_1", weightsUrl: "https://fal/x" },
} as unknown as Pick<OwnedAvatar, "avatar"> & { training: Training };

/** A FAL that hands out so many MiB, and a store that has what begins so. */
function setUp(mib: number, head: readonly number[], trouble?: Error) {
  const counting = makeCounting();
  const removed: string[] = [];
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent++ < mib) controller.enqueue(new Uint8Array(MIB));
      else if (trouble) controller.error(trouble);
      else controller.close();
    },
  });
  const ports = {
    fal: { files: { download: async () => ({ body, length: mib * MIB, type: "" }) } },
    storage: {
      ...counting.storage,
      get: async () => ({ body: new Response(new Uint8Array(head)).body, length: head.length, type: "" }),
      remove: async (_: string, keys: string[]) => void removed.push(...keys),
    },
  } as unknown as Ports;
  return { ...counting, removed, fetched: fetchWeights(ports, found) };
}

const HEAD = [64, 0, 0, 0, 0, 0, 0, 0, 0x7b];

test("weights of 100 MiB come home in parts: no single request has to be fast", async () => {
  const { fetched, requests } = setUp(100, HEAD);
  expect(await fetched).toBe("avatars/usr_1/ava_1/trg_1/weights.safetensors");
  expect(requests).toEqual(["begin", ...Array(13).fill("part"), "join"]);
});

test("a FAL that breaks off is named, and leaves no half of them", async () => {
  const { fetched, requests } = setUp(100, HEAD, new Unavailable("fal", 5));
  await expect(fetched).rejects.toMatchObject({ part: "fal" });
  expect(requests).not.toContain("join");
});

test("what is no file of weights is not kept", async () => {
  const { fetched, removed } = setUp(1, [0x3c, 0x68, 0x74, 0x6d, 0x6c, 0, 0, 0, 0]);
  await expect(fetched).rejects.toThrow(Refused);
  expect(removed).toHaveLength(1);
});
