import { afterEach, expect, test, vi } from "vitest";
import { Unavailable } from "../errors.ts";
import { hashing } from "../storage/hashing.ts";
import { inBlocks } from "./in-blocks.ts";

afterEach(() => void vi.useRealTimers());

/** A body of the network that is written to by hand. */
function network() {
  let controller: ReadableByteStreamController | undefined;
  const cancelled: unknown[] = [];
  const body = new ReadableStream({
    type: "bytes",
    start(one) {
      controller = one;
    },
    cancel: (reason) => void cancelled.push(reason),
  });
  if (!controller) throw new Error("it has begun");
  return { body: body as ReadableStream<Uint8Array>, network: controller, cancelled };
}

const readAll = async (stream: ReadableStream<Uint8Array>): Promise<number[]> => {
  const lengths: number[] = [];
  for await (const chunk of stream) lengths.push(chunk.length);
  return lengths;
};

const troubleOf = (work: Promise<unknown>) =>
  work.then(
    () => "none",
    (error: unknown) =>
      error instanceof Unavailable ? `${error.part}: ${(error.cause as Error).message}` : error,
  );

test("many small chunks become few blocks, and the rest comes as it is", async () => {
  const { body, network: it } = network();
  for (let i = 0; i < 70; i++) it.enqueue(new Uint8Array(1024));
  it.close();
  expect(await readAll(inBlocks(body, "telegram"))).toEqual([65_536, 6 * 1024]);
});

test("a source that breaks is its owner's trouble, and stays that through the hash", async () => {
  const { body, network: it } = network();
  const read = troubleOf(readAll(hashing(inBlocks(body, "telegram")).body));
  it.enqueue(new Uint8Array(70_000));
  it.error(new DOMException("https://api.telegram.org/file/bot1:secret/x timed out", "TimeoutError"));
  expect(await read).toBe("telegram: its file broke off");
});

test("a source that ends before what it claimed is its owner's trouble", async () => {
  const { body, network: it } = network();
  it.enqueue(new Uint8Array(70_000));
  it.close();
  expect(await troubleOf(readAll(inBlocks(body, "fal", 80_000)))).toBe(
    "fal: its file ended after 70000 of 80000 bytes",
  );
});

test("one that gives nothing for 30 s has stalled, and is let go", async () => {
  vi.useFakeTimers();
  const { body, cancelled } = network();
  const read = troubleOf(readAll(inBlocks(body, "link")));
  await vi.advanceTimersByTimeAsync(29_000);
  expect(cancelled).toEqual([]);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await read).toBe("link: its file stalled");
  expect(cancelled).toHaveLength(1);
});

test("one that is slow but goes on is waited for, and so is a slow reader", async () => {
  vi.useFakeTimers();
  const { body, network: it } = network();
  const read = readAll(inBlocks(body, "telegram"));
  for (let i = 0; i < 6; i++) {
    await vi.advanceTimersByTimeAsync(20_000);
    it.enqueue(new Uint8Array(65_536));
  }
  it.close();
  expect(await read).toHaveLength(6);

  const other = network();
  other.network.enqueue(new Uint8Array(65_536));
  other.network.enqueue(new Uint8Array(65_536));
  other.network.close();
  const reader = inBlocks(other.body, "telegram").getReader();
  for (const length of [65_536, 65_536, undefined]) {
    await vi.advanceTimersByTimeAsync(100_000);
    expect((await reader.read()).value?.length).toBe(length);
  }
});

test("who stops reading stops the source, also while it is waited for", async () => {
  const { body, cancelled } = network();
  await inBlocks(body, "telegram").cancel("enough");
  expect(cancelled).toEqual(["enough"]);
});
