import { makeZip } from "client-zip";
import { type Block, type Document, markOf } from "./document.ts";

/** A document for word processors (ECMA-376: WordprocessingML in an Open Packaging archive). */
export async function writeWord(document: Document): Promise<Uint8Array> {
  const files = {
    "[Content_Types].xml": CONTENT_TYPES,
    "_rels/.rels": relationships([
      ["officeDocument", "word/document.xml"],
      ["metadata/core-properties", "docProps/core.xml"],
    ]),
    "docProps/core.xml": `${XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escapeXml(document.title)}</dc:title><dc:language>${document.language}</dc:language></cp:coreProperties>`,
    "word/_rels/document.xml.rels": relationships([
      ["styles", "styles.xml"],
      ["footer", "footer.xml"],
    ]),
    "word/document.xml": body(document),
    "word/styles.xml": styles(document.language),
    "word/footer.xml": FOOTER,
  };
  const entries = Object.entries(files).map(([name, input]) => ({ name, input, lastModified: new Date(0) }));
  return new Uint8Array(await new Response(makeZip(entries)).arrayBuffer());
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml";

const CONTENT_TYPES = `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${WORD}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="${WORD}.styles+xml"/><Override PartName="/word/footer.xml" ContentType="${WORD}.footer+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`;

const relationships = (all: [type: string, target: string][]): string =>
  `${XML}<Relationships xmlns="${PACKAGE}/relationships">${all
    .map(([type, target], i) => {
      const base = type.startsWith("metadata/") ? `${PACKAGE}/relationships` : OFFICE;
      return `<Relationship Id="rId${i + 1}" Type="${base}/${type}" Target="${target}"/>`;
    })
    .join("")}</Relationships>`;

/** "3 / 12" in the middle below every page; the program counts. */
const field = (what: string) => `<w:fldSimple w:instr="${what}"><w:r><w:t>1</w:t></w:r></w:fldSimple>`;
const FOOTER = `${XML}<w:ftr ${W}><w:p><w:pPr><w:pStyle w:val="Note"/><w:jc w:val="center"/></w:pPr>${field("PAGE")}<w:r><w:t xml:space="preserve"> / </w:t></w:r>${field("NUMPAGES")}</w:p></w:ftr>`;

function body({ title, facts, blocks }: Document): string {
  const all = [
    paragraph("Title", run(title)),
    ...facts.map((fact) => paragraph("Note", run(fact))),
    ...blocks.map(wordBlock),
  ].join("");
  // A4 with margins of 2 cm, in twentieths of a point.
  return `${XML}<w:document ${W} ${R}><w:body>${all}<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>`;
}

function wordBlock(block: Block): string {
  switch (block.is) {
    case "heading":
      return paragraph("Heading1", run(block.text));
    case "paragraph": {
      const time = block.time ? run(`${block.time}  `, '<w:color w:val="707070"/>') : "";
      return paragraph(
        "Normal",
        `${time}${block.speaker ? run(`${block.speaker}: `, "<w:b/>") : ""}${run(block.text)}`,
      );
    }
    case "item":
      return [
        paragraph("Item", `${run(markOf(block.mark))}<w:r><w:tab/></w:r>${run(block.text)}`),
        ...(block.details ? [paragraph("Details", run(block.details))] : []),
        ...(block.quote ? [paragraph("Quote", run(block.quote))] : []),
      ].join("");
    case "quote":
      return paragraph("Quote", run(block.text));
    case "note":
      return paragraph("Note", run(block.text));
  }
}

const paragraph = (style: string, runs: string): string =>
  `<w:p><w:pPr><w:pStyle w:val="${style}"/></w:pPr>${runs}</w:p>`;

/** A stretch of text; its line breaks stay. */
const run = (text: string, looks = ""): string =>
  `<w:r>${looks && `<w:rPr>${looks}</w:rPr>`}${text
    .split("\n")
    .map((line) => `<w:t xml:space="preserve">${escapeXml(line)}</w:t>`)
    .join("<w:br/>")}</w:r>`;

/** Characters that XML 1.0 cannot hold at all (2.2) go. */
const escapeXml = (text: string): string =>
  text
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");

/** Sizes in half points, distances in twentieths of a point. */
function styles(language: string): string {
  const style = (id: string, name: string, looks: string, place: string, isDefault = false) =>
    `<w:style w:type="paragraph"${isDefault ? ' w:default="1"' : ""} w:styleId="${id}"><w:name w:val="${name}"/>${isDefault ? "" : '<w:basedOn w:val="Normal"/>'}<w:qFormat/><w:pPr>${place}</w:pPr><w:rPr>${looks}</w:rPr></w:style>`;
  return `${XML}<w:styles ${W}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Calibri"/><w:sz w:val="22"/><w:lang w:val="${language}"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="140" w:line="288" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>${[
    style("Normal", "Normal", "", "", true),
    style("Title", "Title", '<w:b/><w:sz w:val="36"/>', '<w:keepNext/><w:spacing w:after="80"/>'),
    style(
      "Heading1",
      "heading 1",
      '<w:b/><w:sz w:val="26"/>',
      '<w:keepNext/><w:spacing w:before="240" w:after="100"/><w:outlineLvl w:val="0"/>',
    ),
    style(
      "Item",
      "List Paragraph",
      "",
      '<w:tabs><w:tab w:val="left" w:pos="454"/></w:tabs><w:spacing w:after="60"/><w:ind w:left="454" w:hanging="454"/>',
    ),
    style("Details", "Details", "", '<w:spacing w:after="60"/><w:ind w:left="454"/>'),
    style(
      "Quote",
      "Quote",
      '<w:i/><w:color w:val="595959"/>',
      '<w:spacing w:after="140"/><w:ind w:left="454"/>',
    ),
    style("Note", "Note", '<w:color w:val="707070"/><w:sz w:val="19"/>', '<w:spacing w:after="40"/>'),
  ].join("")}</w:styles>`;
}
