import { expect, test } from "vitest";
import { readDrawn, readDrawnWebhook, readFailure, readOlderWebhook, readWebhook } from "./answers.ts";

const weights = { url: "https://v3.fal.media/files/b/w.safetensors" };

test.each([
  [
    "the weights",
    { diffusers_lora_file: weights, config_file: { url: "https://x/c.json" } },
    "https://x/c.json",
  ],
  ["the weights by their other name", { lora_file: weights }, null],
])("a webhook that is OK brings %s", (_, payload, configUrl) => {
  expect(readWebhook({ request_id: "r", status: "OK", error: null, payload })).toEqual({
    is: "trained",
    weightsUrl: weights.url,
    configUrl,
  });
});

test("OK without a payload is no result: it has to be fetched", () => {
  const body = { status: "OK", payload: null, payload_error: "Response payload is not JSON serializable." };
  expect(readWebhook(body)).toEqual({ is: "untold" });
});

test.each([{}, { diffusers_lora_file: null }, { lora_file: { url: "file:///etc/passwd" } }, []])(
  "an output without weights is a failure, not an avatar: %j",
  (payload) => expect(readWebhook({ status: "OK", payload })).toEqual({ is: "failed", reason: "fal-broken" }),
);

test.each([
  [422, { detail: [{ type: "content_policy_violation" }] }, "fal-content"],
  [422, { detail: [{ type: "image_load_error", loc: ["body"] }] }, "fal-photos"],
  [422, { detail: "Training failed" }, "fal-refused"],
  [500, { detail: [{ type: "internal_server_error" }] }, "fal-broken"],
  [500, null, "fal-broken"],
])("an error of %d is understood", (status, payload, reason) => {
  expect(readWebhook({ status: "ERROR", error: `Invalid status code: ${status}`, payload })).toEqual({
    is: "failed",
    reason,
  });
  expect(readFailure(status, payload)).toEqual({ is: "failed", reason });
});

test("the older body says how far it is", () => {
  expect(readOlderWebhook({ finetune_id: "x", status: "in_progress", progress: 40 })).toEqual({
    is: "running",
    percent: 40,
  });
  expect(readOlderWebhook({ status: "completed", progress: 100 })).toMatchObject({ is: "trained" });
  expect(readOlderWebhook({ status: "failed" })).toMatchObject({ is: "failed" });
});

const pictures = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ url: `https://fal/${i}.jpg` }));

test("pictures are read with the flags beside them, and with their seed", () => {
  const payload = { images: pictures(3), has_nsfw_concepts: [false, true], seed: 42 };
  expect(readDrawnWebhook({ status: "OK", payload })).toEqual({
    is: "drawn",
    seed: 42,
    pictures: [
      { url: "https://fal/0.jpg", isNsfw: false },
      { url: "https://fal/1.jpg", isNsfw: true },
      { url: "https://fal/2.jpg", isNsfw: false },
    ],
  });
  expect(readDrawn({ image: { url: "https://fal/big.jpg" } })).toMatchObject({ is: "drawn", seed: null });
});

test.each([
  {},
  { images: [] },
  { images: [{ url: "file:///etc/passwd" }] },
  { images: [{ url: "data:image/png;base64,AAAA" }] },
  { images: "https://fal/0.jpg" },
  null,
])("an output without pictures that can be fetched is a failure: %j", (output) => {
  expect(readDrawn(output)).toEqual({ is: "failed", reason: "fal-broken" });
});

test("an absurd number of pictures is cut, an absurd seed is none", () => {
  const drawn = readDrawn({ images: pictures(500), seed: 1e300 });
  expect(drawn.is === "drawn" && drawn.pictures.length).toBeLessThanOrEqual(16);
  expect(drawn).toMatchObject({ seed: null });
});

test("pictures without their payload are to be fetched, refused ones are refused", () => {
  expect(readDrawnWebhook({ status: "OK", payload: null, payload_error: "too large" })).toEqual({
    is: "untold",
  });
  const payload = { detail: [{ type: "content_policy_violation" }] };
  expect(readDrawnWebhook({ status: "ERROR", error: "Invalid status code: 422", payload })).toEqual({
    is: "failed",
    reason: "fal-content",
  });
});
