import type { Document, DocumentFormat } from "./document.ts";
import { writeMarkdown } from "./markdown.ts";
import { writePlain } from "./plain.ts";

export {
  type Block,
  DOCUMENT_TYPES,
  type Document,
  type DocumentFormat,
} from "./document.ts";

/** A document as a file. What only some formats need is loaded when one of them is asked for. */
export async function writeDocument(document: Document, format: DocumentFormat): Promise<Uint8Array> {
  switch (format) {
    case "txt":
      return new TextEncoder().encode(writePlain(document));
    case "md":
      return new TextEncoder().encode(writeMarkdown(document));
    case "docx":
      return (await import("./docx.ts")).writeWord(document);
    case "pdf":
      return (await import("./pdf.ts")).writePdf(document);
  }
}
