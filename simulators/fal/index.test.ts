import { createHash, createPublicKey, verify } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeRuler } from "../../tests/makers/ruler.ts";
import { makeZip } from "../../tests/makers/zip.ts";
import { type FalSimulator, startFal } from "./index.ts";
import { encodePicture, measurePicture, paintPortrait } from "./picture.ts";
import { readSafetensors, writeSafetensors } from "./safetensors.ts";

interface Received {
  body: string;
  headers: IncomingHttpHeaders;
}

let fal: FalSimulator;
let receiver: Awaited<ReturnType<typeof receive>>;

beforeEach(async () => {
  fal = await startFal({
    queueMs: 1,
    trainingMs: 5,
    drawingMs: 5,
    transcribingMs: 1,
    retryMs: 5,
    lateMs: 60,
  });
  receiver = await receive();
});
afterEach(async () => {
  await fal.close();
  receiver.close();
});

test("a submitted drawing is asked about under the first two segments and ends as a real picture", async () => {
  const { body } = await submit("fal-ai/z-image/turbo/lora", {
    prompt: "a cat",
    image_size: { width: 96, height: 64 },
    seed: 7,
  });
  expect(body.status_url).toContain(`/fal-ai/z-image/requests/${body.request_id}/status`);
  await fal.finish(String(body.request_id));
  expect((await ask(String(body.status_url))).body).toMatchObject({ status: "COMPLETED" });
  const { body: output } = await ask(String(body.response_url));
  expect(output).toMatchObject({ seed: 7, prompt: "a cat", has_nsfw_concepts: [false] });
  const [image] = output.images as { url: string; content_type: string }[];
  const bytes = Buffer.from(await (await fetch(image?.url ?? "")).arrayBuffer());
  expect(measurePicture(bytes)).toEqual({ width: 96, height: 64 });
  expect(image?.content_type).toBe("image/png");
});

test("asking about a request under its whole path is a violation and finds nothing", async () => {
  const { body } = await submit("fal-ai/flux-2/lora", { prompt: "a cat" });
  const answer = await ask(`${fal.queueUrl}/fal-ai/flux-2/lora/requests/${body.request_id}/status`);
  expect(answer.status).toBe(404);
  expect(fal.violations().map(({ message }) => message)).toContainEqual(
    expect.stringContaining("under /fal-ai/flux-2"),
  );
});

test("the same seed paints the same picture and another seed another", async () => {
  const size = { width: 32, height: 32 };
  expect(paintPortrait(size, 1)).toEqual(paintPortrait(size, 1));
  expect(paintPortrait(size, 1)).not.toEqual(paintPortrait(size, 2));
});

test.each(["jpeg", "png", "webp"])(
  "a picture of format %s has the size that was asked for",
  async (output_format) => {
    const output = await run("fal-ai/z-image/turbo/lora", {
      prompt: "x",
      output_format,
      image_size: { width: 48, height: 80 },
    });
    const [image] = output.images as { url: string }[];
    const bytes = Buffer.from(await (await fetch(image?.url ?? "")).arrayBuffer());
    expect(measurePicture(bytes)).toEqual({ width: 48, height: 80 });
  },
);

test("weights draw only with the model that they were trained for", async () => {
  const path = await upload("lora.safetensors", writeSafetensors({ base: "flux-1" }, 1));
  const input = { prompt: "x", image_size: { width: 512, height: 512 }, loras: [{ path }] };
  expect(await run("fal-ai/flux-lora", input)).toMatchObject({ has_nsfw_concepts: [false] });
  const { body } = await submit("fal-ai/flux-2/lora", input);
  await settled(String(body.request_id));
  const refused = await ask(String(body.response_url));
  expect(refused).toMatchObject({ status: 422, body: { detail: [{ loc: ["body", "loras", 0, "path"] }] } });
});

test("a picture says that a simulator drew it, and from which prompt: other words, other pixels", async () => {
  const bytesOf = async (prompt: string) => {
    const output = await run("fal-ai/flux-lora", {
      prompt,
      seed: 1,
      output_format: "png",
      image_size: { width: 256, height: 256 },
    });
    const [image] = output.images as { url: string }[];
    return Buffer.from(await (await fetch(image?.url ?? "")).arrayBuffer());
  };
  expect(await bytesOf("a")).toEqual(await bytesOf("a"));
  expect(await bytesOf("a")).not.toEqual(await bytesOf("b"));
});

