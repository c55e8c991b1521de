import { isPlausibleFormat, type Reader } from "../reader.ts";
import type { ByteSource } from "../source.ts";
import { Unplayable } from "../unplayable.ts";
import { type Box, boxesOf, findBox, readPayload, textOf } from "./boxes.ts";
import { readSampleEntry, type SoundFormat } from "./entry.ts";
import { openFragments } from "./fragments.ts";
import { locateTables } from "./table-rows.ts";
import { openTables } from "./tables.ts";

/** A sound track as both kinds of MP4 need it. */
export interface SoundTrack {
  id: number;
  format: SoundFormat;
  /** Ticks per second of the track's own clock. */
  timescale: number;
  /** Ticks of media before the first audible sample (edit list). */
  lead: number;
  /** Ticks of one packet by its codec, where the tables' times are beyond belief. */
  packetTicks: number;
  /** Ticks that are audible, 0 when not said. */
  audible: number;
}

const MAX_SMALL_BOX = 2 ** 20;

/** MP4, M4A, MOV and 3GP (ISO/IEC 14496-12), moov first or last, whole or in fragments. */
export async function openMp4(source: ByteSource, container: "mp4" | "mov"): Promise<Reader> {
  let moov: Box | null = null;
  let firstFragment: number | null = null;
  for await (const box of boxesOf(source, 0, source.size)) {
    if (box.type === "moov") moov ??= box;
    if (box.type === "moof") firstFragment ??= box.at;
    if (moov && firstFragment !== null) break;
  }
  if (!moov) throw new Unplayable("truncated beyond salvage");
  const tracks: Box[] = [];
  let hasVideo = false;
  let movieScale = 1000;
  for await (const child of boxesOf(source, moov.start, Math.min(moov.end, source.size))) {
    if (child.type === "mvhd") movieScale = (await readClock(source, child)).timescale || movieScale;
    if (child.type !== "trak") continue;
    const handler = await readPayload(source, await findBox(source, child, "mdia", "hdlr"), MAX_SMALL_BOX);
    const kind =
      handler && handler.byteLength >= 12
        ? textOf(new Uint8Array(handler.buffer, handler.byteOffset), 8)
        : "";
    if (kind === "vide") hasVideo = true;
    if (kind === "soun" && tracks.length < 32) tracks.push(child);
  }
  let obstacle = new Unplayable("no audio track");
  for (const [i, trak] of tracks.entries()) {
    try {
      return await openTrack(source, { container, moov, trak, movieScale, hasVideo, firstFragment });
    } catch (error) {
      if (!(error instanceof Unplayable)) throw error;
      if (i === 0) obstacle = error;
    }
  }
  throw obstacle;
}

interface Found {
  container: "mp4" | "mov";
  moov: Box;
  trak: Box;
  movieScale: number;
  hasVideo: boolean;
  firstFragment: number | null;
}

async function openTrack(source: ByteSource, found: Found): Promise<Reader> {
  const { container, moov, trak, movieScale, hasVideo, firstFragment } = found;
  const stsd = await readPayload(
    source,
    await findBox(source, trak, "mdia", "minf", "stbl", "stsd"),
    MAX_SMALL_BOX,
  );
  if (!stsd) throw new Unplayable("truncated beyond salvage");
  const format = readSampleEntry(stsd);
  const { timescale: mediaScale } = await readClock(source, await findBox(source, trak, "mdia", "mdhd"));
  // PCM is counted in its frames, whatever the media's clock.
  const timescale = format.blockBytes > 0 ? format.sampleRate : mediaScale;
  if (!isPlausibleFormat(format.sampleRate, format.channels) || mediaScale < 1)
    throw new Unplayable("truncated beyond salvage");
  const tkhd = await readPayload(source, await findBox(source, trak, "tkhd"), MAX_SMALL_BOX);
  const id = tkhd && tkhd.byteLength >= 24 ? tkhd.getUint32(tkhd.getUint8(0) === 1 ? 20 : 12) : 0;
  const edit = await readEdit(source, await findBox(source, trak, "edts", "elst"));
  const track: SoundTrack = {
    id,
    format,
    timescale,
    lead: Math.round((edit.lead * timescale) / mediaScale),
    packetTicks: Math.max(1, Math.round((format.packetSamples * timescale) / format.sampleRate)),
    audible: Math.round((edit.duration / movieScale) * timescale),
  };
  const { codec, sampleRate, channels, setup } = format;
  const base = { container, codec, timescale, sampleRate, channels, hasVideo, setup };
  const tables = await locateTables(source, trak);
  if (tables) return openTables(source, base, track, tables);
  if (firstFragment === null) throw new Unplayable("no audio track");
  return openFragments(source, base, track, moov, firstFragment);
}

async function readClock(source: ByteSource, box: Box | null): Promise<{ timescale: number }> {
  const view = await readPayload(source, box, MAX_SMALL_BOX);
  if (!view || view.byteLength < 24) return { timescale: 0 };
  return { timescale: view.getUint32(view.getUint8(0) === 1 ? 20 : 12) };
}

/** The single real edit of an edit list: where it starts in the media and how long it lasts in the movie's clock. */
async function readEdit(source: ByteSource, elst: Box | null): Promise<{ lead: number; duration: number }> {
  const none = { lead: 0, duration: 0 };
  const view = await readPayload(source, elst, MAX_SMALL_BOX);
  if (!view || view.byteLength < 8) return none;
  const isLong = view.getUint8(0) === 1;
  const width = isLong ? 20 : 12;
  const count = Math.min(view.getUint32(4), Math.floor((view.byteLength - 8) / width));
  const edits: { lead: number; duration: number }[] = [];
  for (let i = 0; i < count; i += 1) {
    const at = 8 + i * width;
    const duration = isLong ? Number(view.getBigUint64(at)) : view.getUint32(at);
    const lead = isLong ? Number(view.getBigInt64(at + 8)) : view.getInt32(at + 4);
    // -1 is an empty edit: a pause before the sound.
    if (lead >= 0) edits.push({ lead, duration });
  }
  const [first] = edits;
  if (!first) return none;
  return edits.length === 1 ? first : { lead: first.lead, duration: 0 };
}
