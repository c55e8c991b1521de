import { OPUS_RATE, opusPacketSamples } from "../codecs/opus.ts";
import { type Chunk, gatherFrom } from "../mp4/gather.ts";
import { isPlausibleFormat, type Reader, type Track } from "../reader.ts";
import { hasText } from "../sniff.ts";
import type { ByteSource } from "../source.ts";
import { Unplayable } from "../unplayable.ts";
import { pcmFormat } from "../wav/format.ts";
import { openPcm } from "../wav/pcm.ts";
import { readCookie } from "./cookie.ts";
import { type CafPackets, readPackets } from "./packets.ts";

const MAX_CHUNKS = 1000;
/** A packet table for days of sound; larger ones come from broken bytes. */
const MAX_TABLE_BYTES = 16 * 2 ** 20;
/** Packets handed to one round of reading. */
const BATCH_PACKETS = 4096;
/** Flags of linear PCM: floating point, little-endian. */
const FLAG_FLOAT = 1;
const FLAG_LITTLE = 2;

interface Description {
  sampleRate: number;
  format: string;
  flags: number;
  packetBytes: number;
  packetFrames: number;
  channels: number;
  bits: number;
}

/** Core Audio Format (Apple's specification 1.0), as Apple's recorders and messages write it: Opus, AAC, ALAC or PCM. */
export async function openCaf(source: ByteSource): Promise<Reader> {
  let description: Description | null = null;
  let cookie: Uint8Array = new Uint8Array(0);
  let table: Uint8Array | null = null;
  let data: { start: number; end: number; claimed: number } | null = null;
  let at = 8;
  for (let chunks = 0; chunks < MAX_CHUNKS && at + 12 <= source.size; chunks += 1) {
    const head = await source.read(at, Math.min(source.size, at + 12 + 32));
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
    const claimed = Number(view.getBigInt64(4));
    const size = claimed < 0 ? source.size - at - 12 : claimed;
    const body = () => source.read(at + 12, Math.min(source.size, at + 12 + Math.min(size, MAX_TABLE_BYTES)));
    if (hasText(head, 0, "desc") && head.length >= 44) description = readDescription(view);
    if (hasText(head, 0, "kuki")) cookie = await body();
    if (hasText(head, 0, "pakt")) table = await body();
    if (hasText(head, 0, "data"))
      data = { start: at + 16, end: Math.min(source.size, at + 12 + size), claimed: at + 12 + size };
    at += 12 + size;
  }
  if (!description || !isPlausibleFormat(description.sampleRate, description.channels))
    throw new Unplayable("truncated beyond salvage");
  if (!data || data.end <= data.start) throw new Unplayable("no audio track");
  const damage = data.claimed > source.size ? ("truncated" as const) : null;
  const { sampleRate, channels, format } = description;
  if (format === "lpcm") return openSamples(source, description, { ...data, damage });
  const sound = readCookie(format, cookie, channels);
  if (!sound || !table)
    throw new Unplayable(sound ? "truncated beyond salvage" : "unsupported codec", format);
  // Opus is counted at 48 kHz by its packets, whatever rate the description names.
  const rate = sound.codec === "opus" ? OPUS_RATE : sampleRate;
  const packets = readPackets(table, description.packetBytes, description.packetFrames * (rate / sampleRate));
  if (!packets) throw new Unplayable("truncated beyond salvage");
  const track: Track = {
    container: "caf",
    timescale: rate,
    sampleRate: rate,
    channels,
    hasVideo: false,
    ...sound,
  };
  if (sound.codec === "opus") {
    // Writers disagree about what the description counts; the packets themselves do not.
    const first = await source.read(data.start, Math.min(data.end, data.start + 2));
    packets.duration = opusPacketSamples(first, 0, first.length);
    packets.durations = null;
    if (packets.duration === 0) throw new Unplayable("truncated beyond salvage");
  }
  const lead = Math.round(packets.priming * (rate / sampleRate));
  return openPackets(source, track, packets, {
    start: data.start,
    end: data.end,
    lead,
    isCut: damage !== null,
  });
}

interface Place {
  start: number;
  end: number;
  lead: number;
  isCut: boolean;
}

/** Packets are found by their table; a mark's position is a packet's number. */
function openPackets(source: ByteSource, track: Track, packets: CafPackets, place: Place): Reader {
  const { sizes, durations, duration } = packets;
  const durationOf = (i: number) => durations?.[i] ?? duration;
  const offsets = new Float64Array(sizes.length + 1);
  const times = new Float64Array(sizes.length + 1);
  times[0] = -place.lead;
  offsets[0] = place.start;
  let count = 0;
  for (; count < sizes.length; count += 1) {
    const end = (offsets[count] ?? 0) + (sizes[count] ?? 0);
    if (end > place.end || sizes[count] === 0) break;
    offsets[count + 1] = end;
    times[count + 1] = (times[count] ?? 0) + durationOf(count);
  }
  const damage = place.isCut || count < sizes.length ? ("truncated" as const) : null;
  const end = { ticks: times[count] ?? 0, damage };
  const before = (ticks: number) => {
    let low = 0;
    let high = Math.max(0, count - 1);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((times[middle] ?? 0) <= ticks) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return {
    track,
    first: { position: 0, ticks: 0 - place.lead },
    async walk(from, walk) {
      const gather = gatherFrom(source);
      const stop = Math.min(count, walk.until ?? count);
      for (let i = from.position; i < stop; i += BATCH_PACKETS) {
        const chunks: Chunk[] = [];
        for (let k = i; k < Math.min(stop, i + BATCH_PACKETS); k += 1) {
          chunks.push({
            offset: offsets[k] ?? 0,
            bytes: sizes[k] ?? 0,
            ticks: times[k] ?? 0,
            duration: durationOf(k),
          });
        }
        const goesOn = await gather(chunks, (data, start, chunk) =>
          walk.visit(data, start, start + chunk.bytes, chunk.ticks, chunk.duration),
        );
        if (!goesOn) break;
      }
      return end;
    },
    loadTable: async () => ({
      end,
      markAt(ticks) {
        const i = before(ticks);
        return { position: i, ticks: times[i] ?? 0 };
      },
      payloadAt: (ticks) =>
        (offsets[ticks >= end.ticks ? count : before(ticks)] ?? place.start) - place.start,
    }),
  };
}

function openSamples(
  source: ByteSource,
  { sampleRate, channels, bits, flags }: Description,
  { start, end, damage }: { start: number; end: number; damage: "truncated" | null },
): Reader {
  const isFloat = (flags & FLAG_FLOAT) !== 0;
  // Eight-bit samples here are signed, WAV's are not.
  if (bits % 8 !== 0 || bits < 16 || bits > 64) throw new Unplayable("unsupported codec", `caf ${bits} bit`);
  return openPcm(source, {
    container: "caf",
    sampleRate,
    channels,
    setup: pcmFormat(isFloat ? "float" : "int", sampleRate, channels, bits),
    blockBytes: (channels * bits) / 8,
    blockSamples: 1,
    start,
    end,
    damage,
    ...(flags & FLAG_LITTLE ? {} : { swapBytes: bits / 8 }),
  });
}

function readDescription(view: DataView): Description {
  const letters = [20, 21, 22, 23].map((at) => String.fromCharCode(view.getUint8(at)));
  return {
    sampleRate: Math.round(view.getFloat64(12)),
    format: letters.join(""),
    flags: view.getUint32(24),
    packetBytes: view.getUint32(28),
    packetFrames: view.getUint32(32),
    channels: view.getUint32(36),
    bits: view.getUint32(40),
  };
}