test("sizes that the model does not draw, pictures that are none, and refused words are 422", async () => {
  for (const [endpoint, input, type] of [
    ["fal-ai/flux-2/lora", { prompt: "x", image_size: { width: 256, height: 1024 } }, "greater_than_equal"],
    ["fal-ai/flux-2/lora", { prompt: "x", image_size: { width: 1024, height: 4096 } }, "less_than_equal"],
    ["fal-ai/flux-lora", { image_size: "square" }, "missing"],
    ["fal-ai/flux-lora", { prompt: "[violates]" }, "content_policy_violation"],
    ["fal-ai/flux-lora/image-to-image", { prompt: "x" }, "missing"],
    ["fal-ai/esrgan", { image_url: `${fal.url}/nothing` }, "file_download_error"],
  ] as const) {
    const { body } = await submit(endpoint, input);
    await settled(String(body.request_id));
    const refused = await ask(String(body.response_url));
    expect(refused).toMatchObject({ status: 422, body: { detail: [{ type }] } });
  }
});

test("the safety checker answers 200 with a black picture and says so", async () => {
  const output = await run("fal-ai/flux-lora", {
    prompt: "[nsfw]",
    output_format: "png",
    image_size: { width: 8, height: 8 },
  });
  expect(output.has_nsfw_concepts).toEqual([true]);
});

test("an unfinished request has no result and a finished one cannot be cancelled", async () => {
  await fal.close();
  fal = await startFal({ manual: true });
  const { body } = await submit("fal-ai/flux-lora", { prompt: "x" });
  expect(await ask(String(body.response_url))).toMatchObject({
    status: 400,
    body: { detail: "Request is still in progress" },
  });
  await fal.finish(String(body.request_id), { body: { images: [] } });
  expect((await ask(String(body.response_url))).body).toEqual({ images: [] });
  expect(await ask(String(body.cancel_url), "PUT")).toMatchObject({
    status: 400,
    body: { status: "ALREADY_COMPLETED" },
  });
});

test("a cancelled request ends without a picture", async () => {
  await fal.close();
  fal = await startFal({ manual: true });
  const { body } = await submit("fal-ai/flux-lora", { prompt: "x" });
  expect((await ask(String(body.cancel_url), "PUT")).status).toBe(202);
  await fal.finish(String(body.request_id));
  expect((await ask(String(body.response_url))).status).toBe(499);
});

test("the status stream ends with the completion", async () => {
  const { body } = await submit("fal-ai/flux-lora", { prompt: "x", image_size: { width: 8, height: 8 } });
  const response = await fetch(`${body.status_url}/stream`, { headers: { authorization: "Key k" } });
  expect(await response.text()).toMatch(/"status":"COMPLETED".*\n\n$/);
});

test.each([
  ["fal-ai/flux-lora", {}, ["body", "prompt"], "missing"],
  ["fal-ai/flux-lora", { prompt: 5 }, ["body", "prompt"], "string_type"],
  ["fal-ai/flux-lora", { prompt: "x", num_images: 9 }, ["body", "num_images"], "less_than_equal"],
  ["fal-ai/flux-2/lora", { prompt: "x", loras: [{ scale: 1 }] }, ["body", "loras", 0, "path"], "missing"],
  ["fal-ai/flux-2/lora", { prompt: "x", output_format: "gif" }, ["body", "output_format"], "literal_error"],
  ["fal-ai/flux-2/lora", { prompt: "x", image_size: "huge" }, ["body", "image_size"], "literal_error"],
  ["fal-ai/flux-2-trainer", { images_data_url: "http://x/y.zip" }, ["body", "image_data_url"], "missing"],
  [
    "fal-ai/flux-lora-fast-training",
    { images_data_url: "http://127.0.0.1:1/x.zip" },
    ["body", "images_data_url"],
    "file_download_error",
  ],
  [
    "fal-ai/flux-pro/v1.1-ultra-finetuned",
    { prompt: "x", finetune_id: "f", finetune_strength: 1, safety_tolerance: 2 },
    ["body", "safety_tolerance"],
    "string_type",
  ],
])("%s with %j is refused in its result by a list of details", async (endpoint, input, loc, type) => {
  const { body } = await submit(endpoint, input);
  await settled(String(body.request_id));
  const answer = await ask(String(body.response_url));
  expect(answer.status).toBe(422);
  expect(answer.body.detail).toContainEqual(expect.objectContaining({ loc, type }));
});

test("the dead trainer is not found, and a wrong key is refused", async () => {
  expect((await submit("fal-ai/flux-pro-trainer", { data_url: "x" })).status).toBe(404);
  await fal.close();
  fal = await startFal({ apiKey: "right" });
  const answer = await submit("fal-ai/flux-lora", { prompt: "x" });
  expect(answer.status).toBe(401);
  expect(answer.body.detail).toContain("Authentication is required");
});

