import type { FalClient } from "@fal-ai/client";
import { FarFile } from "./far-file.ts";

/** Where FAL is: itself, a gateway before it, or a simulator. */
export interface FalPlace {
  key: string | undefined;
  queueUrl: string;
  restUrl: string;
}

/** FAL's client, opened when it is first needed: an acknowledgement never does. */
export type OpenClient = () => Promise<FalClient>;

/** FAL answered, and it was not a yes. */
export class FalAnswered extends Error {
  readonly status: number;
  readonly body: unknown;
  readonly waitSeconds: number | null;

  constructor(status: number, body: unknown, retryAfter: string | null) {
    super(`fal answered ${status}`);
    this.name = "FalAnswered";
    this.status = status;
    this.body = body;
    this.waitSeconds = Number(retryAfter) || null;
  }
}

/** FAL did not answer, or not to the end: whether it heard us is not known. */
export class FalSilent extends Error {
  constructor() {
    super("fal did not answer");
    this.name = "FalSilent";
  }
}

/**
 * How long FAL keeps files of ours. What it makes is copied at once (X-Fal-Object-Lifecycle-Preference, sent with each
 * request); what it is given to read is needed until the request ends (X-Fal-Object-Lifecycle, sent with each upload:
 * without it an upload stays for ever).
 */
export const VENDOR_KEEPS_SECONDS = 7 * 86_400;

/** FAL answers within a second or two; past this the answer counts as lost. Below every job's lease. */
const CALL_TIMEOUT_MS = 30_000;
/** A file on its way to FAL, whole or in parts of 10 MB. */
const FILE_TIMEOUT_MS = 300_000;

/**
 * FAL's own client with our way to the network. The client repeats what failed, a submit too, and a repeated submit is a
 * second job that is paid for: it knows what to repeat by its own error classes and by the names of network errors. Every
 * failure leaves here as one of the two errors above, which it does not know, so nothing is ever repeated by it.
 */
export function openFalClient({ key, queueUrl, restUrl }: FalPlace): OpenClient {
  const moved: [from: string, to: string][] = [
    ["https://queue.fal.run", queueUrl],
    ["https://rest.fal.ai", restUrl],
  ];
  const redirect = (url: string): string => {
    const place = moved.find(([from]) => url.startsWith(`${from}/`));
    return place ? place[1] + url.slice(place[0].length) : url;
  };

  const call = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const { body } = init as { body?: unknown };
    const isFile = body instanceof FarFile;
    try {
      const response = await fetch(redirect(String(input)), {
        ...init,
        ...(isFile && { body: await body.open() }),
        signal: AbortSignal.timeout(isFile ? FILE_TIMEOUT_MS : CALL_TIMEOUT_MS),
      });
      // Read here: what breaks while it is being read has to leave as our error as well.
      const text = await response.text();
      if (response.ok) return new Response(text, { headers: response.headers });
      throw new FalAnswered(response.status, readJson(text), response.headers.get("retry-after"));
    } catch (error) {
      throw error instanceof FalAnswered ? error : new FalSilent();
    }
  };

  let client: Promise<FalClient> | undefined;
  return () => {
    client ??= import("@fal-ai/client").then(({ createFalClient }) =>
      createFalClient({ credentials: key ?? "", fetch: call as typeof fetch }),
    );
    return client;
  };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
