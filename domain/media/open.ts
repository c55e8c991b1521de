import { openAdts } from "./adts/read.ts";
import { openCaf } from "./caf/read.ts";
import { openFlac } from "./flac/read.ts";
import { openMatroska } from "./matroska/read.ts";
import { openMp3 } from "./mp3/read.ts";
import { openMp4 } from "./mp4/read.ts";
import { openOgg } from "./ogg/read.ts";
import type { Reader } from "./reader.ts";
import { id3Bytes, SNIFF_BYTES, sniff } from "./sniff.ts";
import { type ByteSource, blockCache } from "./source.ts";
import { Unplayable } from "./unplayable.ts";
import { openAiff } from "./wav/aiff.ts";
import { openWav } from "./wav/read.ts";

/** What we know by name but cannot cut: sound and video that users should be told to convert. */
const UNSUPPORTED_MEDIA = new Set([
  "amr",
  "asf",
  "avi",
  "flv",
  "mpeg",
  "au",
  "ape",
  "wavpack",
  "dsf",
  "realmedia",
]);

/** Opens a recording by what its bytes are. Reads its head (and an MP4's tables' places), not its sound. Throws Unplayable. */
export async function openRecording(source: ByteSource): Promise<Reader> {
  if (source.size === 0) throw new Unplayable("empty");
  const cached = blockCache(source);
  let head = await cached.read(0, SNIFF_BYTES);
  const tags = id3Bytes(head);
  // Behind a large tag may lie more than MP3.
  if (tags >= head.length) head = await cached.read(Math.min(tags, source.size), tags + SNIFF_BYTES);
  const kind = sniff(head);
  switch (kind) {
    case "ogg":
      return openOgg(cached);
    case "mp3":
      return openMp3(cached);
    case "adts":
      return openAdts(cached);
    case "flac":
      return openFlac(cached);
    case "wav":
      return openWav(cached);
    case "aiff":
      return openAiff(cached);
    case "caf":
      return openCaf(cached);
    case "mp4":
    case "mov":
      return openMp4(cached, kind);
    case "webm":
    case "mkv":
      return openMatroska(cached, kind);
    default:
      if (kind === null) throw new Unplayable("not media");
      throw new Unplayable(
        UNSUPPORTED_MEDIA.has(kind.other) ? "unsupported format" : "not media",
        kind.other,
      );
  }
}