test("a trainer opens the archive and returns weights that a generator accepts", async () => {
  const url = await upload("photos.zip", await photos(5));
  const trained = await run("fal-ai/flux-lora-portrait-trainer", {
    images_data_url: url,
    trigger_phrase: "TOK",
  });
  const file = trained.diffusers_lora_file as { url: string; file_size: number };
  const weights = Buffer.from(await (await fetch(file.url)).arrayBuffer());
  expect(weights.length).toBe(file.file_size);
  expect(readSafetensors(weights)).toMatchObject({ images: "5" });
  const drawn = await run("fal-ai/flux-lora", {
    prompt: "TOK",
    loras: [{ path: file.url }],
    image_size: { width: 8, height: 8 },
  });
  expect(drawn.images).toHaveLength(1);
});

test("weights that are no weights are refused by the generator", async () => {
  const url = await upload("lora.safetensors", Buffer.from("not weights, but quite long enough"));
  const { body } = await submit("fal-ai/flux-lora", { prompt: "x", loras: [{ path: url }] });
  await settled(String(body.request_id));
  expect((await ask(String(body.response_url))).status).toBe(422);
});

test.each([
  ["too few images", async () => photos(3), "At least 4"],
  ["no archive", async () => Buffer.from("hello"), "not a zip"],
  [
    "a picture that is none",
    async () => makeZip([["a.jpg", Buffer.from("not a picture")]]),
    "Failed to load",
  ],
  ["a damaged entry", async () => damage(await photos(4)), "damaged"],
])("a trainer refuses an archive with %s", async (_, archive, message) => {
  const url = await upload("photos.zip", await archive());
  const { body } = await submit("fal-ai/flux-lora-fast-training", { images_data_url: url });
  await settled(String(body.request_id));
  const answer = await ask(String(body.response_url));
  expect(answer.status).toBe(422);
  expect(JSON.stringify(answer.body.detail)).toContain(message);
});

test("a captioned trainer fails without captions and passes with a default", async () => {
  const url = await upload("photos.zip", await photos(1));
  const { body } = await submit("fal-ai/z-image-base-trainer", { image_data_url: url });
  await settled(String(body.request_id));
  expect((await ask(String(body.response_url))).status).toBe(422);
  const trained = await run("fal-ai/z-image-base-trainer", { image_data_url: url, default_caption: "TOK" });
  expect(trained).toHaveProperty("diffusers_lora_file");
  expect(await run("fal-ai/qwen-image-trainer", { image_data_url: url })).toHaveProperty("lora_file");
});

test("a webhook is signed over its raw body by the key that is served", async () => {
  await submit("fal-ai/flux-lora", { prompt: "x", image_size: { width: 8, height: 8 } }, receiver.url);
  const delivery = await receiver.next();
  expect(JSON.parse(delivery.body)).toMatchObject({ status: "OK", error: null, payload: { prompt: "x" } });
  expect(await verifies(delivery)).toBe(true);
  expect(await verifies({ ...delivery, body: `${delivery.body} ` })).toBe(false);
});

test("the served key is padded, as the live service pads it", async () => {
  const { keys } = (await (await fetch(fal.jwksUrl)).json()) as { keys: { x: string }[] };
  expect(keys[0]?.x).toMatch(/^[\w-]{43}=$/);
});

test("a failed request is delivered as ERROR with its details", async () => {
  await submit("fal-ai/flux-lora", {}, receiver.url);
  expect(JSON.parse((await receiver.next()).body)).toMatchObject({
    status: "ERROR",
    error: "Invalid status code: 422",
    payload: { detail: [{ loc: ["body", "prompt"] }] },
  });
});

test("a delivery is repeated until it is accepted", async () => {
  receiver.answers.push(500, 404);
  await submit("fal-ai/flux-lora", { prompt: "x", image_size: { width: 8, height: 8 } }, receiver.url);
  for (let i = 0; i < 3; i++) await receiver.next();
  await expect.poll(() => fal.requests()[0]?.deliveries.map(({ status }) => status)).toEqual([500, 404, 200]);
});

test.each(["forged", "stale", "tampered"] as const)(
  "a %s delivery does not verify as it stands",
  async (spoilt) => {
    fal.faults.add({ webhook: spoilt, times: 1 });
    await submit("fal-ai/flux-lora", { prompt: "x", image_size: { width: 8, height: 8 } }, receiver.url);
    const delivery = await receiver.next();
    const age = Date.now() / 1000 - Number(delivery.headers["x-fal-webhook-timestamp"]);
    expect((await verifies(delivery)) && age < 300).toBe(false);
  },
);

