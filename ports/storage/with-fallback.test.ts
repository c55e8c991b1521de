import { expect, test } from "vitest";
import { Unavailable } from "../errors.ts";
import type { Storage } from "./index.ts";
import { makePlaces } from "./testing/memory-places.ts";
import { withFallback } from "./with-fallback.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const stream = (text: string) => new Response(text).body as ReadableStream<Uint8Array>;

/** A store in memory that can be away. */
function makeStore(name: string) {
  const objects = new Map<string, Uint8Array>();
  const store = { isAway: false, objects, asked: [] as string[] };
  const guard = async (what: string) => {
    store.asked.push(what);
    if (store.isAway) throw new Unavailable("storage", 10);
  };
  const storage: Storage = {
    publicUrls: [`https://${name}.example`],
    async put(_, key, body) {
      await guard(`put ${key}`);
      objects.set(key, new Uint8Array(await new Response(body as BodyInit).arrayBuffer()));
    },
    async get(_, key) {
      await guard(`get ${key}`);
      const found = objects.get(key);
      return found
        ? { body: stream(new TextDecoder().decode(found)), length: found.length, type: "text/plain" }
        : null;
    },
    async head(_, key) {
      await guard(`head ${key}`);
      const found = objects.get(key);
      return found ? { length: found.length, type: "text/plain", etag: name } : null;
    },
    async remove(_, keys) {
      await guard(`remove ${keys}`);
      for (const key of keys) objects.delete(key);
    },
    async *list(_, prefix) {
      await guard(`list ${prefix}`);
      for (const key of [...objects.keys()].filter((one) => one.startsWith(prefix)).sort())
        yield { key, length: objects.get(key)?.length ?? 0, etag: "" };
    },
    async beginParts() {
      await guard("begin");
      return `${name}-writing`;
    },
    takesParts: async () => true,
    async putPart(_, key, writing, number) {
      await guard(`part ${writing}`);
      return `${key}-${number}`;
    },
    async joinParts(_, key, writing) {
      await guard(`join ${writing}`);
      objects.set(key, bytes(`joined in ${name}`));
      return true;
    },
    async abortParts(_, _key, writing) {
      await guard(`abort ${writing}`);
    },
    presignPart: async (_, key, { writing }) => `https://${name}.example/${key}?${writing}`,
    presign: async (_, key, { method }) => `https://${name}.example/${key}?${method}`,
    async check() {
      await guard("check");
      return null;
    },
  };
  return Object.assign(store, { storage });
}

function house() {
  const [primary, fallback, memory] = [makeStore("primary"), makeStore("fallback"), makePlaces()];
  const storage = withFallback(primary.storage, fallback.storage, memory.places);
  const put = (key: string, body: string | ReadableStream<Uint8Array>) =>
    storage.put("transcripts", key, typeof body === "string" ? bytes(body) : body, {
      length: 3,
      type: "text/plain",
    });
  const read = async (key: string) => {
    const stored = await storage.get("transcripts", key);
    return stored && (await new Response(stored.body).text());
  };
  return { primary, fallback, ...memory, storage, put, read };
}

test("with a primary that works the fallback is not even asked", async () => {
  const { fallback, put, read, noted } = house();
  await put("a", "one");
  await put("b", stream("two"));
  expect([await read("a"), await read("b")]).toEqual(["one", "two"]);
  expect([fallback.asked, noted.size]).toEqual([[], 0]);
});

test("bytes and streams go to the fallback while the primary is away, with the hash of what was sent", async () => {
  const { primary, put, read, noted } = house();
  primary.isAway = true;
  await put("a", "one");
  await put("b", stream("two"));
  expect([await read("a"), await read("b")]).toEqual(["one", "two"]);
  // sha256 of "one" and "two"
  expect(noted.get("a")?.sha256).toMatch(/^7692c3ad/);
  expect(noted.get("b")?.sha256).toMatch(/^3fc4ccfe/);
});

test("a stream whose primary is away is not opened for it: every byte reaches the fallback", async () => {
  const { primary, put } = house();
  primary.isAway = true;
  await put("a", stream("one"));
  expect(primary.asked).toEqual(["get health"]);
});

