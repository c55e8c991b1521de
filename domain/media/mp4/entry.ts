import { readAudioConfig } from "../codecs/aac.ts";
import { OPUS_RATE } from "../codecs/opus.ts";
import type { Codec } from "../reader.ts";
import { Unplayable } from "../unplayable.ts";
import { pcmFormat } from "../wav/format.ts";
import { childrenOf, textOf } from "./boxes.ts";

/** What a sample entry says about the sound (ISO/IEC 14496-12 §12.2.3; QuickTime File Format, sound sample descriptions). */
export interface SoundFormat {
  codec: Codec;
  sampleRate: number;
  channels: number;
  setup: Uint8Array;
  /** Samples in a packet, or the most there can be: what tables say about time is measured by it. 0 for PCM. */
  packetSamples: number;
  /** Bytes of one PCM frame; 0 for codecs with packets. */
  blockBytes: number;
  swapBytes: number;
}

/** Object types of DecoderConfigDescriptor (mp4ra.org): MPEG-4 AAC, the MPEG-2 AAC profiles, MP3. */
const AAC_OBJECTS = new Set([0x40, 0x66, 0x67, 0x68]);
const MP3_OBJECTS = new Set([0x69, 0x6b]);

/** Reads the first entry of `stsd`. Throws Unplayable for codecs that cannot be cut. */
export function readSampleEntry(stsd: DataView): SoundFormat {
  const bytes = new Uint8Array(stsd.buffer, stsd.byteOffset, stsd.byteLength);
  const size = stsd.byteLength >= 16 ? stsd.getUint32(8) : 0;
  if (size < 36 || 8 + size > stsd.byteLength) throw new Unplayable("truncated beyond salvage");
  const type = textOf(bytes, 12);
  const entry = bytes.subarray(8, 8 + size);
  const view = new DataView(entry.buffer, entry.byteOffset, entry.byteLength);
  const version = view.getUint16(16);
  const isV2 = version === 2 && entry.length >= 72;
  const channels = isV2 ? view.getUint32(48) : view.getUint16(24);
  const sampleRate = isV2 ? Math.round(view.getFloat64(40)) : view.getUint32(32) >>> 16;
  const bits = isV2 ? view.getUint32(56) : view.getUint16(26);
  const extensions = childrenOf(entry.subarray(isV2 ? 72 : version === 1 ? 52 : 36));
  const wave = extensions.find(([name]) => name === "wave");
  const boxes = new Map([...(wave ? childrenOf(wave[1]) : []), ...extensions]);
  const plain = { sampleRate, channels, packetSamples: 1152, blockBytes: 0, swapBytes: 1 };

  if (type === "enca" || type === "drms") throw new Unplayable("encrypted");
  if (type === "mp4a") {
    const esds = boxes.get("esds");
    const config = esds ? readElementaryDescriptor(esds.subarray(4)) : null;
    if (config && MP3_OBJECTS.has(config.objectType))
      return { ...plain, codec: "mp3", setup: new Uint8Array(0) };
    if (!config || !AAC_OBJECTS.has(config.objectType)) throw new Unplayable("unsupported codec", type);
    const format = readAudioConfig(config.specific);
    if (!format) throw new Unplayable("unsupported codec", "aac");
    return {
      ...plain,
      codec: "aac",
      sampleRate: format.sampleRate,
      channels: format.channels,
      packetSamples: format.frameSamples,
      setup: config.specific,
    };
  }
  if (type === ".mp3" || type === "ms\0\x55") return { ...plain, codec: "mp3", setup: new Uint8Array(0) };
  if (type === "Opus") {
    const setup = opusHead(boxes.get("dOps"));
    if (setup)
      return {
        ...plain,
        codec: "opus",
        packetSamples: 5760,
        sampleRate: OPUS_RATE,
        channels: setup[9] ?? channels,
        setup,
      };
  }
  if (type === "fLaC") {
    const setup = boxes.get("dfLa")?.slice(8, 42);
    if (setup?.length === 34) {
      return { ...plain, codec: "flac", packetSamples: new DataView(setup.buffer).getUint16(2), setup };
    }
  }
  if (type === "alac") {
    const setup = boxes.get("alac")?.slice(4);
    if (setup && setup.length >= 24) {
      return { ...plain, codec: "alac", packetSamples: new DataView(setup.buffer).getUint32(0), setup };
    }
  }
  const enda = boxes.get("enda");
  const flags = isV2 ? view.getUint32(60) : 0;
  const pcm = pcmForm(type, bits, enda?.[1] === 1, flags);
  if (!pcm) throw new Unplayable("unsupported codec", type.trim());
  return {
    ...plain,
    codec: "pcm",
    packetSamples: 0,
    setup: pcmFormat(pcm.form, sampleRate, channels, pcm.bits),
    blockBytes: (channels * pcm.bits) / 8,
    swapBytes: pcm.isBig ? pcm.bits / 8 : 1,
  };
}

