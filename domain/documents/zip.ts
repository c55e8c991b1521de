import type { ByteSource } from "../media/source.ts";
import { Unreadable } from "./unreadable.ts";

// APPNOTE.TXT 6.3.10 (PKWARE): 4.3.16 end of central directory, 4.3.12 central directory, 4.3.7 local header.
const END_BYTES = 22;
const END_MARK = 0x06054b50;
const ENTRY_MARK = 0x02014b50;
const LOCAL_MARK = 0x04034b50;
/** The comment behind the end record has at most 65,535 bytes. */
const TAIL_BYTES = END_BYTES + 65_535;
/** A document has a few dozen entries; a directory beyond this is no document. */
const DIRECTORY_BYTES = 2 * 2 ** 20;

const [STORED, DEFLATED] = [0, 8];

interface Entry {
  method: number;
  encrypted: boolean;
  /** Compressed, in bytes. */
  size: number;
  at: number;
}

/** A ZIP archive that is read by range: its directory, and the entries that are asked for. */
export interface Zip {
  has(name: string): boolean;
  /** An entry's bytes; Unreadable("too long") when they are more than `limit`, whatever the archive claims. */
  read(name: string, limit: number): Promise<Uint8Array>;
}

/** Opens an archive. Throws Unreadable("broken") when it has no directory; ZIP64 counts as broken, documents are small. */
export async function openZip(source: ByteSource): Promise<Zip> {
  const tail = await source.read(Math.max(0, source.size - TAIL_BYTES), source.size);
  const end = viewOf(tail);
  let at = tail.length - END_BYTES;
  while (at >= 0 && end.getUint32(at, true) !== END_MARK) at--;
  if (at < 0) throw new Unreadable("broken");
  const [length, start] = [end.getUint32(at + 12, true), end.getUint32(at + 16, true)];
  if (length > DIRECTORY_BYTES || start + length > source.size) throw new Unreadable("broken");
  const entries = readDirectory(await source.read(start, start + length));
  return {
    has: (name) => entries.has(name),
    async read(name, limit) {
      const entry = entries.get(name);
      if (!entry) throw new Unreadable("broken");
      if (entry.encrypted) throw new Unreadable("locked");
      if (entry.size > limit) throw new Unreadable("too long");
      const header = await source.read(entry.at, entry.at + 30);
      if (header.length < 30 || viewOf(header).getUint32(0, true) !== LOCAL_MARK)
        throw new Unreadable("broken");
      const from = entry.at + 30 + viewOf(header).getUint16(26, true) + viewOf(header).getUint16(28, true);
      const packed = await source.read(from, from + entry.size);
      if (packed.length < entry.size) throw new Unreadable("broken");
      if (entry.method === STORED) return packed;
      if (entry.method === DEFLATED) return inflate(packed, limit);
      throw new Unreadable("broken");
    },
  };
}

function readDirectory(bytes: Uint8Array): Map<string, Entry> {
  const view = viewOf(bytes);
  const entries = new Map<string, Entry>();
  for (let at = 0; at + 46 <= bytes.length && view.getUint32(at, true) === ENTRY_MARK; ) {
    const nameBytes = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameBytes));
    entries.set(name, {
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      size: view.getUint32(at + 20, true),
      at: view.getUint32(at + 42, true),
    });
    at += 46 + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** Inflates, and stops as soon as more than `limit` bytes come out: a bomb costs no more than that. */
async function inflate(packed: Uint8Array, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const inflated = new Response(packed as Uint8Array<ArrayBuffer>).body?.pipeThrough(
    new DecompressionStream("deflate-raw"),
  );
  try {
    for await (const chunk of inflated ?? []) {
      length += chunk.length;
      if (length > limit) throw new Unreadable("too long");
      chunks.push(chunk);
    }
  } catch (cause) {
    throw cause instanceof Unreadable ? cause : new Unreadable("broken", cause);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength);
