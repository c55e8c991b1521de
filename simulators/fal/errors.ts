/** An answer that refuses, as FAL words it: `detail` is a list for the model's errors, a sentence for the platform's. */
export class FalError extends Error {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Record<string, string>;

  constructor(status: number, body: unknown, headers: Record<string, string> = {}) {
    super(typeof body === "string" ? body : JSON.stringify(body));
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

export interface Detail {
  loc: (string | number)[];
  msg: string;
  type: string;
  url?: string;
  ctx?: Record<string, unknown>;
  input?: unknown;
}

/** An error of the model: HTTP status and the list of what is wrong. */
export function modelError(details: Detail[], status = 422): FalError {
  const known = details.map((detail) => ({ ...detail, url: `https://docs.fal.ai/errors#${detail.type}` }));
  return new FalError(status, { detail: known }, { "x-fal-retryable": String(status >= 500) });
}

/** An error of the platform, by status or by its `error_type`. */
export function platformError(fault: {
  status?: number;
  code?: string;
  message?: string;
  retryAfter?: number;
}): FalError {
  const known = KNOWN.find(({ status, type }) =>
    fault.code ? type === fault.code : status === fault.status,
  );
  const status = fault.status ?? known?.status ?? 500;
  const detail = fault.message ?? known?.detail ?? "Internal server error";
  const type = known?.type;
  const headers: Record<string, string> = {};
  if (fault.retryAfter !== undefined) headers["retry-after"] = String(Math.ceil(fault.retryAfter));
  if (type && !known?.bare) headers["x-fal-error-type"] = type;
  return new FalError(status, { detail, ...(type && !known?.bare && { error_type: type }) }, headers);
}

/** `bare`: the vendor sends no error_type with it; the name is ours, to choose it by. */
const KNOWN: { status: number; type: string; detail: string; bare?: boolean }[] = [
  {
    status: 401,
    type: "unauthorized",
    detail: "Cannot access application. Authentication is required to access this application.",
    bare: true,
  },
  {
    status: 403,
    type: "exhausted_balance",
    detail: "User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing.",
    bare: true,
  },
  { status: 429, type: "rate_limited", detail: "Too many concurrent requests.", bare: true },
  { status: 500, type: "internal_error", detail: "Internal server error" },
  { status: 502, type: "runner_incomplete_response", detail: "The runner ended its response early" },
  { status: 503, type: "runner_scheduling_failure", detail: "No runner could be scheduled" },
  { status: 504, type: "request_timeout", detail: "The request timed out" },
  { status: 504, type: "startup_timeout", detail: "The runner did not start in time" },
  { status: 503, type: "runner_disconnected", detail: "The runner disconnected" },
];
