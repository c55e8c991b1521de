import { expect, test } from "vitest";
import type { Owned } from "../../domain/transcripts/index.ts";
import { inBlocks } from "../../ports/bodies/in-blocks.ts";
import { Refused, Unavailable } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { storeOriginal } from "./store-original.ts";

const MIB = 2 ** 20;
const found = { transcript: { id: "trn_1", source: "audio", fileId: "f" }, owner: { id: "usr_1" } } as Owned;

/** A Telegram that hands out so many MiB of zeros, and a store that remembers how they came. */
function setUp(mib: number, claimed: number | null) {
  const seen: string[] = [];
  let sent = 0;
  // Of bytes, as every body from the network.
  const body = new ReadableStream({
    type: "bytes",
    pull(controller) {
      if (sent++ < mib) controller.enqueue(new Uint8Array(MIB));
      else controller.close();
    },
  });
  const headers = claimed === null ? {} : { "content-length": String(claimed) };
  const ports = {
    telegram: {
      locate: async () => ({ path: "/var/lib/bot/f.mp3" }),
      download: async () => ({
        body: inBlocks(body, "telegram", claimed ?? 0),
        headers: new Headers(headers),
      }),
    },
    storage: {
      async put(
        _bucket: string,
        _key: string,
        bytes: ReadableStream | Uint8Array,
        { length }: { length: number },
      ) {
        if (bytes instanceof ReadableStream) await bytes.pipeTo(new WritableStream());
        seen.push(`put ${length / MIB}`);
      },
      beginParts: async () => "writing",
      async putPart(_bucket: string, _key: string, _writing: string, number: number, bytes: Uint8Array) {
        seen.push(`part ${number} ${bytes.length / MIB}`);
        return `tag-${number}`;
      },
      async joinParts(_bucket: string, _key: string, _writing: string, tags: string[]) {
        seen.push(`join ${tags.length}`);
        return true;
      },
      abortParts: async () => void seen.push("abort"),
    },
  } as unknown as Ports;
  return { seen, stored: storeOriginal(ports, found) };
}

test("what the public Bot API hands out is stored by one request", async () => {
  const { seen, stored } = setUp(3, 3 * MIB);
  expect(await stored).toMatchObject({ originalKey: "transcripts/usr_1/trn_1/original", bytes: 3 * MIB });
  expect(seen).toEqual(["put 3"]);
});

test.each([66, null])(
  "a large file of a server of one's own is stored in parts (its claim: %s MiB)",
  async (claim) => {
    const { seen, stored } = setUp(66, claim === null ? null : claim * MIB);
    const { bytes, sha256 } = await stored;
    expect(bytes).toBe(66 * MIB);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(seen).toEqual([
      ...[1, 2, 3, 4, 5, 6, 7, 8].map((number) => `part ${number} 8`),
      "part 9 2",
      "join 9",
    ]);
  },
);

test("a download that ends early is asked for again, an empty file is refused", async () => {
  await expect(setUp(70, 80 * MIB).stored).rejects.toThrow(Unavailable);
  await expect(setUp(0, 0).stored).rejects.toThrow(Refused);
  await expect(setUp(0, null).stored).rejects.toThrow(Refused);
});
