import { Unreadable } from "./unreadable.ts";

/** More pages than any book; the letters run out earlier. */
const MOST_PAGES = 3000;

/**
 * The text layer of a PDF, a line for a line and an empty line between pages. pdf.js makes up more than half of the
 * bundle, so it is only evaluated when a PDF comes. A scan has no text layer: Unreadable("no text").
 */
export async function readPdfText(bytes: Uint8Array, mostLetters: number): Promise<string> {
  const { getDocumentProxy } = await import("unpdf");
  try {
    const document = await getDocumentProxy(bytes, { verbosity: 0 });
    const pages: string[] = [];
    let letters = 0;
    for (let number = 1; number <= Math.min(document.numPages, MOST_PAGES); number++) {
      const page = await document.getPage(number);
      const { items } = await page.getTextContent();
      const text = items.map((item) => ("str" in item ? item.str + (item.hasEOL ? "\n" : "") : "")).join("");
      letters += text.length;
      if (letters > mostLetters) throw new Unreadable("too long");
      pages.push(text.trim());
      page.cleanup();
    }
    await document.loadingTask.destroy();
    return pages.filter(Boolean).join("\n\n");
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    const isLocked = error instanceof Error && error.name === "PasswordException";
    throw new Unreadable(isLocked ? "locked" : "broken", error);
  }
}