test("deliveries can be lost, doubled, late, and without their payload", async () => {
  const input = { prompt: "x", image_size: { width: 8, height: 8 } };
  fal.faults.add({ webhook: "lost", times: 1 });
  const lost = await submit("fal-ai/flux-lora", input, receiver.url);
  await settled(String(lost.body.request_id));
  fal.faults.add({ webhook: "duplicate", times: 1 });
  await submit("fal-ai/flux-lora", input, receiver.url);
  const [first, second] = [await receiver.next(), await receiver.next()];
  expect(JSON.parse(first.body).request_id).toBe(JSON.parse(second.body).request_id);
  fal.faults.add({ webhook: "payload_error", times: 1 });
  await submit("fal-ai/flux-lora", input, receiver.url);
  expect(JSON.parse((await receiver.next()).body)).toMatchObject({
    status: "OK",
    payload: null,
    payload_error: expect.any(String),
  });
  fal.faults.add({ webhook: "late", times: 1 });
  const late = await submit("fal-ai/flux-lora", input, receiver.url);
  await receiver.next();
  const request = fal.requests().find(({ id }) => id === late.body.request_id);
  expect((request?.deliveries[0]?.at ?? 0) - (request?.completedAt ?? 0)).toBeGreaterThanOrEqual(55);
  expect(fal.requests()[0]?.deliveries).toEqual([]);
  expect(await fal.deliver(String(lost.body.request_id))).toBe(200);
});

test("a webhook can arrive before the submit is answered", async () => {
  fal.faults.add({ webhook: "early", times: 1 });
  let answered = false;
  const submitted = submit(
    "fal-ai/flux-lora",
    { prompt: "x", image_size: { width: 8, height: 8 } },
    receiver.url,
  ).then((answer) => {
    answered = true;
    return answer;
  });
  const delivery = await receiver.next();
  expect(answered).toBe(false);
  expect(JSON.parse(delivery.body).request_id).toBe((await submitted).body.request_id);
});

test.each([
  [{ status: 403 }, 403, { detail: expect.stringContaining("Exhausted balance") }],
  [{ status: 503 }, 503, { error_type: "runner_scheduling_failure" }],
  [{ code: "startup_timeout" }, 504, { error_type: "startup_timeout" }],
  [{ status: 429, retryAfter: 2 }, 429, { detail: expect.any(String) }],
])("the fault %j answers %i", async (fault, status, body) => {
  fal.faults.add({ ...fault, times: 1 });
  expect(await submit("fal-ai/flux-lora", { prompt: "x" })).toMatchObject({ status, body });
  expect((await submit("fal-ai/flux-lora", { prompt: "x" })).status).toBe(200);
});

test("an outcome can be ordered: a sentence, a refusal, a black picture", async () => {
  fal.faults.add({ outcome: { status: 422, body: { detail: "Training failed" } }, times: 1 });
  const sentence = await submit("fal-ai/flux-lora", { prompt: "x" });
  await settled(String(sentence.body.request_id));
  expect(await ask(String(sentence.body.response_url))).toMatchObject({
    status: 422,
    body: { detail: "Training failed" },
  });
  fal.faults.add({ outcome: { status: 422 }, times: 1 });
  const refused = await submit("fal-ai/flux-lora", { prompt: "x" });
  await settled(String(refused.body.request_id));
  expect((await ask(String(refused.body.response_url))).body.detail).toMatchObject([
    { type: "content_policy_violation" },
  ]);
  fal.faults.add({ outcome: { nsfw: true }, times: 1 });
  expect(await run("fal-ai/flux-lora", { prompt: "x" })).toMatchObject({ has_nsfw_concepts: [true] });
});

test("whisper hears the ruler by address, with times and speakers", async () => {
  const url = await upload(
    "ruler.mp3",
    Buffer.from(await makeRuler({ seconds: 14, container: "mp3", codec: "mp3" })),
  );
  const output = await run("fal-ai/whisper", {
    audio_url: url,
    chunk_level: "word",
    diarize: true,
    language: "en",
  });
  expect(output.text).toBe(Array.from({ length: 14 }, (_, i) => `s${i}`).join(" "));
  const chunks = output.chunks as { timestamp: [number, number]; text: string; speaker: string }[];
  expect(chunks).toHaveLength(14);
  expect(chunks[3]?.timestamp[0]).toBeCloseTo(3, 0);
  expect(chunks.map(({ speaker }) => speaker)).toEqual([
    ...Array(10).fill("SPEAKER_00"),
    ...Array(4).fill("SPEAKER_01"),
  ]);
  expect(output.inferred_languages).toEqual(["en"]);
});

