import type { Track } from "../reader.ts";

/** What the head of a one-track file says about its packets. */
export interface MovieContent {
  sizes: readonly number[];
  durations: readonly number[];
  /** Ticks at the start that are decoded and not heard. */
  skip: number;
  audible: number;
  payloadBytes: number;
}

const LANGUAGE_UNDETERMINED = 0x55c4;
const UNITY_MATRIX = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000];

/** Everything before the sound of an M4A file (ISO/IEC 14496-12, 14496-14): ftyp, moov, and the head of mdat. */
export function movieHead(track: Track, content: MovieContent): Uint8Array {
  const build = (soundAt: number) =>
    join(
      box("ftyp", text("M4A "), u32(0x200), text("M4A mp42isom")),
      box("moov", movieHeader(track, content), trackBox(track, content, soundAt)),
      join(u32(content.payloadBytes + 8), text("mdat")),
    );
  return build(build(0).length);
}

function movieHeader(track: Track, { audible }: MovieContent): Uint8Array {
  return fullBox(
    "mvhd",
    0,
    u32(0, 0, track.timescale, audible),
    u32(0x10000),
    u16(0x100, 0),
    u32(0, 0, ...UNITY_MATRIX, 0, 0, 0, 0, 0, 0, 2),
  );
}

function trackBox(track: Track, content: MovieContent, soundAt: number): Uint8Array {
  const media = content.durations.reduce((sum, duration) => sum + duration, 0);
  return box(
    "trak",
    // Flags: enabled, in movie, in preview.
    fullBox(
      "tkhd",
      7,
      u32(0, 0, 1, 0, content.audible, 0, 0),
      u16(0, 0, 0x100, 0),
      u32(...UNITY_MATRIX, 0, 0),
    ),
    box("edts", fullBox("elst", 0, u32(1, content.audible, content.skip, 0x10000))),
    box(
      "mdia",
      fullBox("mdhd", 0, u32(0, 0, track.timescale, media), u16(LANGUAGE_UNDETERMINED, 0)),
      fullBox("hdlr", 0, u32(0), text("soun"), u32(0, 0, 0), text("\0")),
      box(
        "minf",
        fullBox("smhd", 0, u32(0)),
        box("dinf", fullBox("dref", 0, u32(1), fullBox("url ", 1))),
        sampleTable(track, content, soundAt),
      ),
    ),
  );
}

function sampleTable(track: Track, { sizes, durations }: MovieContent, soundAt: number): Uint8Array {
  const runs: number[] = [];
  for (const duration of durations) {
    if (runs.at(-1) === duration) runs[runs.length - 2] = (runs.at(-2) ?? 0) + 1;
    else runs.push(1, duration);
  }
  return box(
    "stbl",
    fullBox("stsd", 0, u32(1), sampleEntry(track)),
    fullBox("stts", 0, u32s([runs.length / 2, ...runs])),
    fullBox("stsc", 0, u32(1, 1, sizes.length, 1)),
    fullBox("stsz", 0, u32(0, sizes.length), u32s(sizes)),
    fullBox("stco", 0, u32(1, soundAt)),
  );
}

function sampleEntry({ codec, channels, sampleRate, setup }: Track): Uint8Array {
  // The rate is a 16.16 number; rates that do not fit are told by the codec's own setup.
  const rate = sampleRate < 65_536 ? sampleRate : 0;
  const description = join(u32(0), u16(0, 1), u32(0, 0), u16(channels, 16), u32(0), u16(rate, 0));
  if (codec === "alac") return box("alac", description, fullBox("alac", 0, setup));
  return box("mp4a", description, fullBox("esds", 0, elementaryDescriptor(setup)));
}

/** ES_Descriptor of AAC sound (ISO/IEC 14496-1 §7.2.6.5): object type 0x40, stream type 5 (audio), then the configuration. */
function elementaryDescriptor(config: Uint8Array): Uint8Array {
  const specific = descriptor(5, config);
  const decoder = descriptor(4, join(Uint8Array.of(0x40, 0x15, 0, 0, 0), u32(0, 0), specific));
  return descriptor(3, join(u16(0), Uint8Array.of(0), decoder, descriptor(6, Uint8Array.of(2))));
}

function descriptor(tag: number, body: Uint8Array): Uint8Array {
  const { length } = body;
  return join(
    Uint8Array.of(
      tag,
      0x80 | (length >> 21),
      0x80 | ((length >> 14) & 127),
      0x80 | ((length >> 7) & 127),
      length & 127,
    ),
    body,
  );
}

function box(type: string, ...parts: Uint8Array[]): Uint8Array {
  const body = join(...parts);
  return join(u32(body.length + 8), text(type), body);
}

function fullBox(type: string, flags: number, ...parts: Uint8Array[]): Uint8Array {
  return box(type, u32(flags), ...parts);
}

function join(...parts: Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function text(value: string): Uint8Array {
  return Uint8Array.from(value, (letter) => letter.charCodeAt(0));
}

function u32(...values: number[]): Uint8Array {
  return u32s(values);
}

function u32s(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => {
    view.setUint32(i * 4, value);
  });
  return bytes;
}

function u16(...values: number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 2);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => {
    view.setUint16(i * 2, value);
  });
  return bytes;
}
