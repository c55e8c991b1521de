/** The bytes of a file from `start` to before `end`. */
export type OpenRange = (start: number, end: number) => Promise<ReadableStream<Uint8Array>>;

/**
 * A file that lies elsewhere, in the shape that FAL's client wants for an upload: it asks a Blob for its name, type, size
 * and slices, and hands them to `fetch`. A Blob would hold the whole archive in memory; this one is opened range by range
 * when its turn to be sent has come.
 */
export class FarFile {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly #openRange: OpenRange;
  readonly #start: number;

  constructor(name: string, type: string, size: number, openRange: OpenRange, start = 0) {
    this.name = name;
    this.type = type;
    this.size = size;
    this.#openRange = openRange;
    this.#start = start;
  }

  slice(from: number, to: number): FarFile {
    return new FarFile(this.name, this.type, to - from, this.#openRange, this.#start + from);
  }

  /** The bytes, with their length known in advance: FAL's storage takes no chunked body. */
  async open(): Promise<ReadableStream<Uint8Array>> {
    const bytes = await this.#openRange(this.#start, this.#start + this.size);
    const { readable, writable } = new FixedLengthStream(this.size);
    // A broken source breaks the upload, and the upload is what is awaited.
    bytes.pipeTo(writable).catch(() => undefined);
    return readable;
  }
}