type Form = Parameters<typeof pcmFormat>[0];

/** Sample layouts by QuickTime's names; `lpcm` has flags: 1 float, 2 big-endian. */
function pcmForm(
  type: string,
  bits: number,
  isLittle: boolean,
  flags: number,
): { form: Form; bits: number; isBig: boolean } | null {
  const is = (form: Form, size: number, isBig: boolean) =>
    size % 8 === 0 && size >= 8 && size <= 64 ? { form, bits: size, isBig: isBig && size > 8 } : null;
  switch (type) {
    case "sowt":
      return bits > 8 ? is("int", bits, false) : null;
    case "twos":
      return bits > 8 ? is("int", bits, true) : null;
    case "in24":
      return is("int", 24, !isLittle);
    case "in32":
      return is("int", 32, !isLittle);
    case "fl32":
      return is("float", 32, !isLittle);
    case "fl64":
      return is("float", 64, !isLittle);
    case "alaw":
      return is("alaw", 8, false);
    case "ulaw":
      return is("mulaw", 8, false);
    case "lpcm":
      return bits > 8 ? is(flags & 1 ? "float" : "int", bits, (flags & 2) !== 0) : null;
    default:
      return null;
  }
}

/** Finds object type and decoder configuration in an ES_Descriptor (ISO/IEC 14496-1 §7.2.6). */
export function readElementaryDescriptor(
  bytes: Uint8Array,
): { objectType: number; specific: Uint8Array } | null {
  let objectType = -1;
  for (let at = 0; at + 2 <= bytes.length; ) {
    const tag = bytes[at];
    let size = 0;
    at += 1;
    for (let i = 0; i < 4; i += 1) {
      const next = bytes[at] ?? 0;
      at += 1;
      size = size * 128 + (next & 127);
      if (next < 128) break;
    }
    if (tag === 3) {
      const flags = bytes[at + 2] ?? 0;
      at +=
        3 + (flags & 0x80 ? 2 : 0) + (flags & 0x40 ? 1 + (bytes[at + 3] ?? 0) : 0) + (flags & 0x20 ? 2 : 0);
    } else if (tag === 4) {
      objectType = bytes[at] ?? -1;
      at += 13;
      if (MP3_OBJECTS.has(objectType)) return { objectType, specific: new Uint8Array(0) };
    } else if (tag === 5) return { objectType, specific: bytes.slice(at, at + size) };
    else at += size;
  }
  return null;
}

/** `dOps` is OpusHead without its magic, and big-endian ("Encapsulation of Opus in ISO Base Media File Format", 4.3.2). */
function opusHead(dops: Uint8Array | undefined): Uint8Array | null {
  if (!dops || dops.length < 11) return null;
  const head = new Uint8Array(8 + dops.length);
  head.set([..."OpusHead"].map((c) => c.charCodeAt(0)));
  head.set(dops, 8);
  head[8] = 1;
  const view = new DataView(head.buffer);
  const from = new DataView(dops.buffer, dops.byteOffset, dops.byteLength);
  view.setUint16(10, from.getUint16(2), true);
  view.setUint32(12, from.getUint32(4), true);
  view.setInt16(16, from.getInt16(8), true);
  return head;
}
