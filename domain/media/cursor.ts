import type { ByteSource } from "./source.ts";

/** Enough to amortise a range request's latency, small against the isolate's 128 MB. */
const CHUNK_BYTES = 2 * 2 ** 20;
/** No packet, header or table row of a sound recording is larger; a bigger wish comes from broken bytes. */
const MAX_NEED = 16 * 2 ** 20;
/** Room for the rest of a packet that is carried over when the next chunk is read. */
const SPARE_BYTES = 64 * 1024;

/**
 * Reads a source from front to back in large chunks, with synchronous access to what is buffered.
 * `buffer[at]` is the byte at file position `position`; it is valid up to `buffer.length` after `need`.
 */
export class Cursor {
  buffer: Uint8Array = new Uint8Array(0);
  at = 0;
  /** No byte at or after this position is read. */
  readonly limit: number;
  readonly #source: ByteSource;
  readonly #chunk: number;
  #memory: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #base: number;

  constructor(source: ByteSource, position = 0, { limit = source.size, chunk = CHUNK_BYTES } = {}) {
    this.#source = source;
    this.#base = position;
    this.limit = Math.min(limit, source.size);
    this.#chunk = chunk;
  }

  get position(): number {
    return this.#base + this.at;
  }

  get left(): number {
    return this.buffer.length - this.at;
  }

  /** Makes `count` bytes available from `at`. False when the file ends before (what remains is then buffered). */
  async need(count: number): Promise<boolean> {
    if (this.left >= count) return true;
    if (count > MAX_NEED) return false;
    const rest = this.buffer.subarray(Math.min(this.at, this.buffer.length));
    const position = this.position;
    const from = position + rest.length;
    const until = Math.min(this.limit, Math.max(from + this.#chunk, position + count));
    if (until <= from) return false;
    if (this.#source.readInto) this.buffer = await this.#refill(rest, from, until);
    else {
      const fresh = await this.#source.read(from, until);
      if (rest.length === 0) this.buffer = fresh;
      else {
        this.buffer = new Uint8Array(rest.length + fresh.length);
        this.buffer.set(rest);
        this.buffer.set(fresh, rest.length);
      }
    }
    this.#base = position;
    this.at = 0;
    return this.left >= count;
  }

  /** Reads on in the same memory: what is left moves to its front. */
  async #refill(rest: Uint8Array, from: number, until: number): Promise<Uint8Array> {
    const length = rest.length + until - from;
    const old = this.#memory;
    const memory = old.length >= length ? old : new Uint8Array(length + SPARE_BYTES);
    memory.set(rest);
    if (!this.#source.readInto) return memory;
    const filled = await this.#source.readInto(memory.subarray(rest.length, length), from);
    this.#memory = new Uint8Array(filled.buffer);
    return this.#memory.subarray(0, length);
  }

  /** Moves on; what is passed over and not buffered yet is never read. */
  skip(count: number): void {
    this.at += count;
  }

  seek(position: number): void {
    const at = position - this.#base;
    if (at >= 0 && at <= this.buffer.length) this.at = at;
    else {
      this.buffer = new Uint8Array(0);
      this.#base = position;
      this.at = 0;
    }
  }
}
