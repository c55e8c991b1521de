import { describe } from "./inspect.ts";
import { LOUDNESS_STEP, LoudnessCurve, loudnessMeter } from "./loudness.ts";
import { openRecording } from "./open.ts";
import { type AudioOutline, MARK_SECONDS } from "./outline.ts";
import { type CutPolicy, layOut } from "./plan-cuts.ts";
import type { PacketTable, Reader, WalkEnd } from "./reader.ts";
import type { ByteSource } from "./source.ts";

/** No recording is longer; timestamps that say so are broken, and memory for the curve must end somewhere. */
const MAX_SECONDS = 200 * 3600;
/** Pauses are also looked for this far outside the windows, so that their edges are judged well. */
const WINDOW_MARGIN_SECONDS = 0.5;

/**
 * Looks a recording through and outlines it for `planCuts`. MP4 tables and plain samples are listened to only inside the
 * windows of `policy` (plan with the same one); streams without tables are read once, all of them.
 * Memory stays near 5 MB whatever the size. Throws Unplayable.
 */
export async function indexAudio(source: ByteSource, policy: CutPolicy): Promise<AudioOutline> {
  const reader = await openRecording(source);
  return reader.loadTable
    ? outlineTable(source, reader, await reader.loadTable(), policy)
    : scan(source, reader);
}

async function scan(source: ByteSource, reader: Reader): Promise<AudioOutline> {
  const { timescale } = reader.track;
  const measure = loudnessMeter(reader.track);
  const curve = new LoudnessCurve(60);
  const marks = new MarkList();
  const step = MARK_SECONDS * timescale;
  const maxTicks = MAX_SECONDS * timescale;
  let payload = 0;
  let nextMark = Number.NEGATIVE_INFINITY;
  const end = await reader.walk(reader.first, {
    mark(position, ticks) {
      if (ticks < nextMark) return;
      marks.add(position, ticks, payload);
      nextMark = ticks + step;
    },
    visit(data, start, stop, ticks, duration) {
      payload += stop - start;
      if (duration > 0)
        curve.add(ticks / timescale, duration / timescale, measure(data, start, stop, duration));
      return ticks < maxTicks;
    },
  });
  return finish(source, reader, end, marks, payload, curve.finish());
}

async function outlineTable(
  source: ByteSource,
  reader: Reader,
  table: PacketTable,
  policy: CutPolicy,
): Promise<AudioOutline> {
  const { timescale } = reader.track;
  const { end } = table;
  const marks = new MarkList();
  const step = MARK_SECONDS * timescale;
  const last = Math.min(end.ticks, MAX_SECONDS * timescale);
  for (let ticks = Math.min(0, reader.first.ticks); ticks < last; ticks += step) {
    const mark = table.markAt(ticks);
    marks.add(mark.position, mark.ticks, table.payloadAt(mark.ticks));
  }
  const payload = table.payloadAt(Number.POSITIVE_INFINITY);
  const unheard = finish(source, reader, end, marks, payload, new Uint8Array(0));
  const { cuts, window } = layOut(unheard, policy);
  const measure = loudnessMeter(reader.track);
  const curve = new LoudnessCurve(last / timescale);
  for (const cut of cuts) {
    const reach = window + WINDOW_MARGIN_SECONDS;
    const until = (cut + reach) * timescale;
    await reader.walk(table.markAt((cut - reach) * timescale), {
      until: table.markAt(until + step).position,
      visit(data, start, stop, ticks, duration) {
        curve.add(ticks / timescale, duration / timescale, measure(data, start, stop, duration));
        return ticks < until;
      },
    });
  }
  return { ...unheard, loudness: curve.finish() };
}

class MarkList {
  readonly #positions: number[] = [];
  readonly #ticks: number[] = [];
  readonly #payload: number[] = [];

  add(position: number, ticks: number, payload: number): void {
    if (this.#positions.at(-1) === position) return;
    this.#positions.push(position);
    this.#ticks.push(ticks);
    this.#payload.push(payload);
  }

  table(totalPayload: number) {
    return {
      positions: Float64Array.from(this.#positions),
      ticks: Float64Array.from(this.#ticks),
      payload: Float64Array.from(this.#payload),
      totalPayload,
    };
  }
}

function finish(
  source: ByteSource,
  reader: Reader,
  end: WalkEnd,
  marks: MarkList,
  payload: number,
  loudness: Uint8Array,
): AudioOutline {
  const about = describe(reader, end);
  return {
    about,
    bytes: source.size,
    timescale: reader.track.timescale,
    endTicks: end.ticks,
    marks: marks.table(payload),
    loudness: loudness.subarray(0, Math.ceil(about.durationSeconds / LOUDNESS_STEP)),
  };
}
