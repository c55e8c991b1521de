import { withLength } from "../bodies/with-length.ts";

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
  /** Of the file and all its slices: what its source did wrong when it was last opened. */
  readonly #source: { trouble: () => unknown };

  constructor(
    name: string,
    type: string,
    size: number,
    openRange: OpenRange,
    start = 0,
    source: { trouble: () => unknown } = { trouble: () => undefined },
  ) {
    this.name = name;
    this.type = type;
    this.size = size;
    this.#openRange = openRange;
    this.#start = start;
    this.#source = source;
  }

  slice(from: number, to: number): FarFile {
    return new FarFile(this.name, this.type, to - from, this.#openRange, this.#start + from, this.#source);
  }

  /** The bytes, with their length known in advance: FAL's storage takes no chunked body. */
  async open(): Promise<ReadableStream<Uint8Array>> {
    const bytes = await this.#openRange(this.#start, this.#start + this.size).catch((error) => {
      this.#source.trouble = () => error;
      throw error;
    });
    const { stream, trouble } = withLength(bytes, this.size);
    this.#source.trouble = trouble;
    return stream;
  }

  /** What the source did wrong when it was last opened, once the upload has failed; undefined when it was well. */
  trouble(): unknown {
    return this.#source.trouble();
  }
}
