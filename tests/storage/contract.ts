import { afterAll, describe, expect, test } from "vitest";
import { Unavailable } from "../../ports/errors.ts";
import type { Bucket, Storage } from "../../ports/storage/index.ts";
import { putUnsized, TooLong } from "../../ports/storage/put-unsized.ts";
import { openS3 } from "../../ports/storage/s3.ts";
import { makePlaces } from "../../ports/storage/testing/memory-places.ts";
import { withFallback } from "../../ports/storage/with-fallback.ts";
import type { Target } from "./global-setup.ts";

const TEXT = "text/plain; charset=utf-8";

/** Everything S3 keys may hold and URLs trip over. */
const ODD_KEYS = [
  "a space.txt",
  "a+plus.txt",
  "100%.txt",
  "100%25.txt",
  "it's (1)!*.txt",
  "q?x=1&y=2#z.txt",
  "<tag>&amp;.txt",
  "голос Айши.ogg",
  "қазақша/ёж.ogg",
  "😀.bin",
  'quote".txt',
];

/** The smallest part S3 takes. */
const PART = 5 * 2 ** 20;

/** The Storage port's promises, against one server. */
export function promiseStorage({ name, settings, flaky, namesFiles, fallback }: Target): void {
  const room = `contract-${crypto.randomUUID()}`;
  const alone = openS3(settings);
  const storage = fallback ? withFallback(alone, openS3(fallback), makePlaces().places) : alone;
  const behindProxy = openS3({ ...settings, endpoint: flaky });

  const put = (key: string, text: string, through: Storage = storage) => {
    const bytes = new TextEncoder().encode(text);
    return through.put("transcripts", `${room}/${key}`, bytes, { length: bytes.length, type: TEXT });
  };
  const read = async (key: string, range?: readonly [number, number]) => {
    const stored = await storage.get("transcripts", `${room}/${key}`, range);
    return stored && { ...stored, body: await new Response(stored.body).text() };
  };
  const listed = async (prefix: string, bucket: Bucket = "transcripts") => {
    const objects: { key: string; length: number; etag: string }[] = [];
    for await (const object of storage.list(bucket, prefix)) objects.push(object);
    return objects;
  };
  const link = (key: string, method: "GET" | "PUT", seconds = 60) =>
    storage.presign("transcripts", `${room}/${key}`, { method, seconds });
  const failNext = (times: number, fault: "503" | "429" | "reset") =>
    fetch(new URL(`/__fail?times=${times}&fault=${fault}`, flaky), { method: "POST" });
  const requestsSeen = async (): Promise<string[]> => (await fetch(new URL("/__seen", flaky))).json();

  /** A stream of `chunks` pieces of 64 KiB, none of which is known in advance. */
  const flow = (chunks: number, afterwards?: Error): ReadableStream<Uint8Array> => {
    let sent = 0;
    return new ReadableStream({
      pull(controller) {
        if (sent < chunks) controller.enqueue(new Uint8Array(2 ** 16).fill(sent++));
        else if (afterwards) controller.error(afterwards);
        else controller.close();
      },
    });
  };
  const putFlow = (key: string, body: ReadableStream<Uint8Array>, chunks: number, through = storage) =>
    through.put("transcripts", `${room}/${key}`, body, { length: chunks * 2 ** 16, type: "audio/ogg" });

  describe(`storage on ${name}`, () => {
    afterAll(async () => {
      for (const bucket of ["transcripts", "avatars"] as const) {
        const keys = (await listed(`${room}/`, bucket)).map(({ key }) => key);
        for (let i = 0; i < keys.length; i += 50)
          await Promise.all(keys.slice(i, i + 50).map((key) => storage.remove(bucket, [key])));
      }
    }, 60_000);

    test("gives back the bytes it was given, with their length and type", async () => {
      await put("bytes.txt", "слова");
      expect(await read("bytes.txt")).toEqual({ body: "слова", length: 10, type: TEXT });
    });

    test("an object of no bytes is there, and empty", async () => {
      await put("empty.txt", "");
      expect(await read("empty.txt")).toEqual({ body: "", length: 0, type: TEXT });
      expect(await storage.head("transcripts", `${room}/empty.txt`)).toMatchObject({ length: 0 });
    });

    test("a second put replaces the first", async () => {
      await put("twice.txt", "the first, longer");
      await put("twice.txt", "the second");
      expect((await read("twice.txt"))?.body).toBe("the second");
    });

    test("a bucket knows nothing of the other's objects", async () => {
      await put("mine.txt", "mine");
      expect(await storage.get("avatars", `${room}/mine.txt`)).toBeNull();
    });

    test("a stream of known length arrives whole and in order", async () => {
      await putFlow("flow.ogg", flow(40), 40);
      const stored = await storage.get("transcripts", `${room}/flow.ogg`);
      expect(stored).toMatchObject({ length: 40 * 2 ** 16, type: "audio/ogg" });
      const bytes = new Uint8Array(await new Response(stored?.body).arrayBuffer());
      const inOrder = Array.from(
        { length: 40 },
        (_, i) => bytes[i * 2 ** 16] === i && bytes[(i + 1) * 2 ** 16 - 1] === i,
      );
      expect(inOrder).not.toContain(false);
    });

    test.each([
      ["shorter than claimed", 3, 4, undefined],
      ["longer than claimed", 5, 4, undefined],
      ["that breaks on the way", 2, 4, new Error("the source broke")],
    ])("a source %s fails, and leaves nothing", async (_, chunks, claimed, trouble) => {
      const key = `liar-${chunks}.ogg`;
      await expect(putFlow(key, flow(chunks, trouble), claimed)).rejects.toThrow();
      expect(await storage.head("transcripts", `${room}/${key}`)).toBeNull();
    });

    test("a range is read from its first byte up to, not including, its end", async () => {
      await put("range.txt", "0123456789");
      expect(await read("range.txt", [2, 5])).toMatchObject({ body: "234", length: 3 });
      expect((await read("range.txt", [0, 1]))?.body).toBe("0");
      expect((await read("range.txt", [8, 100]))?.body, "beyond the end").toBe("89");
    });

    test("a range without a byte in it is a mistake, not the whole object", async () => {
      await put("norange.txt", "0123456789");
      await expect(read("norange.txt", [5, 5])).rejects.toThrow(RangeError);
      await expect(read("norange.txt", [10, 12])).rejects.toThrow("InvalidRange");
    });

    test("head tells length, type and a tag that changes with the bytes", async () => {
      const head = () => storage.head("transcripts", `${room}/head.txt`);
      await put("head.txt", "one");
      const one = await head();
      expect(one).toMatchObject({ length: 3, type: TEXT });
      expect(one?.etag).toMatch(/^[^"]+$/);
      await put("head.txt", "two");
      expect((await head())?.etag).not.toBe(one?.etag);
    });

    test("what is missing is null, whole, in part or by its head", async () => {
      expect(await read("never")).toBeNull();
      expect(await read("never", [0, 5])).toBeNull();
      expect(await storage.head("transcripts", `${room}/never`)).toBeNull();
    });

    test("removing removes, and removing again is fine", async () => {
      await put("gone.txt", "x");
      await storage.remove("transcripts", [`${room}/gone.txt`]);
      expect(await read("gone.txt")).toBeNull();
      await storage.remove("transcripts", [`${room}/gone.txt`, `${room}/never`]);
    });

    test("any key comes back from put, get, head, list, link and remove as it was", async () => {
      await Promise.all(ODD_KEYS.map((key) => put(`odd/${key}`, `of ${key}`)));
      const keys = (await listed(`${room}/odd/`)).map(({ key }) => key);
      expect(keys.toSorted()).toEqual(ODD_KEYS.map((key) => `${room}/odd/${key}`).toSorted());
      for (const key of ODD_KEYS) {
        expect((await read(`odd/${key}`))?.body, key).toBe(`of ${key}`);
        expect(await storage.head("transcripts", `${room}/odd/${key}`), key).not.toBeNull();
        expect(await (await fetch(await link(`odd/${key}`, "GET"))).text(), key).toBe(`of ${key}`);
      }
      await storage.remove("transcripts", keys);
      expect(await listed(`${room}/odd/`)).toEqual([]);
    });

    test("a list of more than one page names every object once, with its length, and no others", async () => {
      const names = Array.from({ length: 1_003 }, (_, i) => `many/${String(i).padStart(4, "0")} я+%.txt`);
      for (let i = 0; i < names.length; i += 25)
        await Promise.all(names.slice(i, i + 25).map((key) => put(key, "x".repeat(key.length % 7))));
      await put("manyfold.txt", "not of them");
      const found = await listed(`${room}/many/`);
      expect(found.map(({ key, length }) => ({ key, length }))).toEqual(
        names.map((key) => ({ key: `${room}/${key}`, length: key.length % 7 })),
      );
      expect(found.every(({ etag }) => /^[^"]+$/.test(etag))).toBe(true);
      expect(await listed(`${room}/nothing/`)).toEqual([]);
    }, 60_000);

    test("a link reads exactly its object, and does nothing else", async () => {
      await put("linked.txt", "linked");
      await put("other.txt", "other");
      const url = await link("linked.txt", "GET");
      expect(await (await fetch(url)).text()).toBe("linked");
      expect((await fetch(url.replace("linked.txt", "other.txt"))).status).toBe(403);
      expect((await fetch(url, { method: "PUT", body: "changed" })).status).toBe(403);
      expect((await fetch(url, { method: "DELETE" })).status).toBe(403);
      expect((await read("linked.txt"))?.body).toBe("linked");
    });

    test("a link writes exactly its object, and does nothing else", async () => {
      await put("theirs.txt", "theirs");
      const url = await link("mine.txt", "PUT");
      expect((await fetch(url, { method: "PUT", body: "written" })).status).toBe(200);
      expect((await read("mine.txt"))?.body).toBe("written");
      expect((await fetch(url)).status).toBe(403);
      const forged = await fetch(url.replace("mine.txt", "theirs.txt"), { method: "PUT", body: "forged" });
      expect(forged.status).toBe(403);
      expect((await read("theirs.txt"))?.body).toBe("theirs");
    });

    test("a link ends when its time is over, and its time cannot be stretched", async () => {
      await put("short.txt", "short");
      const url = await link("short.txt", "GET", 1);
      expect((await fetch(url.replace("X-Amz-Expires=1", "X-Amz-Expires=600"))).status).toBe(403);
      await expect.poll(async () => (await fetch(url)).status, { timeout: 10_000, interval: 300 }).toBe(403);
    }, 15_000);

    test("a link that asks for more than S3 allows lasts as long as S3 allows", async () => {
      await put("long.txt", "long");
      expect(await (await fetch(await link("long.txt", "GET", 1e9))).text()).toBe("long");
    });

    test("a link may name the file that a browser saves", async () => {
      await put("report.txt", "report");
      const access = { method: "GET", seconds: 60, fileName: 'Отчёт "1".txt' } as const;
      const answer = await fetch(await storage.presign("transcripts", `${room}/report.txt`, access));
      expect(await answer.text()).toBe("report");
      if (namesFiles)
        expect(answer.headers.get("content-disposition")).toContain(encodeURIComponent('Отчёт "1".txt'));
    });

    test("parts become one object in their order, whatever the order they came in", async () => {
      const key = `${room}/parts.ogg`;
      const writing = await storage.beginParts("transcripts", key, "audio/ogg");
      const part = (number: number, bytes: number) =>
        storage.putPart("transcripts", key, writing, number, new Uint8Array(bytes).fill(number));
      const last = await part(3, 7);
      const first = await part(1, PART);
      await part(2, PART);
      const second = await part(2, PART);
      expect(await storage.head("transcripts", key), "before the parts are joined").toBeNull();
      expect(await storage.joinParts("transcripts", key, writing, [first, second, last])).toBe(true);
      const stored = await storage.get("transcripts", key);
      expect(stored).toMatchObject({ length: 2 * PART + 7, type: "audio/ogg" });
      const bytes = new Uint8Array(await new Response(stored?.body).arrayBuffer());
      expect([bytes[0], bytes[PART], bytes.at(-1)]).toEqual([1, 2, 3]);
      expect(await storage.joinParts("transcripts", key, writing, [first, second, last]), "again").toBe(
        false,
      );
    }, 60_000);

    test("a writing that is given up leaves nothing, and giving it up again is fine", async () => {
      const key = `${room}/given-up.ogg`;
      const writing = await storage.beginParts("transcripts", key, "audio/ogg");
      const tag = await storage.putPart("transcripts", key, writing, 1, new Uint8Array(7));
      await storage.abortParts("transcripts", key, writing);
      await storage.abortParts("transcripts", key, writing);
      expect(await storage.joinParts("transcripts", key, writing, [tag])).toBe(false);
      expect(await storage.head("transcripts", key)).toBeNull();
    });

    test("a link writes exactly its part, of exactly its length, and its answer tells the tag", async () => {
      const key = `${room}/linked parts.ogg`;
      const writing = await storage.beginParts("transcripts", key, "audio/ogg");
      const url = await storage.presignPart("transcripts", key, {
        writing,
        number: 1,
        length: 5,
        seconds: 60,
      });
      const send = (address: string, text: string) => fetch(address, { method: "PUT", body: text });
      expect((await send(url, "longer than five")).status).toBe(403);
      expect((await send(url.replace("partNumber=1", "partNumber=2"), "12345")).status).toBe(403);
      const sent = await send(url, "12345");
      expect(sent.status).toBe(200);
      expect(await storage.joinParts("transcripts", key, writing, [sent.headers.get("etag") ?? ""])).toBe(
        true,
      );
      expect(await (await fetch(await link("linked parts.ogg", "GET"))).text()).toBe("12345");
    });

    test.each([
      ["of a few bytes", 1],
      ["of exactly one part", 128],
      ["of some parts", 300],
    ])(
      "a stream of unknown length %s arrives whole",
      async (_, chunks) => {
        const key = `${room}/unknown-${chunks}.ogg`;
        const length = await putUnsized(storage, "transcripts", key, flow(chunks), {
          type: "audio/ogg",
          most: 2 ** 25,
        });
        expect(length).toBe(chunks * 2 ** 16);
        const stored = await storage.get("transcripts", key);
        expect(stored).toMatchObject({ length, type: "audio/ogg" });
        const bytes = new Uint8Array(await new Response(stored?.body).arrayBuffer());
        const inOrder = Array.from({ length: chunks }, (_, i) => bytes[i * 2 ** 16] === i % 256);
        expect(inOrder).not.toContain(false);
      },
      60_000,
    );

    test.each([
      ["that goes on too long", 300, 2 ** 24, undefined, TooLong],
      ["that breaks on the way", 200, 2 ** 25, new Error("the source broke"), Error],
    ])(
      "a stream of unknown length %s leaves nothing",
      async (_, chunks, most, trouble, kind) => {
        const key = `${room}/unknown-broken-${chunks}.ogg`;
        const written = putUnsized(storage, "transcripts", key, flow(chunks, trouble), {
          type: "audio/ogg",
          most,
        });
        await expect(written).rejects.toThrow(kind);
        expect(await storage.head("transcripts", key)).toBeNull();
      },
      60_000,
    );

    test("links are made for the address that others reach", async () => {
      await put("outside.txt", "outside");
      const published = openS3({ ...settings, publicEndpoint: flaky });
      const url = await published.presign("transcripts", `${room}/outside.txt`, {
        method: "GET",
        seconds: 60,
      });
      expect(url.startsWith(`${flaky}/`)).toBe(true);
      expect(await (await fetch(url)).text()).toBe("outside");
    });

    test("a wrong key, secret or bucket is the operator's to mend, and named", async () => {
      const wrong = (change: object) =>
        openS3({ ...settings, ...change })
          .get("transcripts", `${room}/x`)
          .then(String, (error: unknown) => error);
      const secret = await wrong({ secretAccessKey: "wrong-secret" });
      expect(secret).not.toBeInstanceOf(Unavailable);
      expect(String(secret)).toContain("403 SignatureDoesNotMatch");
      expect(String(secret)).not.toContain("wrong-secret");
      expect(String(await wrong({ accessKeyId: "nobody" }))).toMatch(
        /40[13] (InvalidAccessKeyId|Unauthorized)/,
      );
      const bucket = await wrong({ buckets: { transcripts: "no-such-bucket-here", avatars: "x-y-z" } });
      expect(String(bucket)).toContain("404 NoSuchBucket");
    });

    test.each(["503", "429", "reset"] as const)("bytes are sent again after one %s", async (fault) => {
      await failNext(1, fault);
      await put(`again-${fault}.txt`, "again", behindProxy);
      expect(await requestsSeen()).toEqual(["PUT 5", "PUT 5"]);
      expect((await read(`again-${fault}.txt`))?.body).toBe("again");
    });

    test.each(["503", "reset"] as const)(
      "a stream that was begun is never sent again after a %s",
      async (fault) => {
        await failNext(1, fault);
        const sent = putFlow(`once-${fault}.ogg`, flow(3), 3, behindProxy);
        await expect(sent).rejects.toThrow(Unavailable);
        expect(await requestsSeen()).toHaveLength(1);
        expect(await storage.head("transcripts", `${room}/once-${fault}.ogg`)).toBeNull();
      },
    );

    test("a store that stays away is unavailable after three requests", async () => {
      await failNext(9, "503");
      await expect(behindProxy.get("transcripts", `${room}/x`)).rejects.toThrow(Unavailable);
      expect(await requestsSeen()).toEqual(["GET 0", "GET 0", "GET 0"]);
      await failNext(0, "503");
    });
  });
}
