import type { MessageEntity } from "../wire.ts";
import { type Formatted, sortEntities } from "./count.ts";

const PATTERNS: [type: string, pattern: RegExp][] = [
  ["bot_command", /(?<=^|[\s(])\/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![A-Za-z0-9_/@])/g],
  ["mention", /(?<=^|[\s(])@[A-Za-z0-9_]{3,32}\b/g],
  ["hashtag", /(?<=^|[\s(])#[\p{L}\p{N}_]{1,256}/gu],
  ["email", /(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,24}\b/g],
  [
    "url",
    /(?:https?:\/\/|tg:\/\/)[^\s<>"]+|(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:com|org|net|ru|kz|me|io|ai|dev|app)\b(?:\/[^\s<>"]*)?/gi,
  ],
];

/** Adds the entities that Telegram finds by itself: commands, links, mentions, addresses. Not inside code or links. */
export function detectEntities({ text, entities }: Formatted): Formatted {
  const closed = entities.filter(({ type }) => ["code", "pre", "text_link"].includes(type));
  const found: MessageEntity[] = [];
  const free = (at: number, length: number) =>
    [...closed, ...found].every((other) => at >= other.offset + other.length || at + length <= other.offset);
  for (const [type, pattern] of PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      const length = type === "url" ? match[0].replace(/[.,!?;:)»"'\]]+$/u, "").length : match[0].length;
      if (free(match.index, length)) found.push({ type, offset: match.index, length });
    }
  }
  return { text, entities: sortEntities([...entities, ...found]) };
}
