import { afterEach, expect, test, vi } from "vitest";
import { Refused, Unavailable } from "../errors.ts";
import { openFal } from "./index.ts";

interface Seen {
  method: string;
  url: string;
  headers: Headers;
  body: string;
}

/** FAL's side of the wire: answers in turn, the last one for ever. Keeps what it saw. */
function answering(...answers: (() => Response)[]): Seen[] {
  const seen: Seen[] = [];
  vi.stubGlobal("fetch", async (input: RequestInfo | URL, init: RequestInit = {}) => {
    const { body } = init;
    seen.push({
      method: init.method ?? "GET",
      url: String(input),
      headers: new Headers(init.headers),
      body: body ? await new Response(body as BodyInit).text() : "",
    });
    const answer = answers[Math.min(seen.length, answers.length) - 1];
    if (!answer) throw new TypeError("fetch failed");
    return answer();
  });
  return seen;
}

afterEach(() => vi.unstubAllGlobals());

const fal = () =>
  openFal({
    key: "id:secret",
    queueUrl: "http://127.0.0.1:9/fal",
    restUrl: "http://127.0.0.1:9/rest",
    jwksUrl: "http://127.0.0.1:9/keys",
  });
const said =
  (status: number, body: unknown, headers = {}) =>
  () =>
    Response.json(body, { status, headers });

test("a request goes to the place that is configured, with our key, our webhook and a short life for its files", async () => {
  const seen = answering(said(200, { request_id: "r-1" }));
  const answer = await fal().queue.submit("fal-ai/flux-2/lora", { prompt: "x" }, "https://us/hook?ref=img_1");
  expect(answer).toEqual({ requestId: "r-1" });
  const [{ method, url, headers, body } = {} as Seen] = seen;
  expect([method, url, body]).toEqual([
    "POST",
    "http://127.0.0.1:9/fal/fal-ai/flux-2/lora?fal_webhook=https%3A%2F%2Fus%2Fhook%3Fref%3Dimg_1",
    '{"prompt":"x"}',
  ]);
  expect(headers.get("authorization")).toBe("Key id:secret");
  expect(headers.get("x-fal-object-lifecycle-preference")).toBe(WEEK);
});

const network = () => {
  throw Object.assign(new TypeError("fetch failed"), { cause: { code: "ECONNRESET" } });
};
test.each([
  ["a broken connection", network],
  ["an answer that breaks off", () => new Response('{"request_', { status: 200 })],
  ["a 502", said(502, { detail: "Bad Gateway" })],
  ["a 500", said(500, {})],
  ["a timeout", () => Promise.reject(new DOMException("", "TimeoutError")) as never],
  ["no id", said(200, {})],
])("after %s a submit is not repeated: FAL may have it", async (_, answer) => {
  const seen = answering(answer);
  expect(await fal().queue.submit("fal-ai/flux-lora", {}, null)).toBe("unknown");
  expect(seen).toHaveLength(1);
});

test.each([
  [429, {}, Unavailable],
  [503, { detail: "No runner" }, Unavailable],
  [401, { detail: "Authentication is required" }, Refused],
  [422, { detail: [{ type: "missing" }] }, Refused],
])("a submit that was surely not taken (%d) is said so, once", async (status, body, kind) => {
  const seen = answering(said(status, body, { "retry-after": "7" }));
  const error = await fal()
    .queue.submit("fal-ai/flux-lora", {}, null)
    .catch((trouble) => trouble);
  expect(error).toBeInstanceOf(kind);
  if (error instanceof Unavailable) expect(error.waitSeconds).toBe(7);
  expect(seen).toHaveLength(1);
});

test("no balance is told apart from a wrong key", async () => {
  answering(said(403, { detail: "User is locked. Reason: Exhausted balance." }));
  await expect(fal().queue.submit("fal-ai/flux-lora", {}, null)).rejects.toMatchObject({
    reason: "fal-balance",
  });
});

test("questions about a request go under its first two segments, and are not repeated either", async () => {
  const seen = answering(said(503, {}));
  await expect(fal().queue.standing("fal-ai/z-image/turbo/lora", "r-1")).rejects.toBeInstanceOf(Unavailable);
  await expect(fal().queue.result("fal-ai/z-image/turbo/lora", "r-1")).rejects.toBeInstanceOf(Unavailable);
  expect(seen.map(({ url }) => url)).toEqual([
    "http://127.0.0.1:9/fal/fal-ai/z-image/requests/r-1/status?logs=0",
    "http://127.0.0.1:9/fal/fal-ai/z-image/requests/r-1",
  ]);
});

