import type { Document } from "./document.ts";
import { type Font, readFont } from "./font.ts";
import { BOLD } from "./fonts/bold.ts";
import { REGULAR } from "./fonts/regular.ts";
import { type Face, layOut, type Measure, PAGE, type Placed } from "./layout.ts";

/** Shown for letters that the font lacks. */
const BOX = "□";

/** A document as PDF 1.7 (ISO 32000-1): A4, numbered pages, its fonts inside, every letter found and copied as itself. */
export async function writePdf(document: Document): Promise<Uint8Array> {
  const lacks = { any: false };
  const faces = [
    embed("F1", "DejaVuSansCondensed", await readFont(REGULAR), lacks),
    embed("F2", "DejaVuSansCondensed-Bold", await readFont(BOLD), lacks),
  ] as const;
  const faceOf = ({ bold }: Face) => (bold ? faces[1] : faces[0]);
  const measure: Measure = (text, size, face) => (faceOf(face).widthOf(text) * size) / 1000;
  const first = layOut(document, measure);
  const pages = lacks.any
    ? layOut({ ...document, facts: [...document.facts, document.lacking] }, measure)
    : first;
  const streams = pages.map((placed, i) => {
    const number = `${i + 1} / ${pages.length}`;
    const x = (PAGE.width - measure(number, 9, {})) / 2;
    const all: Placed[] = [...placed, { x, y: PAGE.margin / 2, size: 9, text: number, grey: true }];
    return all.map((one) => show(one, faceOf(one))).join("\n");
  });
  return assemble(document, streams, faces);
}

const show = ({ x, y, size, text, grey }: Placed, face: Embedded): string =>
  `BT /${face.name} ${size} Tf ${grey ? 0.4 : 0} g ${x.toFixed(2)} ${y.toFixed(2)} Td <${face.encode(text)}> Tj ET`;

/** A font whose codes are given to characters as they come, so that each is copied as what it is. */
interface Embedded {
  name: string;
  fontName: string;
  font: Font;
  /** Characters by their codes, from 1. */
  used: { character: string; glyph: number; width: number }[];
  encode(text: string): string;
  widthOf(text: string): number;
}

function embed(name: string, fontName: string, font: Font, lacks: { any: boolean }): Embedded {
  const codes = new Map<string, number>();
  const used: Embedded["used"] = [];
  const codeOf = (character: string): number => {
    const known = codes.get(character);
    if (known !== undefined) return known;
    const glyph = font.glyphOf(character.codePointAt(0) ?? 0);
    let code = 0;
    if (glyph > 0) code = used.push({ character, glyph, width: font.widthOf(glyph) });
    // Pictures and what only joins letters are left out; letters leave a box.
    else if (/[\p{L}\p{N}]/u.test(character)) {
      lacks.any = true;
      code = character === BOX ? 0 : codeOf(BOX);
    }
    codes.set(character, code);
    return code;
  };
  const codesOf = (text: string) =>
    [...text.toWellFormed().normalize("NFC").replaceAll("\t", " ")].map(codeOf).filter((code) => code > 0);
  return {
    name,
    fontName,
    font,
    used,
    encode: (text) => codesOf(text).map(hex4).join(""),
    widthOf: (text) => codesOf(text).reduce((sum, code) => sum + (used[code - 1]?.width ?? 0), 0),
  };
}

const hex4 = (code: number): string => code.toString(16).padStart(4, "0");

/** UTF-16, big end first, as hexadecimal digits. */
const utf16 = (text: string): string =>
  Array.from({ length: text.length }, (_, i) => hex4(text.charCodeAt(i))).join("");

async function assemble(
  { title, language }: Document,
  streams: readonly string[],
  faces: readonly Embedded[],
): Promise<Uint8Array> {
  const file = new PdfFile();
  const catalog = file.reserve();
  const tree = file.reserve();
  const fonts: string[] = [];
  for (const face of faces) fonts.push(`/${face.name} ${await addFont(file, face)} 0 R`);
  const kids: number[] = [];
  for (const content of streams) {
    const stream = await file.addPacked(content);
    kids.push(
      file.add(
        `<< /Type /Page /Parent ${tree} 0 R /MediaBox [0 0 ${PAGE.width} ${PAGE.height}] /Contents ${stream} 0 R /Resources << /Font << ${fonts.join(" ")} >> >> >>`,
      ),
    );
  }
  file.add(
    `<< /Type /Pages /Count ${kids.length} /Kids [${kids.map((kid) => `${kid} 0 R`).join(" ")}] >>`,
    tree,
  );
  file.add(
    `<< /Type /Catalog /Pages ${tree} 0 R /Lang (${language}) /ViewerPreferences << /DisplayDocTitle true >> >>`,
    catalog,
  );
  const info = file.add(`<< /Title <feff${utf16(title.toWellFormed())}> >>`);
  return file.end(catalog, info);
}

