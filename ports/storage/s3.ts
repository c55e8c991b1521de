import { AwsClient } from "aws4fetch";
import { Unavailable } from "../errors.ts";
import type { Bucket, Storage } from "./index.ts";
import { readListing, readProblem } from "./xml.ts";

export interface S3Settings {
  /** Scheme, host, and possibly a path; buckets come after it (path style, which R2 and MinIO both speak). */
  endpoint: string;
  /** The address that vendors and users reach, when it differs: a presigned link is valid only for the host it was signed for. */
  publicEndpoint?: string | undefined;
  accessKeyId: string;
  secretAccessKey: string;
  /** R2 wants "auto", MinIO its own region (default us-east-1). */
  region: string;
  buckets: Record<Bucket, string>;
}

/** Requests without a body that was consumed are repeated this often at once; after that it is the queue's turn. */
const QUICK_RETRIES = 2;
const WAIT_SECONDS = 10;
/** Time until the answer's headers; an upload of 20 MB fits in well. */
const REQUEST_TIMEOUT_MS = 60_000;
/** S3's own limit for presigned links. */
const LONGEST_LINK_SECONDS = 7 * 86_400;

/** The Storage port over any S3 API, with aws4fetch. */
export function openS3(settings: S3Settings): Storage {
  const { accessKeyId, secretAccessKey, region } = settings;
  // Retries are ours: aws4fetch would send a consumed stream again.
  const aws = new AwsClient({ accessKeyId, secretAccessKey, region, service: "s3", retries: 0 });

  const address = (bucket: Bucket, key = "", endpoint = settings.endpoint): URL =>
    new URL(`${endpoint.replace(/\/$/, "")}/${settings.buckets[bucket]}/${encodeKey(key)}`);

  /** Sends a request; answers 2xx, 206 and the statuses in `accept`, throws on everything else. */
  async function ask(
    url: URL,
    init: RequestInit & { method: string },
    accept: readonly number[] = [],
  ): Promise<Response> {
    const repeats = init.body instanceof ReadableStream ? 0 : QUICK_RETRIES;
    for (let attempt = 0; ; attempt++) {
      const request = await aws.sign(url.toString(), {
        ...init,
        signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      });
      const response = await fetch(request).catch((cause: unknown) => {
        if (attempt < repeats) return null;
        throw new Unavailable("storage", WAIT_SECONDS, cause);
      });
      if (!response) continue;
      if (response.ok || accept.includes(response.status)) return response;
      const problem = readProblem(await response.text());
      const passing = response.status >= 500 || response.status === 429;
      if (passing && attempt < repeats) continue;
      const trouble = new Error(`storage answered ${response.status} ${problem}`);
      throw passing ? new Unavailable("storage", WAIT_SECONDS, trouble) : trouble;
    }
  }

  return {
    async put(bucket, key, body, { length, type }) {
      const sized = body instanceof ReadableStream ? withLength(body, length) : body;
      const response = await ask(address(bucket, key), {
        method: "PUT",
        body: sized as BodyInit,
        headers: { "content-type": type },
      });
      await response.body?.cancel();
    },

    async get(bucket, key, range) {
      const headers = range ? { range: `bytes=${range[0]}-${range[1] - 1}` } : {};
      const response = await ask(address(bucket, key), { method: "GET", headers }, [404]);
      if (response.status === 404 || !response.body) {
        await response.body?.cancel();
        return null;
      }
      return {
        body: response.body as ReadableStream<Uint8Array>,
        length: Number(response.headers.get("content-length")),
        type: response.headers.get("content-type") ?? "application/octet-stream",
      };
    },

    async head(bucket, key) {
      const response = await ask(address(bucket, key), { method: "HEAD" }, [404]);
      if (response.status === 404) return null;
      return {
        length: Number(response.headers.get("content-length")),
        type: response.headers.get("content-type") ?? "application/octet-stream",
        etag: (response.headers.get("etag") ?? "").replaceAll('"', ""),
      };
    },

    async remove(bucket, keys) {
      // One by one: the multi-delete call needs Content-MD5 on some servers, and a recording has few objects.
      for (const key of keys) {
        const response = await ask(address(bucket, key), { method: "DELETE" }, [404]);
        await response.body?.cancel();
      }
    },

    async *list(bucket, prefix) {
      for (let token: string | undefined, first = true; first || token; first = false) {
        const url = address(bucket);
        url.search = new URLSearchParams({
          "list-type": "2",
          "encoding-type": "url",
          prefix,
          ...(token && { "continuation-token": token }),
        }).toString();
        const page = readListing(await (await ask(url, { method: "GET" })).text());
        yield* page.objects;
        token = page.next;
      }
    },

    async presign(bucket, key, { method, seconds, fileName }) {
      const url = address(bucket, key, settings.publicEndpoint ?? settings.endpoint);
      url.searchParams.set("X-Amz-Expires", String(Math.min(Math.ceil(seconds), LONGEST_LINK_SECONDS)));
      if (fileName)
        url.searchParams.set(
          "response-content-disposition",
          `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
        );
      const signed = await aws.sign(url.toString(), { method, aws: { signQuery: true } });
      return signed.url;
    },
  };
}

/** "/" separates; everything else is escaped, "+" too, which would otherwise be read as a space. */
const encodeKey = (key: string): string => key.split("/").map(encodeURIComponent).join("/");

/** Gives a stream the Content-Length that S3 insists on; it fails if the source turns out longer or shorter. */
function withLength(body: ReadableStream<Uint8Array>, length: number): ReadableStream<Uint8Array> {
  const { readable, writable } = new FixedLengthStream(length);
  // A broken source breaks the upload, and the upload is what the caller awaits.
  body.pipeTo(writable).catch(() => undefined);
  return readable;
}
