import { AwsClient } from "aws4fetch";
import { withLength } from "../bodies/with-length.ts";
import { Unavailable } from "../errors.ts";
import type { Bucket, Storage } from "./index.ts";
import { escapeText, readListing, readProblem, readWriting } from "./xml.ts";

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

  /** Sends a request; null when there is no such object, which a HEAD cannot tell from no such bucket. */
  async function ask(url: URL, init: RequestInit & { method: string }): Promise<Response | null> {
    const repeats = init.body instanceof ReadableStream ? 0 : QUICK_RETRIES;
    for (let attempt = 0; ; attempt++) {
      // The clock stops with the answer's headers: a large body may be read for longer.
      const timeout = new AbortController();
      const clock = setTimeout(() => timeout.abort(new Error("no answer in time")), REQUEST_TIMEOUT_MS);
      const request = await aws.sign(url.toString(), { ...init, signal: timeout.signal });
      const response = await fetch(request)
        .catch((cause: unknown) => {
          if (attempt < repeats) return null;
          throw new Unavailable("storage", WAIT_SECONDS, cause);
        })
        .finally(() => clearTimeout(clock));
      if (!response) continue;
      if (response.ok) return response;
      const problem = readProblem(await response.text());
      if (response.status === 404 && problem !== "NoSuchBucket") return null;
      const passing = response.status >= 500 || response.status === 429;
      if (passing && attempt < repeats) continue;
      const trouble = new Error(`storage answered ${response.status} ${problem}`);
      throw passing ? new Unavailable("storage", WAIT_SECONDS, trouble) : trouble;
    }
  }

  return {
    publicUrls: [settings.publicEndpoint ?? settings.endpoint],

    async put(bucket, key, body, { length, type }) {
      const sized = body instanceof ReadableStream ? withLength(body, length) : null;
      const response = await ask(address(bucket, key), {
        method: "PUT",
        body: sized ? sized.stream : (body as Uint8Array<ArrayBuffer>),
        headers: { "content-type": type },
      }).catch((error) => {
        // Told as whose trouble it is: the store's only if the source was well.
        throw sized?.trouble() ?? error;
      });
      await response?.body?.cancel();
    },

    async get(bucket, key, range) {
      // As a header this would be no range at all, and be answered with the whole object (RFC 9110, 14.1.2).
      if (range && range[1] <= range[0]) throw new RangeError(`no byte lies in [${range.join(", ")})`);
      const headers = range ? { range: `bytes=${range[0]}-${range[1] - 1}` } : {};
      const response = await ask(address(bucket, key), { method: "GET", headers });
      if (!response) return null;
      return {
        body: (response.body ?? new Response("").body) as ReadableStream<Uint8Array>,
        length: Number(response.headers.get("content-length")),
        type: response.headers.get("content-type") ?? "application/octet-stream",
      };
    },

    async head(bucket, key) {
      const response = await ask(address(bucket, key), { method: "HEAD" });
      if (!response) return null;
      return {
        length: Number(response.headers.get("content-length")),
        type: response.headers.get("content-type") ?? "application/octet-stream",
        etag: (response.headers.get("etag") ?? "").replaceAll('"', ""),
      };
    },

    async remove(bucket, keys) {
      // One by one: the multi-delete call needs Content-MD5 on some servers, and a recording has few objects.
      for (const key of keys) {
        const response = await ask(address(bucket, key), { method: "DELETE" });
        await response?.body?.cancel();
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
        const response = await ask(url, { method: "GET" });
        if (!response) throw new Error("the storage endpoint is not an S3 server: it cannot list");
        const page = readListing(await response.text());
        yield* page.objects;
        token = page.next;
      }
    },

    async beginParts(bucket, key, type) {
      const url = address(bucket, key);
      url.search = "uploads=";
      const response = await ask(url, { method: "POST", headers: { "content-type": type } });
      const writing = response && readWriting(await response.text());
      if (!writing) throw new Error("the storage endpoint is not an S3 server: it begins no parts");
      return writing;
    },

    takesParts: () => Promise.resolve(true),

    async putPart(bucket, key, writing, number, bytes) {
      const response = await ask(partAddress(address(bucket, key), writing, number), {
        method: "PUT",
        body: bytes as Uint8Array<ArrayBuffer>,
      });
      await response?.body?.cancel();
      const tag = response?.headers.get("etag");
      if (!tag) throw new Error("storage lost the parts that were written");
      return tag;
    },

    async joinParts(bucket, key, writing, tags) {
      const parts = tags.map(
        (tag, i) => `<Part><PartNumber>${i + 1}</PartNumber><ETag>${escapeText(tag)}</ETag></Part>`,
      );
      const response = await ask(partAddress(address(bucket, key), writing), {
        method: "POST",
        body: `<CompleteMultipartUpload>${parts.join("")}</CompleteMultipartUpload>`,
        headers: { "content-type": "application/xml" },
      });
      if (!response) return false;
      // S3 answers 200 before it has joined the parts, and says only in the body when it could not.
      const problem = readProblem(await response.text());
      if (problem) throw new Unavailable("storage", WAIT_SECONDS, new Error(`storage answered ${problem}`));
      return true;
    },

    async abortParts(bucket, key, writing) {
      const response = await ask(partAddress(address(bucket, key), writing), { method: "DELETE" });
      await response?.body?.cancel();
    },

    async presignPart(bucket, key, { writing, number, length, seconds }) {
      const at = address(bucket, key, settings.publicEndpoint ?? settings.endpoint);
      const url = partAddress(at, writing, number);
      url.searchParams.set("X-Amz-Expires", String(Math.min(Math.ceil(seconds), LONGEST_LINK_SECONDS)));
      // The length is part of the signature: who has the link cannot fill the store with it.
      const signed = await aws.sign(url.toString(), {
        method: "PUT",
        headers: { "content-length": String(length) },
        aws: { signQuery: true, allHeaders: true },
      });
      return signed.url;
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

    async check() {
      // Read, because a head cannot tell a missing bucket from a missing object.
      const answers = await Promise.all(
        (["transcripts", "avatars"] as const).map((bucket) =>
          ask(address(bucket, "health"), { method: "GET" }),
        ),
      );
      await Promise.all(answers.map((answer) => answer?.body?.cancel()));
      return null;
    },
  };
}

function partAddress(url: URL, writing: string, number?: number): URL {
  if (number !== undefined) url.searchParams.set("partNumber", String(number));
  url.searchParams.set("uploadId", writing);
  return url;
}

/**
 * "/" separates; everything else but RFC 3986's unreserved characters is escaped. "+" would otherwise be read as a
 * space, and servers that sign the path as it came want !'()* escaped too.
 */
const encodeKey = (key: string): string =>
  key
    .split("/")
    .map(encodeURIComponent)
    .join("/")
    .replace(/[!'()*]/g, escapeCharacter);

const escapeCharacter = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
