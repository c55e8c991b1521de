export const LOG_LEVELS = ["DEBUG", "INFO", "WARN", "ERROR"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What a log line may carry: ids, counts, times and outcomes. Never words, pictures, names, keys or file addresses. */
export type LogFields = Record<string, string | number | boolean | null | undefined>;

export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** One JSON line per event on the console, where `wrangler tail` and container logs read it. */
export function openLog(least: LogLevel, write: (line: string) => void = console.log): Log {
  const from = LOG_LEVELS.indexOf(least);
  const at =
    (level: LogLevel) =>
    (event: string, fields: LogFields = {}): void => {
      if (LOG_LEVELS.indexOf(level) < from) return;
      write(JSON.stringify({ at: new Date().toISOString(), level, event, ...fields }));
    };
  return { debug: at("DEBUG"), info: at("INFO"), warn: at("WARN"), error: at("ERROR") };
}
