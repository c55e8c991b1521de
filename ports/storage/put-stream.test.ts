import { afterEach, expect, test, vi } from "vitest";
import { Unavailable } from "../errors.ts";
import { hashing } from "./hashing.ts";
import { openS3 } from "./s3.ts";

afterEach(() => vi.unstubAllGlobals());

const store = openS3({
  endpoint: "http://127.0.0.1:9",
  accessKeyId: "key",
  secretAccessKey: "secret",
  region: "auto",
  buckets: { transcripts: "transcripts", avatars: "avatars" },
});

/** A source of three blocks, the last of which may be trouble. */
const source = (trouble?: Error): ReadableStream<Uint8Array> => {
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      if (sent++ < 2) controller.enqueue(new Uint8Array(65_536));
      else if (trouble) controller.error(trouble);
      else controller.close();
    },
  });
};

const put = (body: ReadableStream<Uint8Array>) =>
  store.put("transcripts", "k", body, { length: 2 * 65_536, type: "audio/ogg" });

/** The store's side: it reads the whole body, and then answers. */
const answering = (status: number) =>
  vi.stubGlobal("fetch", async (request: Request) => {
    await request.arrayBuffer();
    return new Response("", { status });
  });

test("a source that breaks on its way into the store is told as its owner's trouble", async () => {
  answering(200);
  const trouble = new Unavailable("telegram", 5);
  await expect(put(hashing(source(trouble)).body)).rejects.toBe(trouble);
});

test("a store that fails is told as the store's", async () => {
  answering(503);
  await expect(put(source())).rejects.toMatchObject({ part: "storage" });
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Network connection lost.")));
  await expect(put(source())).rejects.toMatchObject({ part: "storage" });
});
