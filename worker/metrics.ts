import { METRICS, readMetrics } from "../domain/watch/index.ts";
import type { Tally } from "../ports/meter.ts";
import type { Visit } from "./visit.ts";
import { sameSecret } from "./webhooks/same-secret.ts";

/** Every name begins with it. */
const PREFIX = "aisha_";

/** `GET /metrics`: figures for a Prometheus that brings METRICS_TOKEN along. Without that setting there is no such page. */
export async function metrics(request: Request, { ports }: Visit): Promise<Response> {
  const { env, db, clock } = ports;
  if (!env.METRICS_TOKEN) return new Response("not found", { status: 404 });
  const [, token = ""] = /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  if (!sameSecret(token, env.METRICS_TOKEN))
    return new Response("unauthorized", { status: 401, headers: { "www-authenticate": "Bearer" } });
  const samples = await readMetrics(db, clock.now());
  return new Response(writeMetrics(samples), {
    headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8", "cache-control": "no-store" },
  });
}

/** Prometheus' text format: what each metric means, then its samples. A metric without samples is 0 where that is true. */
export function writeMetrics(samples: readonly Tally[]): string {
  const lines: string[] = [];
  for (const [name, [kind, help]] of Object.entries(METRICS)) {
    const own = samples.filter((sample) => familyOf(sample.name, kind) === name);
    lines.push(`# HELP ${PREFIX}${name} ${help}`, `# TYPE ${PREFIX}${name} ${kind}`);
    for (const sample of kind === "histogram" ? byBound(own) : own)
      lines.push(`${PREFIX}${sample.name}${sample.labels && `{${sample.labels}}`} ${sample.value}`);
  }
  return `${lines.join("\n")}\n`;
}

const familyOf = (name: string, kind: string): string =>
  kind === "histogram" ? name.replace(/_(bucket|sum|count)$/, "") : name;

/** A histogram's buckets come in the order of their bounds, and the sum and the count of each vendor after them. */
function byBound(samples: readonly Tally[]): Tally[] {
  const vendorOf = ({ labels }: Tally) => /vendor="([^"]*)"/.exec(labels)?.[1] ?? "";
  const rankOf = ({ name, labels }: Tally) =>
    name.endsWith("_bucket")
      ? Number((/le="([^"]*)"/.exec(labels)?.[1] ?? "").replace("+Inf", "1e300"))
      : Number.POSITIVE_INFINITY;
  return samples.toSorted((one, other) =>
    vendorOf(one) === vendorOf(other)
      ? rankOf(one) === rankOf(other)
        ? 0
        : rankOf(one) - rankOf(other)
      : vendorOf(one) < vendorOf(other)
        ? -1
        : 1,
  );
}
