/** What a page's layout needs of a TrueType font, and the font itself as it is embedded. */
export interface Font {
  /** The font file, deflated (zlib). */
  packed: Uint8Array;
  /** Its length before that. */
  length: number;
  /** The number of a character's glyph; 0 when the font has none. */
  glyphOf(codePoint: number): number;
  /** How far the pen moves, in thousandths of the size. */
  widthOf(glyph: number): number;
}

/** Reads a font that is kept as base 64 of zlib. Throws when it is no TrueType font with a cmap of format 4. */
export async function readFont(kept: string): Promise<Font> {
  const packed = Uint8Array.fromBase64(kept);
  const inflated = new Response(packed).body?.pipeThrough(new DecompressionStream("deflate"));
  const bytes = await new Response(inflated).arrayBuffer();
  const view = new DataView(bytes);
  const table = (tag: string): number => {
    for (let i = 0, at = 12; i < view.getUint16(4); i++, at += 16)
      if ([...tag].every((letter, n) => view.getUint8(at + n) === letter.charCodeAt(0)))
        return view.getUint32(at + 8);
    throw new Error(`the font has no table ${tag}`);
  };
  const unitsPerEm = view.getUint16(table("head") + 18);
  const measured = view.getUint16(table("hhea") + 34);
  const metrics = table("hmtx");
  return {
    packed,
    length: bytes.byteLength,
    glyphOf: readCmap(view, table("cmap")),
    widthOf: (glyph) =>
      Math.round((view.getUint16(metrics + 4 * Math.min(glyph, measured - 1)) * 1000) / unitsPerEm),
  };
}

/** Characters to glyphs (OpenType, "cmap", format 4: segments of the Basic Multilingual Plane). */
function readCmap(view: DataView, cmap: number): (codePoint: number) => number {
  const at = cmap + view.getUint32(cmap + 8);
  if (view.getUint16(at) !== 4) throw new Error("the font's cmap has another format than 4");
  const bytes = view.getUint16(at + 6);
  const [ends, starts, deltas, ranges] = [14, 16 + bytes, 16 + 2 * bytes, 16 + 3 * bytes].map(
    (n) => at + n,
  ) as [number, number, number, number];
  return (codePoint) => {
    for (let i = 0; i < bytes; i += 2) {
      if (view.getUint16(ends + i) < codePoint) continue;
      const start = view.getUint16(starts + i);
      if (start > codePoint) return 0;
      const delta = view.getUint16(deltas + i);
      const range = view.getUint16(ranges + i);
      if (range === 0) return (codePoint + delta) & 0xffff;
      const glyph = view.getUint16(ranges + i + range + 2 * (codePoint - start));
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
    }
    return 0;
  };
}