test("a model's error is an answer, and so is that there is none yet", async () => {
  const { queue } = fal();
  answering(said(422, { detail: [{ type: "content_policy_violation" }] }));
  expect(await queue.result("fal-ai/flux-lora", "r-1")).toMatchObject({ ok: false, status: 422 });
  answering(said(400, { detail: "Request is still in progress" }));
  expect(await queue.result("fal-ai/flux-lora", "r-1")).toBe("pending");
  answering(said(404, { detail: "Request not found" }));
  expect(await queue.standing("fal-ai/flux-lora", "r-1")).toEqual({ at: "lost" });
});

/** What keeps a file at FAL from staying there for ever. */
const WEEK = '{"expiration_duration_seconds":604800}';

const letters = (start: number, end: number) =>
  Promise.resolve(new Response("abcdefghij".slice(start, end)).body as ReadableStream<Uint8Array>);

test("a file is streamed into FAL's storage without lying in memory", async () => {
  const seen = answering(
    said(200, { upload_url: "https://cdn/put?s=1", file_url: "https://cdn/a.zip" }),
    said(200, {}),
  );
  const file = { name: "a.zip", type: "application/zip", length: 10, openRange: letters };
  expect(await fal().files.upload(file)).toBe("https://cdn/a.zip");
  expect(seen.map(({ method, url, body }) => [method, url, body])).toEqual([
    [
      "POST",
      "http://127.0.0.1:9/rest/storage/upload/initiate?storage_type=fal-cdn-v3",
      '{"content_type":"application/zip","file_name":"a.zip"}',
    ],
    ["PUT", "https://cdn/put?s=1", "abcdefghij"],
  ]);
  expect(seen[0]?.headers.get("x-fal-object-lifecycle")).toBe(WEEK);
});

test("a large file goes in parts, each opened when its turn comes; a part that broke is sent again", async () => {
  const MB = 2 ** 20;
  const opened: number[][] = [];
  const openRange = async (start: number, end: number) => {
    opened.push([start / MB, end / MB]);
    return new Response(new Uint8Array(end - start)).body as ReadableStream<Uint8Array>;
  };
  const part = said(200, { partNumber: 1, etag: '"e"' });
  const seen = answering(
    said(200, { upload_url: "https://cdn/put?s=1", file_url: "https://cdn/a.zip" }),
    said(500, {}),
    ...Array.from({ length: 10 }, () => part),
    said(200, {}),
  );
  const file = { name: "a.zip", type: "application/zip", length: 95 * MB, openRange };
  expect(await fal().files.upload(file)).toBe("https://cdn/a.zip");
  expect(opened).toEqual([
    [0, 10],
    [0, 10],
    ...Array.from({ length: 8 }, (_, i) => [10 + 10 * i, 20 + 10 * i]),
    [90, 95],
  ]);
  expect(seen[0]?.url).toContain("/initiate-multipart?");
  expect(seen[0]?.headers.get("x-fal-object-lifecycle")).toBe(WEEK);
});

test.each([
  ["in one piece", 10],
  ["in parts", 95 * 2 ** 20],
])(
  "a source that breaks while it is sent %s is told as what it broke with, not as FAL's",
  async (_, length) => {
    const upload = (openRange: () => Promise<ReadableStream<Uint8Array>>) => {
      answering(
        said(200, { upload_url: "https://cdn/put?s=1", file_url: "https://cdn/a.zip" }),
        said(200, {}),
      );
      return fal().files.upload({ name: "a.zip", type: "application/zip", length, openRange });
    };
    const trouble = new Unavailable("storage", 10);
    const broken = () =>
      Promise.resolve(new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(trouble) }));
    await expect(upload(broken)).rejects.toBe(trouble);
    await expect(upload(() => Promise.reject(trouble))).rejects.toBe(trouble);
  },
);

test("a file of FAL's that breaks on its way is FAL's trouble; a dead address is none", async () => {
  const body = new ReadableStream({
    type: "bytes",
    pull: (controller) => controller.error(new TypeError("Network connection lost.")),
  });
  answering(() => new Response(body, { headers: { "content-length": "9" } }));
  const file = await fal().files.download("https://cdn/weights");
  await expect(new Response(file?.body).arrayBuffer()).rejects.toMatchObject({ part: "fal" });
  answering(said(404, {}));
  expect(await fal().files.download("https://cdn/weights")).toBeNull();
  answering(network);
  await expect(fal().files.download("https://cdn/weights")).rejects.toMatchObject({ part: "fal" });
});
