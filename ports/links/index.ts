import { inBlocks } from "../bodies/in-blocks.ts";
import { Refused, Unavailable } from "../errors.ts";
import { mayFetch } from "./address.ts";

/** A file behind a link, on its way. */
export interface LinkedFile {
  body: ReadableStream<Uint8Array>;
  /** What the server claims; null when it claims nothing. Never to be relied on. */
  claimedBytes: number | null;
}

export interface Links {
  /**
   * Opens the file at an address that a stranger wrote. Throws Refused with "link-forbidden" (an address we do not go to,
   * also after a redirect), "link-gone" (the server does not give it), "link-page" (a page, no file), "link-too-big" (by
   * its own claim), and Unavailable("link") when later may be better.
   */
  open(address: string): Promise<LinkedFile>;
  /** The most bytes to take. */
  mostBytes: number;
}

const MOST_REDIRECTS = 5;
/** For everything, the last byte included: shorter than the lease of the job that fetches. */
const TIMEOUT_MS = 100_000;
const WAIT_SECONDS = 10;

export function openLinks({ mostBytes, trusted }: { mostBytes: number; trusted: readonly string[] }): Links {
  async function follow(address: string, signal: AbortSignal): Promise<Response> {
    let url = read(address);
    for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
      if (!url || !mayFetch(url, trusted)) throw new Refused("link-forbidden");
      const response = await fetch(url, {
        redirect: "manual",
        signal,
        headers: { accept: "audio/*, video/*, */*;q=0.5", "user-agent": "AishaBot/1.0" },
        // The cause is dropped: its text may hold the address, which is the user's.
      }).catch(() => {
        throw new Unavailable("link", WAIT_SECONDS);
      });
      const next = response.headers.get("location");
      if (response.status < 300 || response.status > 399 || !next) return response;
      await response.body?.cancel();
      url = read(next, url);
    }
    throw new Refused("link-gone");
  }

  return {
    mostBytes,
    async open(address) {
      const response = await follow(address, AbortSignal.timeout(TIMEOUT_MS));
      const problem = judge(response, mostBytes);
      if (!problem) {
        const length = response.headers.get("content-length");
        return {
          body: inBlocks((response.body ?? new Response("").body) as ReadableStream<Uint8Array>, "link"),
          claimedBytes: length === null ? null : Number(length),
        };
      }
      await response.body?.cancel();
      throw problem;
    },
  };
}

function judge({ status, headers }: Response, mostBytes: number): Error | null {
  if (status === 429 || status >= 500)
    return new Unavailable("link", Number(headers.get("retry-after")) || WAIT_SECONDS);
  if (status !== 200) return new Refused("link-gone");
  if (/^(text\/html|application\/xhtml)/i.test(headers.get("content-type") ?? ""))
    return new Refused("link-page");
  return Number(headers.get("content-length")) > mostBytes ? new Refused("link-too-big") : null;
}

function read(address: string, base?: URL): URL | null {
  try {
    return new URL(address, base);
  } catch {
    return null;
  }
}
