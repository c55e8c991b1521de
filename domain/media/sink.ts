/** Bytes that are appended, held in one buffer that grows by doubling. */
export class ByteSink {
  #bytes: Uint8Array;
  length = 0;

  constructor(expected: number) {
    this.#bytes = new Uint8Array(Math.max(1024, expected));
  }

  append(data: Uint8Array, start = 0, end = data.length): void {
    this.reserve(end - start);
    this.#bytes.set(start === 0 && end === data.length ? data : data.subarray(start, end), this.length);
    this.length += end - start;
  }

  /** Makes room for `count` more bytes, and gives the buffer to write them into from `length` on. */
  reserve(count: number): Uint8Array {
    const wanted = this.length + count;
    if (wanted > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(wanted, this.#bytes.length * 2));
      grown.set(this.#bytes.subarray(0, this.length));
      this.#bytes = grown;
    }
    return this.#bytes;
  }

  /** What was written so far; a view. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }
}
