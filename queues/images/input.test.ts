import { expect, test } from "vitest";
import type { OwnedImage } from "../../domain/images/index.ts";
import type { Ports } from "../../ports/index.ts";
import { inputOf } from "./input.ts";

const NOW = new Date("2026-11-21T12:00:00Z");
const AT_FAL = "https://v3.fal.media/files/w.safetensors";

/** Ports with a storage at this address, and a FAL that takes uploads. */
const portsOf = (storageUrl: string, { isStored = true, falUrl = "https://queue.fal.run" } = {}) =>
  ({
    env: { FAL_QUEUE_URL: falUrl },
    clock: { now: () => NOW },
    storage: {
      publicUrls: [storageUrl],
      presign: async (_: string, key: string) => `${storageUrl}/${key}?signed`,
      head: async () => (isStored ? { length: 10, type: "x", etag: "e" } : null),
    },
    fal: { files: { upload: async ({ name }: { name: string }) => `https://v3.fal.media/up/${name}` } },
  }) as unknown as Ports;

const orderOf = (more: object = {}, endedDaysAgo = 1) =>
  ({
    image: {
      id: "img_1",
      source: "words",
      avatarId: "avt_1",
      prompt: "on a bridge",
      words: "на мосту",
      asWritten: false,
      painter: "fal-ai/flux-lora",
      width: 864,
      height: 1152,
      count: 3,
      seed: 5,
      parentFileId: null,
      ...more,
    },
    owner: { telegramId: 1 },
    avatar: {
      state: "ready",
      subject: "man",
      trigger: "TOKabc",
      trainer: "fal-ai/flux-lora-portrait-trainer",
      weightsKey: "avatars/w",
    },
    training: { weightsUrl: AT_FAL, endedAt: new Date(NOW.getTime() - endedDaysAgo * 86_400_000) },
  }) as unknown as OwnedImage;

const lora = ({ input }: { input: Record<string, unknown> }) =>
  (input.loras as { path: string }[] | undefined)?.[0]?.path;

test.each([
  [
    "ours by a link, where FAL reaches our storage",
    "https://s3.example.com",
    {},
    1,
    "https://s3.example.com/avatars/w?signed",
  ],
  ["FAL's own copy, where it does not and that copy lives", "http://127.0.0.1:9000", {}, 1, AT_FAL],
  [
    "ours put into FAL's storage, once that copy is gone",
    "http://127.0.0.1:9000",
    {},
    8,
    "https://v3.fal.media/up/weights.safetensors",
  ],
  [
    "ours by a link, where FAL is at home as well",
    "http://127.0.0.1:9000",
    { falUrl: "http://127.0.0.1:8000" },
    1,
    "http://127.0.0.1:9000/avatars/w?signed",
  ],
] as const)("the weights that FAL is shown are %s", async (_, storageUrl, options, days, path) => {
  expect(lora(await inputOf(portsOf(storageUrl, options), orderOf({}, days)))).toBe(path);
});

test("the trigger, the size, the number and the seed are what was ordered", async () => {
  const { endpoint, input } = await inputOf(portsOf("https://s3.example.com"), orderOf());
  expect(endpoint).toBe("fal-ai/flux-lora");
  expect(input).toMatchObject({
    prompt: "TOKabc, a man. on a bridge",
    image_size: { width: 864, height: 1152 },
    num_images: 3,
    seed: 5,
  });
  const exact = await inputOf(portsOf("https://s3.example.com"), orderOf({ asWritten: true }));
  expect(exact.input.prompt).toBe("TOKabc, a man. на мосту");
});

test("weights of another base than was ordered are not drawn with", async () => {
  const order = orderOf({ painter: "fal-ai/flux-2/lora" });
  await expect(inputOf(portsOf("https://s3.example.com"), order)).rejects.toThrow("gone from storage");
});

test("what was ordered with a likeness is not drawn without one", async () => {
  const gone = { ...orderOf(), avatar: null };
  await expect(inputOf(portsOf("https://s3.example.com"), gone)).rejects.toMatchObject({
    reason: "avatar-gone",
  });
  const lost = inputOf(portsOf("https://s3.example.com", { isStored: false }), orderOf());
  await expect(lost).rejects.toThrow("gone from storage");
});
