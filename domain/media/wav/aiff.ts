import { isPlausibleFormat, type Reader } from "../reader.ts";
import { hasText } from "../sniff.ts";
import type { ByteSource } from "../source.ts";
import { Unplayable } from "../unplayable.ts";
import { pcmFormat } from "./format.ts";
import { openPcm } from "./pcm.ts";

const MAX_CHUNKS = 1000;
type Form = Parameters<typeof pcmFormat>[0];

/** AIFF-C compression types (Apple, AIFF-C draft 8.26.91) that are plain samples, and whether they are big-endian. */
const FORMS: Record<string, { form: Form; bits?: number; isBig: boolean }> = {
  NONE: { form: "int", isBig: true },
  twos: { form: "int", isBig: true },
  sowt: { form: "int", isBig: false },
  in24: { form: "int", isBig: true },
  in32: { form: "int", isBig: true },
  fl32: { form: "float", isBig: true },
  FL32: { form: "float", isBig: true },
  fl64: { form: "float", isBig: true },
  FL64: { form: "float", isBig: true },
  alaw: { form: "alaw", bits: 8, isBig: false },
  ALAW: { form: "alaw", bits: 8, isBig: false },
  ulaw: { form: "mulaw", bits: 8, isBig: false },
  ULAW: { form: "mulaw", bits: 8, isBig: false },
};

/** AIFF and AIFF-C with uncompressed sound; parts are WAV. */
export async function openAiff(source: ByteSource): Promise<Reader> {
  let common: Uint8Array | null = null;
  let data: { start: number; end: number; claimed: number } | null = null;
  let at = 12;
  for (let chunks = 0; chunks < MAX_CHUNKS && at + 8 <= source.size && !(common && data); chunks += 1) {
    const head = await source.read(at, Math.min(at + 64, source.size));
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
    const size = view.getUint32(4);
    if (hasText(head, 0, "COMM")) common = head.slice(8, Math.min(head.length, 8 + size));
    if (hasText(head, 0, "SSND") && head.length >= 16) {
      const start = at + 16 + view.getUint32(8);
      data = { start, end: Math.min(source.size, at + 8 + size), claimed: at + 8 + size };
    }
    at += 8 + size + (size & 1);
  }
  if (!common || common.length < 18 || !data)
    throw new Unplayable(data ? "truncated beyond salvage" : "no audio track");
  const view = new DataView(common.buffer, common.byteOffset, common.byteLength);
  const channels = view.getUint16(0);
  const type = common.length >= 22 ? new TextDecoder("latin1").decode(common.subarray(18, 22)) : "NONE";
  const known = FORMS[type];
  if (!known) throw new Unplayable("unsupported codec", `aiff ${type.trim()}`);
  // The rate is an 80-bit float; sound rates need only the exponent and the top 32 bits of the fraction.
  const sampleRate = Math.round(view.getUint32(10) * 2 ** ((view.getUint16(8) & 0x7fff) - 16383 - 31));
  const bits = known.bits ?? Math.ceil(view.getUint16(6) / 8) * 8;
  if (!isPlausibleFormat(sampleRate, channels) || bits < 8 || bits > 64)
    throw new Unplayable("truncated beyond salvage");
  // Eight-bit AIFF samples are signed, WAV's are not.
  if (known.form === "int" && bits === 8) throw new Unplayable("unsupported codec", "aiff 8 bit");
  return openPcm(source, {
    container: "aiff",
    sampleRate,
    channels,
    setup: pcmFormat(known.form, sampleRate, channels, bits),
    blockBytes: (channels * bits) / 8,
    blockSamples: 1,
    start: data.start,
    end: data.end,
    damage: data.claimed > source.size ? "truncated" : null,
    ...(known.isBig ? { swapBytes: bits / 8 } : {}),
  });
}
