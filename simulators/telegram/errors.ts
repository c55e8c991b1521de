/** A refusal on the wire: `{"ok":false,"error_code":…,"description":…}`. */
export class ApiError extends Error {
  readonly code: number;
  readonly description: string;
  /** The caller broke the contract, as opposed to asking for what the chat's state does not allow. */
  readonly broken: boolean;
  readonly parameters: { retry_after?: number; migrate_to_chat_id?: number } | undefined;

  constructor(
    code: number,
    description: string,
    options: { broken?: boolean; parameters?: { retry_after?: number; migrate_to_chat_id?: number } } = {},
  ) {
    super(description);
    this.code = code;
    this.description = description;
    this.broken = options.broken ?? false;
    this.parameters = options.parameters;
  }
}

/** 400 for a request that could never be right. Kept among the violations. */
export const broken = (what: string): ApiError => new ApiError(400, `Bad Request: ${what}`, { broken: true });

/** 400 for a request that the present state refuses: the message is gone, the query too old. */
export const refused = (what: string): ApiError => new ApiError(400, `Bad Request: ${what}`);

export const forbidden = (what: string): ApiError => new ApiError(403, `Forbidden: ${what}`);

export const tooMany = (seconds: number): ApiError =>
  new ApiError(429, `Too Many Requests: retry after ${seconds}`, { parameters: { retry_after: seconds } });
