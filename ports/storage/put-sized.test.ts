import { expect, test } from "vitest";
import { putSized } from "./put-sized.ts";
import { makeCounting } from "./testing/counting.ts";

const MIB = 2 ** 20;

const zeros = (mib: number): ReadableStream<Uint8Array> => {
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      if (sent++ < mib) controller.enqueue(new Uint8Array(MIB));
      else controller.close();
    },
  });
};

const store = async (mib: number, claimed = mib) => {
  const { storage, requests } = makeCounting();
  const facts = { length: claimed * MIB, type: "application/zip" };
  const trouble = await putSized(storage, "avatars", "k", zeros(mib), facts).then(
    () => undefined,
    (error: Error) => error.message,
  );
  return { requests, trouble };
};

test("64 MiB go in one request", async () =>
  expect(await store(64)).toEqual({ requests: ["put"], trouble: undefined }));

test("a larger body goes in parts of 8 MiB", async () =>
  expect(await store(70)).toEqual({
    requests: ["begin", ...Array(9).fill("part"), "join"],
    trouble: undefined,
  }));

test.each([
  ["shorter", 70, 80],
  ["longer", 80, 70],
])("a body that is %s than claimed is never joined", async (_, mib, claimed) => {
  const { requests, trouble } = await store(mib, claimed);
  expect(requests.at(-1)).toBe("abort");
  expect(requests).not.toContain("join");
  expect(trouble).toContain("the source");
});
