import { openRecording } from "./open.ts";
import type { PartPlan } from "./plan-cuts.ts";
import { sniff } from "./sniff.ts";
import type { ByteSource } from "./source.ts";
import { Unplayable } from "./unplayable.ts";
import { OUTPUTS } from "./writer.ts";

/** A small valid file for the speech model. */
export interface AudioPart {
  /** Its extension is what some services go by. */
  name: string;
  type: string;
  bytes: Uint8Array;
  /** The recording's second at which its sound begins: the plan's `audioFrom`, or up to one packet before. */
  startSeconds: number;
  durationSeconds: number;
}

const WHOLE_TYPES: Record<string, readonly [string, string]> = {
  ogg: ["part.ogg", "audio/ogg"],
  mp3: ["part.mp3", "audio/mpeg"],
  mp4: ["part.m4a", "audio/mp4"],
  webm: ["part.webm", "audio/webm"],
  wav: ["part.wav", "audio/wav"],
  flac: ["part.flac", "audio/flac"],
};

/**
 * Cuts one planned part: reads the head of the recording and the part's own bytes, copies packets, and holds about the
 * part's size in memory. Throws Unplayable when the recording is no longer the one that was planned.
 */
export async function cutPart(source: ByteSource, plan: PartPlan): Promise<AudioPart> {
  if (plan.whole) {
    const bytes = await source.read(0, source.size);
    const kind = sniff(bytes.subarray(0, 64 * 1024));
    const [name, type] = (typeof kind === "string" && WHOLE_TYPES[kind]) || [
      "part.bin",
      "application/octet-stream",
    ];
    return {
      name,
      type,
      bytes,
      startSeconds: plan.audioFrom,
      durationSeconds: plan.audioTo - plan.audioFrom,
    };
  }
  const reader = await openRecording(source);
  const { track } = reader;
  const { extension, type, write, preRoll } = OUTPUTS[track.codec];
  const from = Math.round(plan.audioFrom * track.timescale);
  const to = Math.round(plan.audioTo * track.timescale);
  const first = from - preRoll(track);
  const writer = write(track, { from, to, bytes: Math.min(plan.bytes, source.size + 64 * 1024) });
  let packets = 0;
  await reader.walk(plan.start, {
    ...(plan.until === null ? {} : { until: plan.until }),
    visit(data, start, end, ticks, duration) {
      if (ticks >= to) return false;
      if (ticks + duration > first) {
        writer.add(data, start, end, ticks, duration);
        packets += 1;
      }
      return true;
    },
  });
  if (packets === 0) throw new Unplayable("truncated beyond salvage");
  const part = writer.finish();
  return {
    name: `part.${extension}`,
    type,
    bytes: part.bytes,
    startSeconds: part.start / track.timescale,
    durationSeconds: (part.end - part.start) / track.timescale,
  };
}
