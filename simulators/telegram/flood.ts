/** How much Telegram takes before it answers 429 (core.telegram.org/bots/faq: about 1 a second per chat, 30 overall). */
export interface FloodLimits {
  chatPerMinute?: number;
  allPerSecond?: number;
}

/** Seconds to wait before this call is allowed, 0 when it is now; allowed calls are counted. */
export function makeFloodGate({ chatPerMinute, allPerSecond }: FloodLimits, now: () => number) {
  const times = new Map<string, number[]>();
  const wait = (key: string, limit: number | undefined, windowMs: number): number => {
    if (limit === undefined) return 0;
    const recent = (times.get(key) ?? []).filter((time) => time > now() - windowMs);
    times.set(key, recent);
    const [oldest] = recent;
    return recent.length < limit || oldest === undefined ? 0 : Math.ceil((oldest + windowMs - now()) / 1000);
  };
  return (method: string, chatId: number | undefined): number => {
    if (!/^(send|edit|copy|forward)/.test(method) || method === "sendChatAction") return 0;
    const chat = `chat ${chatId}`;
    const seconds = Math.max(wait(chat, chatPerMinute, 60_000), wait("all", allPerSecond, 1000));
    if (seconds === 0) for (const key of [chat, "all"]) times.get(key)?.push(now());
    return seconds;
  };
}
