import { expect, test } from "vitest";
import { readFailure, readOlderWebhook, readWebhook } from "./answers.ts";

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
