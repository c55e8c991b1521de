/** Letters of five by seven dots, a row in each number. */
const LETTERS: Record<string, readonly number[]> = {
  T: [31, 4, 4, 4, 4, 4, 4],
  E: [31, 16, 16, 30, 16, 16, 31],
  S: [15, 16, 16, 14, 1, 1, 30],
};

/**
 * A picture for the test mode: plain, and with TEST written across it, so that nobody takes it for a drawn one. A PNG of
 * exactly this size (W3C, "Portable Network Graphics", 11.2).
 */
export async function testPicture(
  { width, height }: { width: number; height: number },
  variant: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const cell = Math.max(1, Math.floor(width / 32));
  const [left, top] = [Math.floor((width - cell * 23) / 2), Math.floor((height - cell * 7) / 2)];
  const isInk = (x: number, y: number): boolean => {
    const [column, row] = [Math.floor((x - left) / cell), Math.floor((y - top) / cell)];
    const letter = "TEST"[Math.floor(column / 6)];
    const bits = letter ? LETTERS[letter]?.[row] : undefined;
    return column >= 0 && bits !== undefined && ((bits >> (4 - (column % 6))) & 1) === 1;
  };
  // One byte a pixel: grey, lighter for each further picture of an order. Each row begins with its filter: none.
  const rows = new Uint8Array((width + 1) * height);
  for (let y = 0; y < height; y++) {
    const start = y * (width + 1);
    rows.fill(120 + 30 * (variant % 4), start + 1, start + 1 + width);
    if (y < top || y >= top + 7 * cell) continue;
    for (let x = 0; x < width; x++) if (isInk(x, y)) rows[start + 1 + x] = 20;
  }
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, 8);
  const packed = new Response(new Response(rows).body?.pipeThrough(new CompressionStream("deflate")));
  const chunks = [
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk("IHDR", new Uint8Array(header.buffer)),
    chunk("IDAT", new Uint8Array(await packed.arrayBuffer())),
    chunk("IEND", new Uint8Array(0)),
  ];
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

function chunk(name: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = name.charCodeAt(i);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
}
