import { isSoundPacket, type PacketTimer, packetTimer } from "../codecs/timer.ts";
import { Cursor } from "../cursor.ts";
import type { Damage, Mark, Reader, Walk } from "../reader.ts";
import type { ByteSource } from "../source.ts";
import { Timeline } from "../timeline.ts";
import { Unplayable } from "../unplayable.ts";
import { swapped } from "../wav/pcm.ts";
import { blockTrack, readBlock } from "./blocks.ts";
import { type ElementHead, eachElement, HEAD_BYTES, ID, readHead, readUnsigned } from "./ebml.ts";
import { chooseTrack, type MatroskaTrack } from "./tracks.ts";

/** Tracks and Info are small; a larger one comes from broken bytes. */
const MAX_HEADER_BYTES = 4 * 2 ** 20;
const MAX_HEADER_ELEMENTS = 1000;
/** Elements whose children are walked in the same loop. */
const ENTERED: ReadonlySet<number> = new Set([ID.segment, ID.cluster, ID.blockGroup]);

interface Opened {
  track: MatroskaTrack;
  /** Nanoseconds in one unit of the segment's timestamps. */
  scale: number;
  segmentEnd: number;
}

/** Matroska and WebM (RFC 9559), with or without cues and known sizes: clusters are walked from front to back. */
export async function openMatroska(source: ByteSource, container: "webm" | "mkv"): Promise<Reader> {
  const cursor = new Cursor(source, 0, { chunk: 64 * 1024 });
  let body: Uint8Array | null = null;
  let scale = 1_000_000;
  let segmentEnd = 0;
  let clusterAt = -1;
  for (let elements = 0; elements < MAX_HEADER_ELEMENTS && clusterAt < 0; elements += 1) {
    await cursor.need(HEAD_BYTES);
    const head = cursor.left >= 2 ? readHead(cursor.buffer, cursor.at) : null;
    if (!head) break;
    if (head.id === ID.cluster) clusterAt = cursor.position;
    cursor.skip(head.headBytes);
    if (head.id === ID.segment) {
      segmentEnd = head.size < 0 ? 0 : cursor.position + head.size;
      continue;
    }
    if (head.id === ID.tracks || head.id === ID.info) {
      if (head.size < 0 || head.size > MAX_HEADER_BYTES) break;
      if (!(await cursor.need(head.size))) break;
      const bytes = cursor.buffer.subarray(cursor.at, cursor.at + head.size);
      if (head.id === ID.tracks) body = bytes.slice();
      else scale = readScale(bytes) || scale;
    }
    if (head.size < 0) break;
    cursor.skip(head.size);
  }
  if (!body) throw new Unplayable("truncated beyond salvage");
  const track = chooseTrack(body);
  if (clusterAt < 0) throw new Unplayable("truncated beyond salvage");
  const { codec, timescale, sampleRate, channels, setup, hasVideo, delaySeconds } = track;
  return {
    track: { container, codec, timescale, sampleRate, channels, setup, hasVideo },
    first: { position: clusterAt, ticks: 0 - Math.round(delaySeconds * timescale) },
    walk: (from, walk) => walkClusters(source, { track, scale, segmentEnd }, from, walk),
  };
}

function readScale(info: Uint8Array): number {
  let scale = 0;
  eachElement(info, 0, info.length, (id, start, end) => {
    if (id === ID.timestampScale) scale = readUnsigned(info, start, end);
  });
  return scale;
}

