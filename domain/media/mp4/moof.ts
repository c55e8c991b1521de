import { childrenOf } from "./boxes.ts";

/** What `trex` says of samples whose fragment does not. */
export interface Defaults {
  duration: number;
  bytes: number;
}

/** More samples than this in one fragment cannot be: they would be listed in a box larger than is read. */
const MAX_SAMPLES = 2 ** 20;

/**
 * Lists our track's samples of one `moof` payload, as far as they lie in the file (`isCut` tells that some do not).
 * `claimed` is the decode time its `tfdt` gives.
 */
export function readFragment(
  moof: Uint8Array,
  { at: moofAt, id, fileBytes }: { at: number; id: number; fileBytes: number },
  defaults: Defaults,
) {
  const samples: { offset: number; bytes: number; duration: number }[] = [];
  let isCut = false;
  let claimed: number | null = null;
  for (const [type, traf] of childrenOf(moof)) {
    if (type !== "traf") continue;
    let base = moofAt;
    let { duration, bytes } = defaults;
    let isOurs = false;
    let next = moofAt;
    for (const [name, body] of childrenOf(traf)) {
      const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
      if (body.length < 8) continue;
      const flags = view.getUint32(0) & 0xffffff;
      if (name === "tfhd") {
        isOurs = view.getUint32(4) === id;
        let at = 8;
        const take = (flag: number, width: number) => {
          if (!(flags & flag) || at + width > body.length) return null;
          at += width;
          return width === 8 ? Number(view.getBigUint64(at - 8)) : view.getUint32(at - 4);
        };
        base = take(0x1, 8) ?? moofAt;
        next = base;
        take(0x2, 4);
        duration = take(0x8, 4) ?? duration;
        bytes = take(0x10, 4) ?? bytes;
      } else if (name === "tfdt" && isOurs) {
        const isLong = view.getUint8(0) === 1 && body.length >= 12;
        claimed ??= isLong ? Number(view.getBigUint64(4)) : view.getUint32(4);
      } else if (name === "trun" && isOurs) {
        let at = 8;
        const count = Math.min(view.getUint32(4), MAX_SAMPLES - samples.length);
        if (flags & 0x1 && body.length >= 12) {
          next = base + view.getInt32(8);
          at += 4;
        }
        if (flags & 0x4) at += 4;
        const width = [0x100, 0x200, 0x400, 0x800].reduce((sum, flag) => sum + (flags & flag ? 4 : 0), 0);
        for (let i = 0; i < count && at + width <= body.length; i += 1, at += width) {
          let field = at;
          const own = (flag: number, fallback: number) => {
            if (!(flags & flag)) return fallback;
            field += 4;
            return view.getUint32(field - 4);
          };
          const sampleDuration = own(0x100, duration);
          const sampleBytes = own(0x200, bytes);
          // A row of nothing that takes no room itself could go on for ever.
          isCut ||= next < 0 || next + sampleBytes > fileBytes || (sampleBytes === 0 && width === 0);
          if (isCut) break;
          if (sampleBytes > 0) samples.push({ offset: next, bytes: sampleBytes, duration: sampleDuration });
          next += sampleBytes;
        }
      }
    }
  }
  return { samples, claimed, isCut };
}
