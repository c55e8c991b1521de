import { type Block, type Document, markOf } from "./document.ts";

/** A4 in points, and what is left free around the text. */
export const PAGE = { width: 595, height: 842, margin: 57 };
const BOTTOM = PAGE.margin + 12;

export interface Face {
  bold?: boolean;
  grey?: boolean;
}

/** Text on a page: where it begins (from the left, from below) and how it looks. */
export interface Placed extends Face {
  x: number;
  y: number;
  size: number;
  text: string;
}

/** How wide a text is at a size, in points. */
export type Measure = (text: string, size: number, face: Face) => number;

type Run = Face & { text: string };

interface Style {
  size: number;
  indent: number;
  /** Free above and below, in points. */
  before: number;
  after: number;
  /** Stands with at least so many lines of what follows. */
  keep?: number;
}

const LEADING = 1.4;
const BODY: Style = { size: 10.5, indent: 0, before: 0, after: 6 };
const INDENT = 22;
const NOTE: Style = { ...BODY, size: 9, after: 2 };

/** Breaks a document into pages. */
export function layOut({ title, facts, blocks }: Document, measure: Measure): Placed[][] {
  const pages: Placed[][] = [[]];
  let y = PAGE.height - PAGE.margin;
  const write = (runs: readonly Run[], style: Style, mark?: string) => {
    const { size, indent, before, after, keep = 0 } = style;
    const height = size * LEADING;
    const lines = breakLines(runs, PAGE.width - 2 * PAGE.margin - indent, size, measure);
    y -= before;
    if (y - height * (1 + keep) < BOTTOM) y = turn();
    for (const [i, line] of lines.entries()) {
      if (y - height < BOTTOM) y = turn();
      y -= height;
      const page = pages.at(-1) ?? [];
      if (i === 0 && mark) page.push({ x: PAGE.margin, y, size, text: mark });
      let x = PAGE.margin + indent;
      for (const run of line) {
        page.push({ ...run, x, y, size });
        x += measure(run.text, size, run);
      }
    }
    y -= after;
  };
  const turn = (): number => {
    // A page that is still empty is as good as a new one.
    if ((pages.at(-1) ?? []).length > 0) pages.push([]);
    return PAGE.height - PAGE.margin;
  };
  write([{ text: title, bold: true }], { ...BODY, size: 17, after: 4, keep: 1 });
  for (const fact of facts) write([{ text: fact, grey: true }], NOTE);
  y -= 8;
  for (const block of blocks) writeBlock(block, write);
  return pages;
}

function writeBlock(block: Block, write: (runs: Run[], style: Style, mark?: string) => void): void {
  const { text } = block;
  const grey = true;
  switch (block.is) {
    case "heading":
      write([{ text, bold: true }], { ...BODY, size: 13, before: 8, after: 4, keep: 2 });
      break;
    case "paragraph": {
      const time = block.time ? [{ text: `${block.time}  `, grey }] : [];
      write(
        [...time, ...(block.speaker ? [{ text: `${block.speaker}: `, bold: true }] : []), { text }],
        BODY,
      );
      break;
    }
    case "item": {
      const { mark, details, quote } = block;
      const more = details || quote;
      const point = { ...BODY, indent: INDENT, after: more ? 1 : 5, keep: more ? 1 : 0 };
      const below = { ...point, size: 9.5, keep: 0 };
      write([{ text }], point, markOf(mark));
      if (details) write([{ text: details }], { ...below, after: quote ? 1 : 5 });
      if (quote) write([{ text: quote, grey }], { ...below, after: 7 });
      break;
    }
    case "quote":
      write([{ text, grey }], { ...BODY, indent: INDENT });
      break;
    case "note":
      write([{ text, grey }], NOTE);
  }
}

/** Runs of text as lines that are at most `width` points wide; a word that is wider is broken where it has to be. */
function breakLines(runs: readonly Run[], width: number, size: number, measure: Measure): Run[][] {
  const lines: Run[][] = [[]];
  let used = 0;
  const next = () => {
    lines.push([]);
    used = 0;
  };
  const put = (text: string, run: Run, wide: number) => {
    const line = lines.at(-1) ?? [];
    const last = line.at(-1);
    if (last && last.bold === run.bold && last.grey === run.grey) last.text += text;
    else line.push({ ...run, text });
    used += wide;
  };
  for (const run of runs)
    for (const piece of run.text.match(/\n|[^\S\n]+|\S+/g) ?? []) {
      if (piece === "\n") {
        next();
        continue;
      }
      const wide = measure(piece, size, run);
      if (/^\s/.test(piece)) {
        if (used > 0 && used + wide <= width) put(piece, run, wide);
        continue;
      }
      if (used > 0 && used + wide > width) next();
      if (wide <= width) {
        put(piece, run, wide);
        continue;
      }
      for (const character of piece) {
        const step = measure(character, size, run);
        if (used + step > width) next();
        put(character, run, step);
      }
    }
  return lines;
}
