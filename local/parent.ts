/**
 * Calls `stop` once: when a signal asks us to end, or when the process that started us is gone, however it went.
 * Our own children watch us in the same way (guarded.ts), so a kill travels all the way down.
 */
export function onEnd(stop: (why: string) => void): void {
  let asked = false;
  const once = (why: string) => () => {
    if (asked) return;
    asked = true;
    stop(why);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, once(signal));
  if (!process.channel) return;
  process.on("disconnect", once("parent gone"));
  process.channel.unref();
}
