import type { OggPage } from "./page.ts";

/** No sound packet is near this; a longer chain of continued pages is broken (or a cover picture, which is passed over). */
const PACKET_BYTES = 2 ** 20;

/** Puts packets together from pages. A packet that lies within one page is handed on without a copy. */
export class PacketAssembler {
  #carry: Uint8Array | null = null;
  #sequence = -1;

  /** Calls `take` for each packet that ends on this page; it returns false to stop. */
  feed(
    buffer: Uint8Array,
    page: OggPage,
    take: (data: Uint8Array, start: number, end: number) => boolean,
  ): boolean {
    // A lost page breaks the packet that crosses it.
    const follows = page.continued && page.sequence === this.#sequence + 1;
    let carry = follows ? this.#carry : null;
    let dropping = page.continued && !carry;
    this.#carry = null;
    this.#sequence = page.sequence;
    let start = page.bodyAt;
    let end = start;
    let ended = true;
    for (let i = 0; i < page.segments; i += 1) {
      const size = buffer[page.at + 27 + i] ?? 0;
      end += size;
      ended = size < 255;
      if (!ended) continue;
      if (!dropping) {
        const whole = carry ? join(carry, buffer.subarray(start, end)) : null;
        if (!(whole ? take(whole, 0, whole.length) : take(buffer, start, end))) return false;
      }
      carry = null;
      dropping = false;
      start = end;
    }
    if (!ended && !dropping) {
      const piece = buffer.subarray(start, end);
      const whole = carry ? join(carry, piece) : piece.slice();
      this.#carry = whole.length <= PACKET_BYTES ? whole : null;
    }
    return true;
  }
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
