import { makeZip } from "client-zip";
import { hashing } from "../../ports/storage/hashing.ts";
import type { Entry } from "./entries.ts";

/** What the manifest says of a file. */
interface Listed {
  path: string;
  bytes: number;
  sha256: string;
}

/**
 * A ZIP archive of the entries, and as its last file `manifest.json`: every path with its length and SHA-256. One entry is
 * open at a time, and none is read further than the reader of the archive asks for. `listed` grows as they pass.
 */
export function archiveWithManifest(entries: AsyncIterable<Entry>, about: object) {
  const listed: Listed[] = [];
  return { body: makeZip(withManifest(entries, about, listed)), listed };
}

async function* withManifest(entries: AsyncIterable<Entry>, about: object, listed: Listed[]) {
  for await (const { path, at, content } of entries) {
    let bytes = 0;
    const source = content instanceof ReadableStream ? content : streamOf(content);
    const { body, digest } = hashing(source);
    const counted = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.length;
        controller.enqueue(chunk);
      },
    });
    yield { name: path, lastModified: at, input: body.pipeThrough(counted) };
    // The archive asks for the next file when it has read this one to its end.
    listed.push({ path, bytes, sha256: await digest });
  }
  const manifest = new TextEncoder().encode(`${JSON.stringify({ ...about, files: listed }, null, 2)}\n`);
  yield { name: "manifest.json", size: manifest.length, lastModified: new Date(), input: manifest };
}

const streamOf = (bytes: Uint8Array): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
