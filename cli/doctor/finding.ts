/** One line of the doctor's report. */
export interface Finding {
  /** What was looked at: "storage transcripts". */
  check: string;
  state: "ok" | "warn" | "fail";
  what: string;
  /** What to do about it, in one sentence. */
  fix?: string;
}

export type Settings = Record<string, string | undefined>;

export const ok = (check: string, what: string): Finding => ({ check, state: "ok", what });
export const warn = (check: string, what: string, fix: string): Finding => ({
  check,
  state: "warn",
  what,
  fix,
});
export const fail = (check: string, what: string, fix: string): Finding => ({
  check,
  state: "fail",
  what,
  fix,
});

/** The doctor waits for nobody longer than this. */
export const PATIENCE_MS = 10_000;

/** A request that gives up in time. */
export const call = (url: string | URL, init: RequestInit = {}): Promise<Response> =>
  fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });

/** Where something is, without what may stand in an address: a password, a token, a signature. */
export function place(address: string): string {
  if (!URL.canParse(address)) return "an address that cannot be read";
  const { protocol, host } = new URL(address);
  return `${protocol}//${host}`;
}