test("a large upload in parts is served whole", async () => {
  const place = await initiate("-multipart", "big.bin");
  const [path, query] = place.upload_url.split("?");
  const parts = [];
  for (const n of [1, 2]) {
    const response = await fetch(`${path}/${n}?${query}`, { method: "PUT", body: `part ${n};` });
    parts.push(await response.json());
  }
  const done = await fetch(`${path}/complete?${query}`, { method: "POST", body: JSON.stringify({ parts }) });
  expect(done.status).toBe(200);
  expect(await (await fetch(place.file_url)).text()).toBe("part 1;part 2;");
});

test("the control routes set faults for pages of this machine and for no others", async () => {
  const post = (origin: string, body: unknown) =>
    fetch(`${fal.controlUrl}/faults`, { method: "POST", headers: { origin }, body: JSON.stringify(body) });
  const local = await post("http://localhost:5173", { webhook: "lost", times: 1 });
  expect(local.headers.get("access-control-allow-origin")).toBe("http://localhost:5173");
  expect((await post("https://example.com", {})).headers.get("access-control-allow-origin")).toBeNull();
  expect((await post("http://localhost", { nonsense: 1 })).status).toBe(400);
  const state = (await (await fetch(`${fal.controlUrl}/state`)).json()) as {
    faults: unknown[];
    presets: unknown[];
  };
  expect(state.faults).toContainEqual(expect.objectContaining({ webhook: "lost", times: 1 }));
  expect(state.presets.length).toBeGreaterThan(10);
});

async function submit(endpoint: string, input: unknown, webhook?: string) {
  const query = webhook ? `?fal_webhook=${encodeURIComponent(webhook)}` : "";
  const response = await fetch(`${fal.queueUrl}/${endpoint}${query}`, {
    method: "POST",
    headers: { authorization: "Key k", "content-type": "application/json" },
    body: JSON.stringify(input),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function ask(url: string, method = "GET") {
  const response = await fetch(url, { method, headers: { authorization: "Key k" } });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function settled(id: string) {
  await expect
    .poll(() => fal.requests().find((request) => request.id === id)?.status, { timeout: 5000 })
    .toBe("COMPLETED");
}

async function run(endpoint: string, input: unknown) {
  const { body } = await submit(endpoint, input);
  await settled(String(body.request_id));
  const answer = await ask(String(body.response_url));
  expect(answer).toMatchObject({ status: 200 });
  return answer.body;
}

async function initiate(suffix: string, file_name: string) {
  const response = await fetch(`${fal.restUrl}/storage/upload/initiate${suffix}?storage_type=fal-cdn-v3`, {
    method: "POST",
    headers: { authorization: "Key k" },
    body: JSON.stringify({ content_type: "application/octet-stream", file_name }),
  });
  return (await response.json()) as { upload_url: string; file_url: string };
}

async function upload(name: string, bytes: Buffer) {
  const place = await initiate("", name);
  await fetch(place.upload_url, { method: "PUT", body: new Uint8Array(bytes) });
  return place.file_url;
}

async function photos(count: number): Promise<Buffer> {
  const size = { width: 16, height: 16 };
  const entries: [string, Buffer][] = [];
  for (let i = 0; i < count; i++)
    entries.push([`photo ${i}.png`, await encodePicture(paintPortrait(size, i), size, "png")]);
  return makeZip(entries);
}

function damage(zip: Buffer): Buffer {
  const copy = Buffer.from(zip);
  copy[100] = (copy[100] ?? 0) ^ 0xff;
  return copy;
}

async function receive() {
  const queue: Received[] = [];
  const answers: number[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    queue.push({ body: Buffer.concat(chunks).toString(), headers: request.headers });
    response.writeHead(answers.shift() ?? 200).end();
    server.emit("delivery");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?id=1`,
    answers,
    async next(): Promise<Received> {
      while (queue.length === 0) await once(server, "delivery");
      return queue.shift() as Received;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function verifies({ body, headers }: Received): Promise<boolean> {
  const { keys } = (await (await fetch(fal.jwksUrl)).json()) as {
    keys: { kty: string; crv: string; x: string }[];
  };
  const header = (name: string) => String(headers[`x-fal-webhook-${name}`]);
  const digest = createHash("sha256").update(body).digest("hex");
  const message = [header("request-id"), header("user-id"), header("timestamp"), digest].join("\n");
  const signature = Buffer.from(header("signature"), "hex");
  return keys.some(({ x, ...key }) => {
    const jwk = { ...key, x: x.replace(/=+$/, "") };
    return verify(null, Buffer.from(message), createPublicKey({ key: jwk, format: "jwk" }), signature);
  });
}
