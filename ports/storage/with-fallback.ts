import { hashing } from "./hashing.ts";
import type { Bucket, Storage } from "./index.ts";
import type { Places } from "./places.ts";

/** A store that has not answered a small question for so long is not given a file. */
const PROBE_MS = 3_000;

/** Marks writings in parts that go to the fallback store. */
const ASIDE = "aside:";

/**
 * Two stores as one. What the primary cannot take goes to the fallback and is noted (`places`); from then on that copy
 * is the true one, until it is carried home (queues/storage/bring-home.ts). A stream can be sent only once, so the
 * primary is asked whether it is there before the stream is opened; one that breaks off later fails as Unavailable, and
 * whoever tries again finds the primary noted as away. Deletions and listings need both stores: neither may forget one.
 */
export function withFallback(primary: Storage, fallback: Storage, places: Places): Storage {
  const answers = (bucket: Bucket): Promise<boolean> =>
    inTime(primary.get(bucket, "health").then((stored) => stored?.body.cancel()));

  /** Asked after a failure: a store may still read when it writes no more (a full disk, a key that may only read). */
  const takesBytes = (bucket: Bucket): Promise<boolean> => {
    const key = `health/${crypto.randomUUID()}`;
    const bytes = new TextEncoder().encode("written");
    const put = primary.put(bucket, key, bytes, { length: bytes.length, type: "text/plain" });
    return inTime(put.then(() => primary.remove(bucket, [key])));
  };

  /** Whether the primary can be expected to take a stream now. */
  async function isThere(bucket: Bucket): Promise<boolean> {
    if (await places.isPaused()) return false;
    if (await answers(bucket)) return true;
    await places.pause();
    return false;
  }

  /** Whether the primary failed for reasons of its own, which is then noted: a broken source is not its fault. */
  async function isAway(bucket: Bucket): Promise<boolean> {
    if (await takesBytes(bucket)) return false;
    await places.pause();
    return true;
  }

  /** Does with the primary what can be done twice; with the fallback, when the primary is away or the object is not there. */
  async function write<T>(
    bucket: Bucket,
    key: string,
    isStream: boolean,
    home: () => Promise<T>,
    aside: () => Promise<T>,
  ): Promise<T> {
    const away =
      (await places.find(bucket, key)) || (isStream ? !(await isThere(bucket)) : await places.isPaused());
    if (away) return aside();
    try {
      return await home();
    } catch (error) {
      if ((await isAway(bucket)) && !isStream) return aside();
      throw error;
    }
  }

  /** Asks where the object should be, and then where else it may be. */
  async function read<T>(
    bucket: Bucket,
    key: string,
    ask: (store: Storage) => Promise<T | null>,
  ): Promise<T | null> {
    const place = await places.find(bucket, key);
    if (place?.gone) return null;
    // Missing there: it was carried home a moment ago, or its writing never ended.
    const aside = place && (await ask(fallback));
    if (aside) return aside;
    try {
      const home = await ask(primary);
      if (home || place) return home;
    } catch (error) {
      if (error instanceof RangeError) throw error;
      const other = await ask(fallback).catch(() => null);
      if (other) return other;
      throw error;
    }
    return await ask(fallback);
  }

  async function putAside(
    bucket: Bucket,
    key: string,
    body: ReadableStream<Uint8Array> | Uint8Array,
    facts: { length: number; type: string },
  ): Promise<void> {
    const version = await places.begin(bucket, key);
    const sent = body instanceof ReadableStream ? hashing(body) : { body, digest: sha256(body) };
    await fallback.put(bucket, key, sent.body, facts);
    await places.finish(bucket, key, version, { bytes: facts.length, sha256: await sent.digest });
  }

  const storeOf = (writing: string): [Storage, string] =>
    writing.startsWith(ASIDE) ? [fallback, writing.slice(ASIDE.length)] : [primary, writing];

  return {
    publicUrls: [...primary.publicUrls, ...fallback.publicUrls],

    put: (bucket, key, body, facts) =>
      write(
        bucket,
        key,
        body instanceof ReadableStream,
        () => primary.put(bucket, key, body, facts),
        () => putAside(bucket, key, body, facts),
      ),

    get: (bucket, key, range) => read(bucket, key, (store) => store.get(bucket, key, range)),
    head: (bucket, key) => read(bucket, key, (store) => store.head(bucket, key)),

    async remove(bucket, keys) {
      await places.bury(bucket, keys);
      await Promise.all([primary.remove(bucket, keys), fallback.remove(bucket, keys)]);
    },

    async *list(bucket, prefix) {
      const others = fallback.list(bucket, prefix);
      let other = await others.next();
      for await (const object of primary.list(bucket, prefix)) {
        for (; !other.done && isBefore(other.value.key, object.key); other = await others.next())
          yield other.value;
        if (!other.done && other.value.key === object.key) {
          // In both: the copy that is noted is the true one.
          yield (await places.find(bucket, object.key)) ? other.value : object;
          other = await others.next();
        } else yield object;
      }
      for (; !other.done; other = await others.next()) yield other.value;
    },

    beginParts: (bucket, key, type) =>
      write(
        bucket,
        key,
        false,
        () => primary.beginParts(bucket, key, type),
        async () => `${ASIDE}${await fallback.beginParts(bucket, key, type)}`,
      ),

    async takesParts(bucket, writing) {
      return writing.startsWith(ASIDE) || (await isThere(bucket));
    },

    async putPart(bucket, key, writing, number, bytes) {
      const [store, name] = storeOf(writing);
      try {
        return await store.putPart(bucket, key, name, number, bytes);
      } catch (error) {
        // The parts that are there are lost with their store: whoever begins again begins elsewhere.
        if (store === primary) await isAway(bucket);
        throw error;
      }
    },

    async joinParts(bucket, key, writing, tags) {
      const [store, name] = storeOf(writing);
      if (store === primary) return primary.joinParts(bucket, key, name, tags);
      const version = await places.begin(bucket, key);
      const joined = await fallback.joinParts(bucket, key, name, tags);
      if (joined || (await fallback.head(bucket, key))) await places.finish(bucket, key, version, null);
      return joined;
    },

    abortParts(bucket, key, writing) {
      const [store, name] = storeOf(writing);
      return store.abortParts(bucket, key, name);
    },

    presignPart(bucket, key, part) {
      const [store, writing] = storeOf(part.writing);
      return store.presignPart(bucket, key, { ...part, writing });
    },

    async presign(bucket, key, access) {
      const place = await places.find(bucket, key);
      if (access.method === "PUT") {
        if (!place && (await isThere(bucket))) return primary.presign(bucket, key, access);
        // Nobody tells us when it is written: what lies there after a while is carried home.
        await places.begin(bucket, key);
        return fallback.presign(bucket, key, access);
      }
      if (!place?.written || place.gone) return primary.presign(bucket, key, access);
      await places.link(bucket, key, access.seconds);
      return fallback.presign(bucket, key, access);
    },

    async check() {
      const [home, aside] = await Promise.allSettled([primary.check(), fallback.check()]);
      if (home.status === "rejected" && aside.status === "rejected") throw home.reason;
      if (home.status === "rejected") return "the primary store is away: new files go to the fallback";
      if (aside.status === "rejected") return "the fallback store is away";
      return null;
    },
  };
}

const inTime = (asked: Promise<unknown>): Promise<boolean> =>
  Promise.race([
    asked.then(
      () => true,
      () => false,
    ),
    new Promise<false>((resolve) => setTimeout(resolve, PROBE_MS, false)),
  ]);

/** S3 lists by the bytes of UTF-8; JavaScript compares UTF-16. */
const isBefore = (one: string, other: string): boolean => {
  const [a, b] = [new TextEncoder().encode(one), new TextEncoder().encode(other)];
  const differ = a.findIndex((byte, i) => byte !== b[i]);
  return differ < 0 ? a.length < b.length : differ >= b.length ? false : (a[differ] ?? 0) < (b[differ] ?? 0);
};

async function sha256(bytes: Uint8Array): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}