async function walkClusters(source: ByteSource, opened: Opened, from: Mark, walk: Walk) {
  const { track, segmentEnd } = opened;
  const cursor = new Cursor(source, from.position, walk.until === undefined ? {} : { limit: walk.until });
  const timeline = new Timeline(from.ticks, track.timescale);
  const deliver = packetDelivery(track, timeline, walk);
  let damage: Damage | null = segmentEnd > source.size ? "truncated" : null;
  let isLost = false;
  let clusterTime = 0;
  let clusterAt = -1;
  for (;;) {
    await cursor.need(HEAD_BYTES);
    if (cursor.left < 2) break;
    const head: ElementHead | null = readHead(cursor.buffer, cursor.at);
    const isCluster = head?.id === ID.cluster;
    if (
      !head ||
      (isLost && !isCluster) ||
      (head.size < 0 && !ENTERED.has(head.id)) ||
      !isCredible(head, cursor)
    ) {
      if (
        !isLost &&
        head &&
        head.size > 0 &&
        head.size < MAX_HEADER_BYTES &&
        cursor.position + head.size > cursor.limit
      ) {
        damage ??= "truncated";
      }
      isLost = true;
      const next = cursor.buffer.indexOf(0x1f, cursor.at + 1);
      cursor.at = next < 0 ? cursor.buffer.length : next;
      continue;
    }
    if (isCluster) {
      if (isLost) damage = "corrupt";
      isLost = false;
      clusterAt = cursor.position;
    }
    const { id, size } = head;
    if (
      id === ID.clusterTimestamp ||
      ((id === ID.simpleBlock || id === ID.block) && isWanted(cursor, head, track))
    ) {
      if (!(await cursor.need(head.headBytes + size))) {
        damage ??= "truncated";
        break;
      }
      const { buffer } = cursor;
      const start = cursor.at + head.headBytes;
      if (id === ID.clusterTimestamp) clusterTime = readUnsigned(buffer, start, start + size);
      else {
        const block = readBlock(buffer, start, start + size);
        if (!block) damage ??= "corrupt";
        else {
          timeline.reach(((clusterTime + block.time) * opened.scale * track.timescale) / 1e9);
          let at = block.start;
          for (const end of block.ends) {
            const result = deliver(buffer, at, end, clusterAt);
            if (result === "stop") return { ticks: timeline.ticks, damage };
            if (result === "bad") damage ??= "corrupt";
            else clusterAt = -1;
            at = end;
          }
        }
      }
    }
    cursor.skip(head.headBytes + (ENTERED.has(id) ? 0 : size));
  }
  return { ticks: timeline.ticks, damage };
}

/** An element may not reach past the file; the last one of a truncated file does. */
function isCredible(head: ElementHead, cursor: Cursor): boolean {
  return (
    ENTERED.has(head.id) ||
    cursor.position + head.headBytes + head.size <= cursor.limit ||
    cursor.left < HEAD_BYTES
  );
}

function isWanted(cursor: Cursor, head: ElementHead, track: MatroskaTrack): boolean {
  return blockTrack(cursor.buffer, cursor.at + head.headBytes) === track.number;
}

/** Hands one frame on as a packet: prefix restored, bytes turned round, timed. */
function packetDelivery(track: MatroskaTrack, timeline: Timeline, walk: Walk) {
  const { codec, prefix, blockBytes, frameSamples, swapBytes } = track;
  const timer: PacketTimer | null = packetTimer(codec, track.setup);
  if (!timer && codec !== "aac" && codec !== "pcm") throw new Unplayable("truncated beyond salvage");
  const durationOf = (data: Uint8Array, start: number, end: number) =>
    timer ? timer(data, start, end) : codec === "pcm" ? Math.floor((end - start) / blockBytes) : frameSamples;
  return (buffer: Uint8Array, from: number, until: number, clusterAt: number): "ok" | "stop" | "bad" => {
    let data = buffer;
    let start = from;
    let end = until;
    if (prefix.length > 0 || swapBytes > 1) {
      data =
        swapBytes > 1
          ? swapped(buffer, from, until - from, swapBytes)
          : new Uint8Array(prefix.length + until - from);
      if (prefix.length > 0) {
        data.set(prefix);
        data.set(buffer.subarray(from, until), prefix.length);
      }
      start = 0;
      end = data.length;
    }
    const duration = durationOf(data, start, end);
    if (!isSoundPacket(codec, data, start, end, duration)) return "bad";
    if (clusterAt >= 0)
      walk.mark?.(clusterAt, codec === "vorbis" ? timeline.ticks + duration : timeline.ticks);
    const goesOn = walk.visit(data, start, end, timeline.ticks, duration);
    timeline.ticks += duration;
    return goesOn ? "ok" : "stop";
  };
}
