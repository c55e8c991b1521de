import { readAudioConfig } from "../codecs/aac.ts";
import { OPUS_RATE } from "../codecs/opus.ts";
import { laceHeaders, unlaceHeaders } from "../codecs/vorbis.ts";
import { EMPTY_VORBIS_COMMENT } from "../ogg/streams.ts";
import { type Codec, isPlausibleFormat } from "../reader.ts";
import { hasText } from "../sniff.ts";
import { Unplayable } from "../unplayable.ts";
import { pcmFormat } from "../wav/format.ts";
import { eachElement, ID, readFloat, readUnsigned } from "./ebml.ts";

/** The sound track of a Matroska file, with what its blocks need to become packets. */
export interface MatroskaTrack {
  number: number;
  codec: Codec;
  timescale: number;
  sampleRate: number;
  channels: number;
  setup: Uint8Array;
  hasVideo: boolean;
  /** Seconds of priming before the first audible sample. */
  delaySeconds: number;
  /** Bytes that every packet begins with and that the file leaves out (header stripping). */
  prefix: Uint8Array;
  /** Samples per packet where the packets do not say (AAC); bytes per sample frame for PCM. */
  frameSamples: number;
  blockBytes: number;
  swapBytes: number;
}

interface Entry {
  number: number;
  type: number;
  codecId: string;
  codecPrivate: Uint8Array;
  delayNs: number;
  sampleRate: number;
  channels: number;
  bits: number;
  prefix: Uint8Array;
  obstacle: "encrypted" | "compressed" | null;
}

const TYPE_VIDEO = 1;
const TYPE_AUDIO = 2;
const HEADER_STRIPPING = 3;

/** Picks the first sound track that can be cut from the body of a Tracks element. Throws Unplayable when there is none. */
export function chooseTrack(body: Uint8Array): MatroskaTrack {
  const entries: Entry[] = [];
  eachElement(body, 0, body.length, (id, start, end) => {
    if (id === ID.trackEntry && entries.length < 256) entries.push(readEntry(body, start, end));
  });
  const hasVideo = entries.some(({ type }) => type === TYPE_VIDEO);
  const sound = entries.filter(({ type }) => type === TYPE_AUDIO);
  for (const entry of sound) {
    const format = entry.obstacle ? null : readFormat(entry);
    if (format && isPlausibleFormat(format.sampleRate, format.channels)) {
      return {
        ...format,
        number: entry.number,
        hasVideo,
        delaySeconds: entry.delayNs / 1e9,
        prefix: entry.prefix,
      };
    }
  }
  const [first] = sound;
  if (!first) throw new Unplayable("no audio track");
  if (first.obstacle === "encrypted") throw new Unplayable("encrypted");
  throw new Unplayable("unsupported codec", first.codecId.slice(0, 32));
}

function readEntry(body: Uint8Array, from: number, until: number): Entry {
  const entry: Entry = {
    number: 0,
    type: 0,
    codecId: "",
    codecPrivate: new Uint8Array(0),
    delayNs: 0,
    sampleRate: 8000,
    channels: 1,
    bits: 16,
    prefix: new Uint8Array(0),
    obstacle: null,
  };
  const read = (id: number, start: number, end: number) => {
    if (id === ID.trackNumber) entry.number = readUnsigned(body, start, end);
    else if (id === ID.trackType) entry.type = readUnsigned(body, start, end);
    else if (id === ID.codecId)
      entry.codecId = String.fromCharCode(...body.subarray(start, Math.min(end, start + 64))).replace(
        /\0.*$/,
        "",
      );
    else if (id === ID.codecPrivate) entry.codecPrivate = body.slice(start, end);
    else if (id === ID.codecDelay) entry.delayNs = readUnsigned(body, start, end);
    else if (id === ID.samplingFrequency) entry.sampleRate = readFloat(body, start, end);
    else if (id === ID.channels) entry.channels = readUnsigned(body, start, end);
    else if (id === ID.bitDepth) entry.bits = readUnsigned(body, start, end);
    else if (id === ID.contentEncryption) entry.obstacle = "encrypted";
    else if (id === ID.contentCompression) readCompression(body, start, end, entry);
    else if (id === ID.audio || id === ID.contentEncodings || id === ID.contentEncoding)
      eachElement(body, start, end, read);
  };
  eachElement(body, from, until, read);
  return entry;
}

function readCompression(body: Uint8Array, from: number, until: number, entry: Entry): void {
  let algorithm = 0;
  eachElement(body, from, until, (id, start, end) => {
    if (id === ID.contentCompAlgo) algorithm = readUnsigned(body, start, end);
    if (id === ID.contentCompSettings) entry.prefix = body.slice(start, Math.min(end, start + 1024));
  });
  if (algorithm !== HEADER_STRIPPING) entry.obstacle ??= "compressed";
}

type Format = Pick<
  MatroskaTrack,
  "codec" | "timescale" | "sampleRate" | "channels" | "setup" | "frameSamples" | "blockBytes" | "swapBytes"
>;

/** Maps a codec id (Matroska codec specifications) to what our writers take; null when we cannot cut it. */
function readFormat({ codecId, codecPrivate, sampleRate, channels, bits }: Entry): Format | null {
  const rate = Math.round(sampleRate);
  const plain = {
    timescale: rate,
    sampleRate: rate,
    channels,
    setup: codecPrivate,
    frameSamples: 0,
    blockBytes: 0,
    swapBytes: 1,
  };
  if (codecId === "A_OPUS") {
    if (codecPrivate.length < 19 || !hasText(codecPrivate, 0, "OpusHead")) return null;
    return {
      ...plain,
      codec: "opus",
      timescale: OPUS_RATE,
      sampleRate: OPUS_RATE,
      channels: codecPrivate[9] ?? 1,
    };
  }
  if (codecId === "A_VORBIS") {
    const [identification, , books] = unlaceHeaders(codecPrivate) ?? [];
    if (!identification || !books || identification.length < 30) return null;
    return { ...plain, codec: "vorbis", setup: laceHeaders([identification, EMPTY_VORBIS_COMMENT, books]) };
  }
  if (codecId === "A_FLAC") {
    return codecPrivate.length >= 42 && hasText(codecPrivate, 0, "fLaC")
      ? { ...plain, codec: "flac", setup: codecPrivate.slice(8, 42) }
      : null;
  }
  if (codecId === "A_MPEG/L3") return { ...plain, codec: "mp3", setup: new Uint8Array(0) };
  if (codecId.startsWith("A_AAC")) {
    const config = readAudioConfig(codecPrivate);
    if (!config) return null;
    const { frameSamples } = config;
    return {
      ...plain,
      codec: "aac",
      timescale: config.sampleRate,
      sampleRate: config.sampleRate,
      frameSamples,
    };
  }
  const form = { "A_PCM/INT/LIT": "int", "A_PCM/INT/BIG": "int", "A_PCM/FLOAT/IEEE": "float" }[codecId];
  if ((form !== "int" && form !== "float") || bits % 8 !== 0 || bits < 8 || bits > 64) return null;
  return {
    ...plain,
    codec: "pcm",
    setup: pcmFormat(form, rate, channels, bits),
    blockBytes: (channels * bits) / 8,
    swapBytes: codecId === "A_PCM/INT/BIG" ? bits / 8 : 1,
  };
}
