import { ApiError } from "./errors.ts";

export interface RateLimitOptions {
  /** Requests let through within any window. */
  requests: number;
  windowMs: number;
}

export interface RateLimit {
  /** Counts a request. Throws the vendor's 429 where it is one too many. */
  pass(): void;
  /** The vendor's x-ratelimit-… headers for requests, as of now. */
  headers(): Record<string, string>;
}

/** A sliding window over the moments of the requests that were let through. */
export function makeRateLimit({ requests, windowMs }: RateLimitOptions): RateLimit {
  const passed: number[] = [];
  const forget = () => {
    while ((passed[0] ?? Number.POSITIVE_INFINITY) <= Date.now() - windowMs) passed.shift();
  };
  const waitMs = () => Math.max(0, (passed[0] ?? 0) + windowMs - Date.now());
  return {
    pass() {
      forget();
      if (passed.length < requests) {
        passed.push(Date.now());
        return;
      }
      const wait = waitMs();
      const limit = `Limit ${requests}, Used ${requests}, Requested 1`;
      const message = `Rate limit reached for requests per min (RPM): ${limit}. Please try again in ${wait}ms.`;
      const headers = { "retry-after": String(Math.ceil(wait / 1000)), "retry-after-ms": String(wait) };
      throw new ApiError(429, message, { type: "requests", code: "rate_limit_exceeded", headers });
    },
    headers() {
      forget();
      return {
        "x-ratelimit-limit-requests": String(requests),
        "x-ratelimit-remaining-requests": String(requests - passed.length),
        "x-ratelimit-reset-requests": `${waitMs()}ms`,
      };
    },
  };
}
