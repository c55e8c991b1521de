import type { Block, Document } from "./document.ts";

/** A document as CommonMark, with GitHub's boxes for tasks. */
export function writeMarkdown({ title, facts, blocks }: Document): string {
  const head = [
    `# ${escapeMarks(title)}`,
    ...(facts.length > 0 ? [facts.map(escapeMarks).join("  \n")] : []),
  ];
  return `${[...head, ...blocks.map(markdownBlock)].join("\n\n")}\n`;
}

function markdownBlock(block: Block): string {
  const text = escapeMarks(block.text);
  switch (block.is) {
    case "heading":
      return `## ${text}`;
    case "paragraph": {
      const time = block.time ? `\`${block.time}\` ` : "";
      return `${time}${block.speaker ? `**${escapeMarks(block.speaker)}:** ` : ""}${text}`;
    }
    case "item": {
      const mark =
        typeof block.mark === "number" ? `${block.mark}.` : block.mark === "done" ? "- [x]" : "- [ ]";
      const details = block.details ? `  \n   ${escapeMarks(block.details)}` : "";
      return `${mark} ${text}${details}${block.quote ? `\n   > ${escapeMarks(block.quote)}` : ""}`;
    }
    case "quote":
      return text.replace(/^/gm, "> ");
    case "note":
      return `*${text}*`;
  }
}

/** Signs that would be read as marks. At the beginning of a line there are more of them. */
const escapeMarks = (text: string): string =>
  text
    .replace(/[\\`*_[\]<>]/g, "\\$&")
    .replace(/^(\s*)([#+-]|=+$)/gm, "$1\\$2")
    .replace(/^(\s*\d+)([.)])/gm, "$1\\$2");
