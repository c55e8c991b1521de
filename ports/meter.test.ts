import { expect, test } from "vitest";
import { Refused, Throttled, Unavailable } from "./errors.ts";
import { metered, openMeter } from "./meter.ts";

function watched<T extends object>(port: T) {
  const meter = openMeter();
  let ms = 0;
  const clock = {
    now() {
      ms += 500;
      return new Date(ms);
    },
  };
  return { port: metered(port, "vendor", { meter, clock }), meter };
}
const callsOf = (meter: ReturnType<typeof openMeter>) =>
  meter
    .take()
    .flatMap(({ name, labels, value }) => (name === "vendor_calls_total" ? [`${labels} ${value}`] : []));

test("calls are counted by how they ended, those of a port's parts too", async () => {
  const { port, meter } = watched({
    good: async (text: string) => text.toUpperCase(),
    bad: async (error: Error) => Promise.reject(error),
    queue: { submit: async () => 7 },
    facts: { model: "m" },
    plain: () => "not a call",
  });
  expect([await port.good("a"), await port.queue.submit(), port.plain(), port.facts.model]).toEqual([
    "A",
    7,
    "not a call",
    "m",
  ]);
  for (const error of [new Unavailable("x", 1), new Throttled("x", 1), new Refused("x"), new Error("bug")])
    await expect(port.bad(error)).rejects.toBe(error);
  expect(callsOf(meter)).toEqual([
    'vendor="vendor",call="good",outcome="ok" 1',
    'vendor="vendor",call="queue.submit",outcome="ok" 1',
    'vendor="vendor",call="bad",outcome="unavailable" 1',
    'vendor="vendor",call="bad",outcome="throttled" 1',
    'vendor="vendor",call="bad",outcome="refused" 1',
    'vendor="vendor",call="bad",outcome="error" 1',
  ]);
  expect(meter.take(), "taken once").toEqual([]);
});

test("how long a call took falls into every bucket that is large enough", async () => {
  const { port, meter } = watched({ good: async () => undefined });
  await port.good();
  const buckets = meter
    .take()
    .filter(({ name }) => name === "vendor_seconds_bucket")
    .map(({ labels }) => labels);
  expect(buckets).not.toContain('vendor="vendor",le="0.25"');
  expect(buckets).toContain('vendor="vendor",le="1"');
  expect(buckets).toContain('vendor="vendor",le="+Inf"');
});
