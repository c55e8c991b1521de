import type { Storage } from "../index.ts";

/** A store that keeps nothing but the kinds of the requests that wrote to it, and how many bytes came. */
export function makeCounting() {
  const requests: string[] = [];
  let bytes = 0;
  const storage = {
    async put(_bucket, _key, body) {
      if (body instanceof Uint8Array) bytes += body.length;
      else for await (const chunk of body) bytes += chunk.length;
      requests.push("put");
    },
    async beginParts() {
      requests.push("begin");
      return "writing";
    },
    async putPart(_bucket, _key, _writing, number, part) {
      requests.push("part");
      bytes += part.length;
      return `tag-${number}`;
    },
    async joinParts() {
      requests.push("join");
      return true;
    },
    async abortParts() {
      requests.push("abort");
    },
  } satisfies Partial<Storage>;
  return { storage: storage as unknown as Storage, requests, bytes: () => bytes };
}
