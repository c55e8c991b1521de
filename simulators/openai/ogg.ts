/**
 * What a strict reader of Ogg (RFC 3533) and of Vorbis in Ogg (Vorbis I, 5.2.1) objects to, and ffmpeg lets pass:
 * page checksums, lost pages, a stream without its end, a Vorbis comment packet without its framing bit.
 */
export function checkOgg(bytes: Uint8Array): string[] {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const complaints: string[] = [];
  const streams = new Map<number, Stream>();
  let at = 0;
  while (at < file.length) {
    if (file.toString("latin1", at, at + 4) !== "OggS" || at + 27 > file.length) {
      return [...complaints, `ogg: no page at byte ${at}`];
    }
    const lacing = file.subarray(at + 27, at + 27 + (file[at + 26] ?? 0));
    const body = at + 27 + lacing.length;
    const end = lacing.reduce((sum: number, length: number) => sum + length, body);
    if (end > file.length) return [...complaints, `ogg: the page at byte ${at} is cut short`];
    checkPage(file, at, end, body, lacing, streams, complaints);
    at = end;
  }
  for (const [serial, stream] of streams) {
    if (!stream.ended) complaints.push(`ogg: stream ${serial} has no last page`);
    if (stream.vorbis && stream.comment) complaints.push(...checkVorbisComment(stream.comment));
  }
  return complaints;
}

interface Stream {
  next: number;
  ended: boolean;
  vorbis: boolean;
  packets: number;
  comment?: Buffer;
}

function checkPage(
  file: Buffer,
  at: number,
  end: number,
  body: number,
  lacing: Buffer,
  streams: Map<number, Stream>,
  complaints: string[],
): void {
  const flags = file[at + 5] ?? 0;
  const serial = file.readUInt32LE(at + 14);
  const sequence = file.readUInt32LE(at + 18);
  if (pageChecksum(file, at, end) !== file.readUInt32LE(at + 22)) {
    complaints.push(`ogg: wrong checksum of the page at byte ${at}`);
  }
  let stream = streams.get(serial);
  if (!stream) {
    if (!(flags & 2)) complaints.push(`ogg: stream ${serial} has no first page`);
    const vorbis = file.toString("latin1", body + 1, body + 7) === "vorbis";
    stream = { next: sequence, ended: false, vorbis, packets: 0 };
    streams.set(serial, stream);
  }
  if (sequence !== stream.next) complaints.push(`ogg: page ${sequence} where ${stream.next} was due`);
  stream.next = sequence + 1;
  if (flags & 4) stream.ended = true;
  collectComment(stream, file, body, lacing);
}

/** Keeps the second packet of the stream, which may span pages. */
function collectComment(stream: Stream, file: Buffer, body: number, lacing: Buffer): void {
  let at = body;
  for (const length of lacing) {
    if (stream.packets === 1) {
      const piece = file.subarray(at, at + length);
      stream.comment = stream.comment ? Buffer.concat([stream.comment, piece]) : piece;
    }
    at += length;
    if (length < 255) stream.packets++;
    if (stream.packets > 1) return;
  }
}

function checkVorbisComment(packet: Buffer): string[] {
  try {
    let at = 7;
    at += 4 + packet.readUInt32LE(at);
    const count = packet.readUInt32LE(at);
    at += 4;
    for (let i = 0; i < count; i++) at += 4 + packet.readUInt32LE(at);
    return (packet[at] ?? 0) & 1 ? [] : ["vorbis: the comment packet has no framing bit"];
  } catch {
    return ["vorbis: the comment packet is cut short"];
  }
}

/** CRC-32 of RFC 3533: polynomial 0x04c11db7, not reflected, its own field taken as zero. */
function pageChecksum(file: Buffer, at: number, end: number): number {
  let crc = 0;
  for (let i = at; i < end; i++) {
    const byte = i >= at + 22 && i < at + 26 ? 0 : (file[i] ?? 0);
    crc = ((crc << 8) ^ (CRC[((crc >>> 24) ^ byte) & 0xff] ?? 0)) >>> 0;
  }
  return crc;
}

const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc >>> 0;
});
