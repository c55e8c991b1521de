import { type Block, type Document, markOf } from "./document.ts";

/** A document for any editor: lines and nothing else. */
export const writePlain = ({ title, facts, blocks }: Document): string =>
  `${[[title, ...facts].join("\n"), ...blocks.map(plainBlock)].join("\n\n")}\n`;

function plainBlock(block: Block): string {
  switch (block.is) {
    case "heading":
      return block.text.toUpperCase();
    case "paragraph":
      return `${block.time ? `[${block.time}] ` : ""}${block.speaker ? `${block.speaker}: ` : ""}${block.text}`;
    case "item":
      return [`${markOf(block.mark)} ${block.text}`, block.details, block.quote]
        .filter((line) => line !== undefined)
        .join("\n   ");
    default:
      return block.text;
  }
}
