import { Refused, Unavailable } from "../errors.ts";

export interface FalFiles {
  /** Puts a file into FAL's own storage, for FAL to read. Answers its address there, which anybody who knows it can read. */
  upload(file: {
    name: string;
    type: string;
    length: number;
    body: ReadableStream<Uint8Array>;
  }): Promise<string>;
  /** The bytes that FAL has made. Null when the address is dead. */
  download(url: string): Promise<{ body: ReadableStream<Uint8Array>; length: number; type: string } | null>;
}

const CALL_TIMEOUT_MS = 30_000;
const WAIT_SECONDS = 15;
/** FAL's client sends larger files in parts; twenty photos of 20 MB do not fit below it, and are refused here. */
const WHOLE_BYTES = 400 * 2 ** 20;

/** FAL's file storage (as its client uses it: an address is asked for, then the bytes are put there). */
export function openFalFiles(restUrl: string, key: string | undefined): FalFiles {
  const away = (cause: unknown): never => {
    throw new Unavailable("fal", WAIT_SECONDS, cause);
  };
  return {
    async upload({ name, type, length, body }) {
      if (length > WHOLE_BYTES) throw new Refused("fal-photos");
      const promise = await fetch(`${restUrl}/storage/upload/initiate?storage_type=fal-cdn-v3`, {
        method: "POST",
        headers: { authorization: `Key ${key ?? ""}`, "content-type": "application/json" },
        body: JSON.stringify({ content_type: type, file_name: name }),
        signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
      }).catch(away);
      const place = (await promise.json().catch(() => null)) as Record<string, unknown> | null;
      if (promise.status === 401 || promise.status === 403) throw new Refused("fal-key");
      if (!promise.ok || typeof place?.upload_url !== "string" || typeof place.file_url !== "string")
        return away(new Error(`fal answered ${promise.status}`));
      const { readable, writable } = new FixedLengthStream(length);
      // A broken source breaks the upload, and the upload is what is awaited.
      body.pipeTo(writable).catch(() => undefined);
      const put = await fetch(place.upload_url, {
        method: "PUT",
        headers: { "content-type": type },
        body: readable,
      }).catch(away);
      await put.body?.cancel();
      if (!put.ok) return away(new Error(`fal answered ${put.status}`));
      return place.file_url;
    },

    async download(url) {
      const response = await fetch(url).catch(away);
      if (response.status === 404 || response.status === 410 || response.status === 403) {
        await response.body?.cancel();
        return null;
      }
      const length = Number(response.headers.get("content-length"));
      if (!response.ok || !response.body || !(length > 0)) {
        await response.body?.cancel();
        return away(new Error(`fal's file answered ${response.status}`));
      }
      return {
        body: response.body as ReadableStream<Uint8Array>,
        length,
        type: response.headers.get("content-type") ?? "application/octet-stream",
      };
    },
  };
}