/** A composite font (ISO 32000-1, 9.7): our codes, the glyphs they stand for, and the characters they mean. */
async function addFont(file: PdfFile, { fontName, font, used }: Embedded): Promise<number> {
  const program = file.addStream(font.packed, `/Filter /FlateDecode /Length1 ${font.length}`);
  const glyphs = new Uint8Array(2 * (used.length + 1));
  for (const [i, { glyph }] of used.entries()) new DataView(glyphs.buffer).setUint16(2 * (i + 1), glyph);
  const map = file.addStream(glyphs);
  const descriptor = file.add(
    `<< /Type /FontDescriptor /FontName /${fontName} /Flags 32 /FontBBox [-1000 -400 1500 1200] /ItalicAngle 0 /Ascent 928 /Descent -236 /CapHeight 729 /StemV 80 /FontFile2 ${program} 0 R >>`,
  );
  const widths = used.map(({ width }) => width).join(" ");
  const descendant = file.add(
    `<< /Type /Font /Subtype /CIDFontType2 /BaseFont /${fontName} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor ${descriptor} 0 R /CIDToGIDMap ${map} 0 R /W [1 [${widths}]] >>`,
  );
  const meanings = await file.addPacked(toUnicode(used.map(({ character }) => character)));
  return file.add(
    `<< /Type /Font /Subtype /Type0 /BaseFont /${fontName} /Encoding /Identity-H /DescendantFonts [${descendant} 0 R] /ToUnicode ${meanings} 0 R >>`,
  );
}

/** A CMap may name at most 100 characters in one go (Adobe technical note 5014). */
function toUnicode(characters: readonly string[]): string {
  const groups: string[] = [];
  for (let from = 0; from < characters.length; from += 100) {
    const some = characters.slice(from, from + 100);
    groups.push(
      `${some.length} beginbfchar\n${some.map((one, i) => `<${hex4(from + i + 1)}> <${utf16(one)}>`).join("\n")}\nendbfchar`,
    );
  }
  return `/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <ffff> endcodespacerange
${groups.join("\n")}
endcmap CMapName currentdict /CMap defineresource pop end end`;
}

/** The objects of a PDF, their places, and the table of these at its end (ISO 32000-1, 7.5). */
class PdfFile {
  readonly #chunks: Uint8Array[] = [];
  readonly #places: number[] = [];
  #length = 0;

  constructor() {
    // Four high bytes say to whoever transfers it that this is no text.
    this.#write("%PDF-1.7\n%");
    this.#write(new Uint8Array([0xe2, 0xe3, 0xcf, 0xd3]));
    this.#write("\n");
  }

  reserve(): number {
    return this.#places.push(0);
  }

  add(content: string, number = this.reserve()): number {
    this.#places[number - 1] = this.#length;
    this.#write(`${number} 0 obj\n${content}\nendobj\n`);
    return number;
  }

  addStream(bytes: Uint8Array, facts = ""): number {
    const number = this.reserve();
    this.#places[number - 1] = this.#length;
    this.#write(`${number} 0 obj\n<< /Length ${bytes.length} ${facts} >>\nstream\n`);
    this.#write(bytes);
    this.#write("\nendstream\nendobj\n");
    return number;
  }

  async addPacked(content: string): Promise<number> {
    const packed = new Response(content).body?.pipeThrough(new CompressionStream("deflate"));
    return this.addStream(new Uint8Array(await new Response(packed).arrayBuffer()), "/Filter /FlateDecode");
  }

  end(catalog: number, info: number): Uint8Array {
    const table = this.#length;
    const places = this.#places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("");
    const size = this.#places.length + 1;
    this.#write(
      `xref\n0 ${size}\n0000000000 65535 f \n${places}trailer\n<< /Size ${size} /Root ${catalog} 0 R /Info ${info} 0 R >>\nstartxref\n${table}\n%%EOF\n`,
    );
    const file = new Uint8Array(this.#length);
    let at = 0;
    for (const chunk of this.#chunks) {
      file.set(chunk, at);
      at += chunk.length;
    }
    return file;
  }

  #write(content: string | Uint8Array): void {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    this.#chunks.push(bytes);
    this.#length += bytes.length;
  }
}
