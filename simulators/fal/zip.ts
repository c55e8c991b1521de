import { crc32, inflateRawSync } from "node:zlib";

export interface ZipEntry {
  name: string;
  bytes: Buffer;
}

/** Most bytes that an archive may unpack to: what a trainer takes, far above any set of photos. */
const UNPACKED_BYTES = 1024 * 2 ** 20;

/** All files of a ZIP archive by its central directory (APPNOTE.TXT 4.3), checksums verified. Throws a sentence. */
export function readZip(zip: Buffer): ZipEntry[] {
  const end = zip.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  if (end < 0 || end + 22 > zip.length) throw new SyntaxError("it is not a zip archive");
  let at = zip.readUInt32LE(end + 16);
  let left = UNPACKED_BYTES;
  const entries: ZipEntry[] = [];
  for (let i = zip.readUInt16LE(end + 10); i > 0; i--) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== 0x02014b50) {
      throw new SyntaxError("its central directory is broken");
    }
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString("utf8", at + 46, at + 46 + nameLength);
    const size = zip.readUInt32LE(at + 24);
    left -= size;
    if (left < 0) throw new SyntaxError("it unpacks to more than 1 GiB");
    if (!name.endsWith("/")) entries.push({ name, bytes: unpack(zip, at, name, size) });
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
}

function unpack(zip: Buffer, record: number, name: string, size: number): Buffer {
  const method = zip.readUInt16LE(record + 10);
  const packed = zip.readUInt32LE(record + 20);
  const local = zip.readUInt32LE(record + 42);
  if (local + 30 > zip.length || zip.readUInt32LE(local) !== 0x04034b50) {
    throw new SyntaxError(`${name} has no local header`);
  }
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const body = zip.subarray(start, start + packed);
  if (body.length < packed) throw new SyntaxError(`${name} is cut short`);
  if (method !== 0 && method !== 8) throw new SyntaxError(`${name} is packed by method ${method}`);
  const bytes = method === 0 ? body : inflateRawSync(body, { maxOutputLength: Math.max(1, size) });
  if (bytes.length !== size || crc32(bytes) !== zip.readUInt32LE(record + 16)) {
    throw new SyntaxError(`${name} is damaged`);
  }
  return bytes;
}
