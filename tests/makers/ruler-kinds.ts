export interface RulerKind {
  container: "ogg" | "mp3" | "m4a" | "mp4" | "mov" | "webm" | "mkv" | "wav" | "flac" | "adts";
  codec: "opus" | "vorbis" | "mp3" | "aac" | "flac" | "pcm16" | "pcm24" | "f32";
  /** bit/s, where the codec has a choice. */
  bitrate?: number;
  /** Hz */
  rate?: number;
  channels?: 1 | 2;
  /** Opus: length of a packet in ms. */
  frameMs?: 20 | 60;
  /** MP3: variable bitrate. */
  vbr?: boolean;
  /** MP3: without the Xing/LAME header. */
  bare?: boolean;
  /** MP3: with an ID3v2 tag before the sound, and an ID3v1 tag behind it. */
  tagged?: boolean;
  /** MP4: where the index is. */
  index?: "first" | "last" | "fragmented";
  /** WebM: written as if live, without length and cues. */
  live?: boolean;
  /** With a picture track: H.264 in MP4, VP8 in WebM. */
  picture?: boolean;
  /** WAV: with 64-bit sizes. */
  rf64?: boolean;
}

/** Every container and codec that recordings come in. */
export const RULER_KINDS: Record<string, RulerKind> = {
  "ogg opus 20 ms": { container: "ogg", codec: "opus", frameMs: 20 },
  "ogg opus 60 ms, 16 kbit/s": { container: "ogg", codec: "opus", frameMs: 60, bitrate: 16_000 },
  "ogg opus stereo": { container: "ogg", codec: "opus", channels: 2, bitrate: 48_000 },
  "ogg vorbis": { container: "ogg", codec: "vorbis" },
  "mp3 cbr": { container: "mp3", codec: "mp3" },
  "mp3 cbr, 22 kHz, ID3": { container: "mp3", codec: "mp3", rate: 22_050, tagged: true },
  "mp3 cbr without Xing": { container: "mp3", codec: "mp3", bare: true },
  "mp3 vbr": { container: "mp3", codec: "mp3", vbr: true },
  "mp3 vbr without Xing": { container: "mp3", codec: "mp3", vbr: true, bare: true },
  "m4a index last": { container: "m4a", codec: "aac", index: "last" },
  "m4a index first": { container: "m4a", codec: "aac", index: "first" },
  "m4a fragmented": { container: "m4a", codec: "aac", index: "fragmented" },
  "mp4 video": { container: "mp4", codec: "aac", index: "first", picture: true },
  "mov video": { container: "mov", codec: "aac", index: "last", picture: true },
  "webm opus": { container: "webm", codec: "opus" },
  "webm opus live": { container: "webm", codec: "opus", live: true },
  "webm vorbis": { container: "webm", codec: "vorbis" },
  "webm video": { container: "webm", codec: "opus", picture: true },
  "mkv aac": { container: "mkv", codec: "aac" },
  "mkv mp3 live": { container: "mkv", codec: "mp3", live: true },
  "wav pcm16": { container: "wav", codec: "pcm16" },
  "wav pcm24": { container: "wav", codec: "pcm24" },
  "wav f32 stereo": { container: "wav", codec: "f32", channels: 2 },
  "wav rf64": { container: "wav", codec: "pcm16", rf64: true },
  flac: { container: "flac", codec: "flac" },
  "aac adts": { container: "adts", codec: "aac" },
};

const RATES = { opus: 48_000, vorbis: 44_100, mp3: 44_100, aac: 44_100, flac: 16_000 } as const;
const BITRATES = { opus: 24_000, mp3: 64_000, aac: 64_000 } as const;
const MUXERS = {
  ogg: "ogg",
  mp3: "mp3",
  m4a: "ipod",
  mp4: "mp4",
  mov: "mov",
  webm: "webm",
  mkv: "matroska",
  flac: "flac",
  adts: "adts",
} as const;

/** ffmpeg's arguments for a kind: a picture's input, the encoder, and whether to write to a pipe. */
export function encoderOf(kind: RulerKind): { video: string[]; encoder: string[]; streamed: boolean } {
  const { container, codec } = kind;
  if (container === "wav" || codec === "pcm16" || codec === "pcm24" || codec === "f32") {
    throw new TypeError(`${codec} in ${container} is not encoded by ffmpeg`);
  }
  const live = kind.live === true;
  const audio = ["-ar", String(kind.rate ?? RATES[codec]), "-ac", String(kind.channels ?? 1)];
  const picture = kind.picture
    ? ["-c:v", container === "webm" ? "libvpx" : "libx264", "-pix_fmt", "yuv420p", "-shortest"]
    : [];
  return {
    // Five small frames a second are a picture track, and an hour of them takes seconds to encode.
    video: kind.picture ? ["-f", "lavfi", "-i", "testsrc=size=64x64:rate=5"] : [],
    encoder: [...audio, ...codecArgs(kind), ...picture, ...muxerArgs(kind), "-f", MUXERS[container]],
    streamed: live,
  };
}

function codecArgs({ codec, bitrate, frameMs, vbr }: RulerKind): string[] {
  switch (codec) {
    case "opus":
      return [
        "-c:a",
        "libopus",
        "-compression_level",
        "2",
        "-b:a",
        String(bitrate ?? BITRATES.opus),
        "-frame_duration",
        String(frameMs ?? 20),
      ];
    case "vorbis":
      return ["-c:a", "libvorbis", "-q:a", "1"];
    case "mp3":
      return ["-c:a", "libmp3lame", ...(vbr ? ["-q:a", "6"] : ["-b:a", String(bitrate ?? BITRATES.mp3)])];
    case "aac":
      return ["-c:a", "aac", "-b:a", String(bitrate ?? BITRATES.aac)];
    default:
      return ["-c:a", "flac"];
  }
}

function muxerArgs({ container, index, bare, tagged, live }: RulerKind): string[] {
  switch (container) {
    case "mp3": {
      const tags = [
        "-id3v2_version",
        "3",
        "-write_id3v1",
        "1",
        "-metadata",
        "title=Ruler",
        "-metadata",
        `comment=${"~".repeat(5000)}`,
      ];
      return [...(bare ? ["-write_xing", "0"] : []), ...(tagged ? tags : ["-id3v2_version", "0"])];
    }
    case "m4a":
    case "mp4":
    case "mov":
      if (index === "first") return ["-movflags", "+faststart"];
      if (index === "fragmented")
        return ["-movflags", "+frag_keyframe+empty_moov+default_base_moof", "-frag_duration", "2000000"];
      return [];
    case "webm":
    case "mkv":
      return live ? ["-live", "1"] : [];
    default:
      return [];
  }
}
