import { openMp3 } from "../mp3/read.ts";
import { isPlausibleFormat, type Reader } from "../reader.ts";
import { hasText } from "../sniff.ts";
import type { ByteSource } from "../source.ts";
import { Unplayable } from "../unplayable.ts";
import { openPcm } from "./pcm.ts";

/** Format tags (RFC 2361, mmreg.h) whose sound can be cut at any block: PCM, MS ADPCM, float, A-law, mu-law, IMA ADPCM. */
const CUTTABLE_TAGS = new Set([1, 2, 3, 6, 7, 0x11]);
const MP3_TAG = 0x55;
const EXTENSIBLE_TAG = 0xfffe;
/** A damaged file might claim endless tiny chunks. */
const MAX_CHUNKS = 1000;

/** WAV (RIFF), and RF64/BW64 for more than 4 GiB (EBU Tech 3306). Lengths are claims: the file's size decides. */
export async function openWav(source: ByteSource): Promise<Reader> {
  let format: Uint8Array | null = null;
  let longDataBytes: number | null = null;
  let at = 12;
  for (let chunks = 0; chunks < MAX_CHUNKS && at + 8 <= source.size; chunks += 1) {
    const head = await source.read(at, Math.min(at + 64, source.size));
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
    const size = view.getUint32(4, true);
    if (hasText(head, 0, "ds64") && head.length >= 28) longDataBytes = Number(view.getBigUint64(16, true));
    if (hasText(head, 0, "fmt ")) format = head.slice(8, Math.min(head.length, 8 + size));
    if (hasText(head, 0, "data")) {
      if (!format || format.length < 16) throw new Unplayable("truncated beyond salvage");
      const isPlaceholder = size === 0 || size >= 0x7ffff000;
      const claimed =
        size === 0xffffffff && longDataBytes !== null ? longDataBytes : isPlaceholder ? null : size;
      return openData(source, format, at + 8, claimed);
    }
    at += 8 + size + (size & 1);
  }
  throw new Unplayable(format ? "truncated beyond salvage" : "no audio track");
}

async function openData(
  source: ByteSource,
  format: Uint8Array,
  start: number,
  claimed: number | null,
): Promise<Reader> {
  const view = new DataView(format.buffer, format.byteOffset, format.byteLength);
  const declared = view.getUint16(0, true);
  const tag = declared === EXTENSIBLE_TAG && format.length >= 26 ? view.getUint16(24, true) : declared;
  const end = Math.min(source.size, start + (claimed ?? source.size));
  if (tag === MP3_TAG) {
    const reader = await openMp3(source, start, end);
    return { ...reader, track: { ...reader.track, container: "wav" } };
  }
  if (!CUTTABLE_TAGS.has(tag)) throw new Unplayable("unsupported codec", `wav format ${tag}`);
  const channels = view.getUint16(2, true);
  const sampleRate = view.getUint32(4, true);
  const blockBytes = view.getUint16(12, true);
  const bits = view.getUint16(14, true);
  const isAdpcm = tag === 2 || tag === 0x11;
  const blockSamples = isAdpcm && format.length >= 20 ? view.getUint16(18, true) : 1;
  const isConsistent = isAdpcm ? blockSamples > 1 : blockBytes === channels * Math.ceil(bits / 8);
  if (!isPlausibleFormat(sampleRate, channels) || blockBytes === 0 || !isConsistent)
    throw new Unplayable("truncated beyond salvage");
  return openPcm(source, {
    container: "wav",
    sampleRate,
    channels,
    setup: format,
    blockBytes,
    blockSamples,
    start,
    end,
    damage: claimed !== null && start + claimed > source.size ? "truncated" : null,
  });
}
