import { type AudioOutline, markAt, markBefore, payloadBetween } from "./outline.ts";
import { chooseCut } from "./quiet.ts";
import type { Codec, Mark } from "./reader.ts";
import type { Container } from "./sniff.ts";
import { Unplayable } from "./unplayable.ts";
import { OUTPUTS } from "./writer.ts";

/** How long and how large parts may be: the speech model's limits and our wishes. */
export interface CutPolicy {
  /** Wished length of a part. A recording up to a quarter longer stays one part. */
  targetSeconds: number;
  /** No part's sound is longer. */
  maxSeconds: number;
  /** No part's file is larger. */
  maxBytes: number;
  /** Seconds that neighbouring parts share, half of them on each side of the cut. */
  overlapSeconds: number;
  /** How far from an even division a cut may move to find a pause. */
  windowSeconds: number;
}

/** One part, ready to be cut by any invocation; plain JSON. */
export interface PartPlan {
  index: number;
  count: number;
  /** The file goes to the speech model as it is. */
  whole: boolean;
  /** Seconds of the recording that this part answers for: the parts' `[from, to)` follow each other without gap or overlap. */
  from: number;
  to: number;
  /** Seconds its file should hold, overlaps included. */
  audioFrom: number;
  audioTo: number;
  /** Where reading begins, and the position (not read) where it ends at the latest. */
  start: Mark;
  until: number | null;
  /** Upper bound of the part's file size. */
  bytes: number;
}

/** Recordings this much longer than the target stay in one piece. */
const ONE_PART_SLACK = 1.25;
/** A cut may move by at most this share of a part. */
const WINDOW_SHARE = 1 / 3;
/** Shorter parts are not worth a request. */
const MIN_PART_SECONDS = 1;
/** Limits below these are a mistake in the configuration. */
const MIN_MAX_SECONDS = 5;
const MIN_MAX_BYTES = 256 * 1024;
/** Packet tables, page heads and headers around copied packets: at most 400 packets a second with a few bytes each. */
const OVERHEAD_BYTES_PER_SECOND = 2600;
const OVERHEAD_BYTES = 24 * 1024;

/** Files that speech services take as they come, by container and codec. */
const TAKEN_AS_IS: Partial<Record<Container, readonly Codec[]>> = {
  ogg: ["opus", "vorbis"],
  mp3: ["mp3"],
  mp4: ["aac"],
  webm: ["opus", "vorbis"],
  wav: ["pcm"],
  flac: ["flac"],
};

/** An even division into parts that meet the limits wherever the cuts move inside their windows. */
export interface Layout {
  count: number;
  /** Wished cuts, in seconds. */
  cuts: number[];
  window: number;
}

/** Divides a recording evenly. Throws Unplayable when a second of it is larger than a part may be. */
export function layOut(outline: AudioOutline, policy: CutPolicy): Layout {
  const duration = outline.about.durationSeconds;
  const { targetSeconds, maxSeconds, maxBytes } = policy;
  if (maxSeconds < MIN_MAX_SECONDS || maxBytes < MIN_MAX_BYTES)
    throw new RangeError("no speech model has limits this low");
  const fits = (from: number, to: number) =>
    to - from <= maxSeconds && boundBytes(outline, from, to) <= maxBytes;
  if (duration <= targetSeconds * ONE_PART_SLACK && fits(0, duration))
    return { count: 1, cuts: [], window: 0 };
  for (
    let count = Math.max(2, Math.ceil(duration / targetSeconds - 0.05));
    ;
    count = Math.ceil(count * 1.05 + 0.5)
  ) {
    const length = duration / count;
    if (length < MIN_PART_SECONDS) throw new Unplayable("unsupported format", "too many bytes a second");
    const overlap = Math.min(policy.overlapSeconds, length / 2);
    const window = Math.min(policy.windowSeconds, length * WINDOW_SHARE, (maxSeconds - length - overlap) / 2);
    if (window < Math.min(policy.windowSeconds, length * 0.1)) continue;
    const cuts = Array.from({ length: count - 1 }, (_, i) => (i + 1) * length);
    const reach = window + overlap / 2;
    const allFit = Array.from({ length: count }, (_, i) =>
      fits(Math.max(0, i * length - reach), Math.min(duration, (i + 1) * length + reach)),
    );
    if (allFit.every(Boolean)) return { count, cuts, window };
  }
}

function boundBytes(outline: AudioOutline, from: number, to: number): number {
  const { marks, timescale } = outline;
  return Math.ceil(
    payloadBetween(marks, from * timescale - timescale, to * timescale) +
      (to - from) * OVERHEAD_BYTES_PER_SECOND +
      OVERHEAD_BYTES,
  );
}

/**
 * Plans the parts of a recording: cut in pauses near even lengths, overlapping, each within the limits; one part when short.
 * Pure: the same outline and policy give the same plan. Throws Unplayable as `layOut` does, RangeError for a senseless policy.
 */
export function planCuts(outline: AudioOutline, policy: CutPolicy): PartPlan[] {
  const { about, loudness, marks, timescale } = outline;
  const duration = about.durationSeconds;
  const { count, cuts, window } = layOut(outline, policy);
  const chosen = [0, ...cuts.map((wanted) => chooseCut(loudness, wanted, window)), duration];
  const half = Math.min(policy.overlapSeconds, duration / count / 2) / 2;
  const whole = count === 1 && isTakenAsIs(outline, policy.maxBytes);
  const preRoll = OUTPUTS[about.codec].preRoll({ timescale, sampleRate: about.sampleRate });
  return Array.from({ length: count }, (_, index) => {
    const from = chosen[index] ?? 0;
    const to = chosen[index + 1] ?? duration;
    const audioFrom = Math.max(0, index === 0 ? 0 : from - half);
    const audioTo = index === count - 1 ? duration : Math.min(duration, to + half);
    const next = markBefore(marks, audioTo * timescale) + 1;
    return {
      index,
      count,
      whole,
      from,
      to,
      audioFrom,
      audioTo,
      start: markAt(marks, index === 0 ? 0 : markBefore(marks, audioFrom * timescale - preRoll)),
      until: next < marks.positions.length ? (marks.positions[next] ?? null) : null,
      bytes: whole ? outline.bytes : boundBytes(outline, audioFrom, audioTo),
    };
  });
}

function isTakenAsIs({ about, bytes }: AudioOutline, maxBytes: number): boolean {
  const { container, codec, hasVideo, damaged } = about;
  return !hasVideo && !damaged && bytes <= maxBytes && (TAKEN_AS_IS[container]?.includes(codec) ?? false);
}
