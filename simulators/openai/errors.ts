/** An answer that refuses, as OpenAI words it. */
export class ApiError extends Error {
  readonly status: number;
  readonly type: string;
  readonly param: string | null;
  readonly code: string | null;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    message: string,
    fields: { type?: string; param?: string; code?: string; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.status = status;
    this.type = fields.type ?? (status >= 500 ? "server_error" : "invalid_request_error");
    this.param = fields.param ?? null;
    this.code = fields.code ?? null;
    this.headers = fields.headers ?? {};
  }

  body(): unknown {
    return { error: { message: this.message, type: this.type, param: this.param, code: this.code } };
  }
}

export function badRequest(message: string, param?: string, code?: string): ApiError {
  return new ApiError(400, message, { ...(param && { param }), ...(code && { code }) });
}

/** The error of a switched-on fault: a code implies its status, a status its usual code. */
export function errorOf(fault: {
  status?: number;
  code?: string;
  message?: string;
  retryAfter?: number;
}): ApiError {
  const known = KNOWN.find((k) => (fault.code ? k.code === fault.code : k.status === fault.status));
  const status = fault.status ?? known?.status ?? 500;
  const headers: Record<string, string> = {};
  if (fault.retryAfter !== undefined) {
    headers["retry-after"] = String(Math.ceil(fault.retryAfter));
    headers["retry-after-ms"] = String(Math.round(fault.retryAfter * 1000));
  }
  const message = fault.message ?? known?.message ?? "The server had an error while processing your request.";
  const code = known?.bare ? undefined : (fault.code ?? known?.code);
  return new ApiError(status, message, {
    headers,
    ...(known?.type && { type: known.type }),
    ...(code && { code }),
  });
}

/** Error bodies measured against the live API. `bare`: the vendor sends no code with it. */
const KNOWN: { status: number; code: string; type?: string; message: string; bare?: boolean }[] = [
  { status: 401, code: "invalid_api_key", message: "Incorrect API key provided: sk-simul****ated." },
  {
    status: 403,
    code: "unsupported_country_region_territory",
    type: "request_forbidden",
    message: "Country, region, or territory not supported",
  },
  {
    status: 404,
    code: "model_not_found",
    message: "The model does not exist or you do not have access to it.",
  },
  {
    status: 429,
    code: "rate_limit_exceeded",
    type: "requests",
    message:
      "Rate limit reached for requests per min (RPM): Limit 500, Used 500, Requested 1. Please try again in 6ms.",
  },
  {
    status: 429,
    code: "insufficient_quota",
    type: "insufficient_quota",
    message: "You exceeded your current quota, please check your plan and billing details.",
  },
  {
    status: 400,
    code: "audio_too_short",
    message: "Audio file is too short. Minimum audio length is 0.1 seconds.",
  },
  { status: 400, code: "invalid_value", message: "Audio file might be corrupted or unsupported" },
  {
    status: 400,
    code: "input_too_large",
    message: "Total number of tokens in instructions + audio is too large for this model",
  },
  {
    status: 400,
    code: "context_length_exceeded",
    message:
      "This model's maximum context length is 400000 tokens. However, your messages resulted in 400001 tokens. Please reduce the length of the messages.",
  },
  {
    status: 500,
    code: "server_error",
    bare: true,
    message: "The server had an error while processing your request. Sorry about that!",
  },
  {
    status: 503,
    code: "overloaded",
    bare: true,
    message:
      "The server is currently overloaded with other requests. Sorry about that! You can retry your request.",
  },
];