test("a broken source is the source's fault: nothing is noted, and the primary stays in use", async () => {
  const { put, noted, places } = house();
  const broken = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.error(new Error("cut off")),
  });
  await expect(put("a", broken)).rejects.toThrow();
  expect([noted.size, await places.isPaused()]).toEqual([0, false]);
});

test("an object that was written anew on the fallback is read from there, though the primary still has the old one", async () => {
  const { primary, put, read, resume } = house();
  await put("a", "old");
  primary.isAway = true;
  await put("a", "new");
  primary.isAway = false;
  resume();
  expect(await read("a")).toBe("new");
  await put("a", "end");
  expect(await read("a"), "and it stays where its note says").toBe("end");
  expect(new TextDecoder().decode(primary.objects.get("a"))).toBe("old");
});

test("what lies in the fallback from before there was a primary is found, deleted and listed in order", async () => {
  const { primary, fallback, storage, read } = house();
  for (const key of ["x/b", "x/d"]) fallback.objects.set(key, bytes(key));
  for (const key of ["x/a", "x/b", "x/c"]) primary.objects.set(key, bytes("primary"));
  expect([await read("x/d"), await read("x/b")]).toEqual(["x/d", "primary"]);
  const listed: string[] = [];
  for await (const { key } of storage.list("transcripts", "x/")) listed.push(key);
  expect(listed).toEqual(["x/a", "x/b", "x/c", "x/d"]);
  await storage.remove("transcripts", ["x/b", "x/d"]);
  expect([[...primary.objects.keys()], [...fallback.objects.keys()]]).toEqual([["x/a", "x/c"], []]);
});

test("a deletion that could not reach both stores fails, and nobody reads the object meanwhile", async () => {
  const { primary, storage, put, read } = house();
  primary.isAway = true;
  await put("a", "one");
  await expect(storage.remove("transcripts", ["a"])).rejects.toThrow(Unavailable);
  primary.isAway = false;
  expect(await read("a")).toBeNull();
});

test("while the primary is away, what it alone has is Unavailable and not missing", async () => {
  const { primary, put, read } = house();
  await put("a", "one");
  primary.isAway = true;
  await expect(read("a")).rejects.toThrow(Unavailable);
});

test("a link leads to where the object is, and the copy is kept for as long", async () => {
  const { primary, storage, put, noted } = house();
  await put("home", "one");
  primary.isAway = true;
  await put("aside", "two");
  const link = (key: string, method: "GET" | "PUT" = "GET") =>
    storage.presign("transcripts", key, { method, seconds: 60 });
  expect(await link("home")).toBe("https://primary.example/home?GET");
  expect(await link("aside")).toBe("https://fallback.example/aside?GET");
  expect(noted.get("aside")?.linked).toBe(60);
  expect(await link("new", "PUT")).toBe("https://fallback.example/new?PUT");
});

test("a writing in parts stays with its store, and one whose store went away can begin anew elsewhere", async () => {
  const { primary, fallback, storage, noted, read } = house();
  const first = await storage.beginParts("transcripts", "a", "audio/ogg");
  expect(first).toBe("primary-writing");
  expect(await storage.takesParts("transcripts", first)).toBe(true);
  primary.isAway = true;
  expect(await storage.takesParts("transcripts", first)).toBe(false);
  const second = await storage.beginParts("transcripts", "a", "audio/ogg");
  const part = { writing: second, number: 1, length: 5, seconds: 60 };
  expect(await storage.presignPart("transcripts", "a", part)).toBe(
    "https://fallback.example/a?fallback-writing",
  );
  await storage.putPart("transcripts", "a", second, 1, bytes("12345"));
  expect(await storage.joinParts("transcripts", "a", second, ["tag"])).toBe(true);
  expect(fallback.asked).toEqual(["begin", "part fallback-writing", "join fallback-writing"]);
  expect(noted.get("a")).toMatchObject({ written: true });
  expect(await read("a")).toBe("joined in fallback");
});

test("it says which of the two is away, and fails only without both", async () => {
  const { primary, fallback, storage } = house();
  expect(await storage.check()).toBeNull();
  primary.isAway = true;
  expect(await storage.check()).toContain("primary store is away");
  fallback.isAway = true;
  await expect(storage.check()).rejects.toThrow(Unavailable);
  primary.isAway = false;
  expect(await storage.check()).toContain("fallback store is away");
});
