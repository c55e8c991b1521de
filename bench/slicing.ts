import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import type { CutPolicy, PartPlan } from "../domain/media/plan-cuts.ts";
import { makeRuler, type RulerOptions } from "../tests/makers/ruler.ts";
import { watchLiveMemory } from "./live-memory.ts";
import { loopRecording, serveRecording } from "./looped-recording.ts";
import { workerdFigures } from "./process-figures.ts";

const PROJECT = join(import.meta.dirname, "..");
const MEGABYTES = [1, 20, 100, 500];
const KINDS: Record<string, RulerOptions> = {
  "ogg opus": { container: "ogg", codec: "opus", seconds: 60, pauses: { every: 4, length: 0.4 } },
  mp3: { container: "mp3", codec: "mp3", seconds: 60, pauses: { every: 4, length: 0.4 } },
  "webm opus": {
    container: "webm",
    codec: "opus",
    live: true,
    seconds: 60,
    pauses: { every: 4, length: 0.4 },
  },
  "m4a frag.": { container: "m4a", codec: "aac", index: "fragmented", seconds: 60 },
  wav: { container: "wav", codec: "pcm16", rate: 44_100, channels: 2, seconds: 60 },
};
const POLICY: CutPolicy = {
  targetSeconds: 120,
  maxSeconds: 1400,
  // As in production: ten parts lie in memory side by side.
  maxBytes: 6 * 2 ** 20,
  overlapSeconds: 1.5,
  windowSeconds: 10,
};
/** Parts cut of each recording, spread over its length; more of them only take longer. */
const PARTS = 20;
/** What one consumer takes at once (wrangler.toml). */
const PARTS_AT_ONCE = 10;

/**
 * Plans and cuts recordings of 1 to 500 MB inside workerd, by range reads, and prints what it costs: CPU milliseconds per
 * minute of sound (planning and cutting together; HTTP included), the most that was alive in the isolate while ten parts were
 * cut side by side, the process's memory before and at its peak, and bytes read per byte of part. Each recording has a
 * fresh process.
 */
export async function slicing(): Promise<Record<string, number>> {
  const bundle = buildWorker();
  const figures: Record<string, number> = {};
  const raise = (name: string, value: number) => {
    figures[name] = Math.max(figures[name] ?? 0, Math.round(value * 100) / 100);
  };
  try {
    for (const [kind, options] of Object.entries(KINDS)) {
      const sample = withoutLengths(await makeRuler(options), kind);
      for (const megabytes of MEGABYTES) {
        const run = await measure(bundle, sample, megabytes * 10 ** 6);
        const { mostMb: liveMb, looks } = await measureLive(bundle, sample, megabytes * 10 ** 6);
        console.log(
          `${kind.padEnd(10)} ${String(megabytes).padStart(3)} MB, ${run.minutes.toFixed(0).padStart(4)} min: ` +
            `plan ${run.planMsPerMinute.toFixed(2)} + cut ${run.cutMsPerMinute.toFixed(2)} ms CPU a minute, ` +
            `${run.idleMb.toFixed(0)} → ${run.peakMb.toFixed(0)} MB, at most ${liveMb.toFixed(1)} MB alive (${looks} looks), ` +
            `${run.readPerPartByte.toFixed(2)} bytes read a byte of part, outline ${(run.outlineBytes / 1000).toFixed(0)} KB`,
        );
        // The smallest recording's milliseconds are those of a cold start.
        if (megabytes > 1) {
          raise(
            kind === "wav" ? "cpuMsPerMinuteWav" : "cpuMsPerMinute",
            run.planMsPerMinute + run.cutMsPerMinute,
          );
          raise("readPerPartByte", run.readPerPartByte);
        }
        raise("peakMemoryMb", liveMb);
        raise(`peakMemoryMb${megabytes}`, liveMb);
        raise("processMemoryMb", run.peakMb);
        raise("idleProcessMemoryMb", run.idleMb);
      }
    }
  } finally {
    rmSync(join(bundle, ".."), { recursive: true, force: true });
  }
  return figures;
}

async function measure(bundle: string, sample: Uint8Array, size: number) {
  await using rig = await rigUp(bundle, sample, size);
  const idle = workerdFigures();
  const outline = await rig.plan();
  const planned = workerdFigures();
  let cutSeconds = 0;
  let read = 0;
  let bytes = 0;
  for (const plan of spread(outline.plans, PARTS)) {
    const part = await rig.cut(plan);
    cutSeconds += part.seconds;
    read += part.read;
    bytes += part.bytes;
  }
  const cut = workerdFigures();
  return {
    minutes: outline.seconds / 60,
    planMsPerMinute: (planned.cpuMs - idle.cpuMs) / (outline.seconds / 60),
    cutMsPerMinute: (cut.cpuMs - planned.cpuMs) / (cutSeconds / 60),
    idleMb: idle.peakMb,
    peakMb: cut.peakMb,
    readPerPartByte: read / bytes,
    outlineBytes: outline.outlineBytes,
  };
}

/** The most that was alive while it was planned, and while as many parts were cut side by side as one consumer takes. */
async function measureLive(bundle: string, sample: Uint8Array, size: number) {
  await using rig = await rigUp(bundle, sample, size);
  const memory = await watchLiveMemory(rig.inspector);
  const { plans } = await rig.plan();
  await Promise.all(spread(plans, PARTS_AT_ONCE).map((plan) => rig.cut(plan)));
  return memory.stop();
}

const spread = (plans: readonly PartPlan[], most: number): readonly PartPlan[] => {
  const step = Math.max(1, Math.floor(plans.length / most));
  return plans.filter((_, i) => i % step === 0).slice(0, most);
};

/** A Worker of its own process beside a recording that is served by ranges. */
async function rigUp(bundle: string, sample: Uint8Array, size: number) {
  const { url, server } = await serveRecording(await loopRecording(sample, size));
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: "127.0.0.1",
      port: 0,
      inspectorPort: 0,
      cf: false,
      modules: true,
      scriptPath: bundle,
      compatibilityDate: "2026-10-20",
    } as Parameters<typeof convertV4MiniflareOptions>[0]),
  );
  const { origin } = await miniflare.ready;
  const ask = async <T>(plan?: PartPlan): Promise<T> => {
    const response = await fetch(origin, {
      method: "POST",
      body: JSON.stringify({ url, size, policy: POLICY, plan }),
    });
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as T;
  };
  return {
    inspector: await miniflare.getInspectorURL(),
    plan: () => ask<{ seconds: number; outlineBytes: number; plans: PartPlan[] }>(),
    cut: (plan: PartPlan) => ask<{ bytes: number; seconds: number; read: number }>(plan),
    async [Symbol.asyncDispose]() {
      await miniflare.dispose();
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A WAV whose data chunk says nothing about its length, as one written to a pipe. */
function withoutLengths(sample: Uint8Array, kind: string): Uint8Array {
  if (kind !== "wav") return sample;
  const wav = new Uint8Array(sample);
  const at = new TextDecoder("latin1").decode(wav.subarray(0, 200)).indexOf("data");
  new DataView(wav.buffer).setUint32(at + 4, 0xffffffff);
  return wav;
}

/** Bundles the worker beside the project's other builds; Miniflare takes no script from outside. */
function buildWorker(): string {
  const directory = join(PROJECT, ".local/bench-build", randomUUID());
  const wrangler = join(PROJECT, "node_modules/wrangler/bin/wrangler.js");
  const built = spawnSync(
    process.execPath,
    [wrangler, "deploy", "bench/slicing-worker.ts", "--dry-run", "--name", "slicing", "--outdir", directory],
    { cwd: PROJECT, encoding: "utf8", env: { ...process.env, WRANGLER_SEND_METRICS: "false" } },
  );
  if (built.status !== 0) throw new Error(`the worker does not build:\n${built.stdout}${built.stderr}`);
  return join(directory, "slicing-worker.js");
}
