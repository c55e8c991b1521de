import type { MessageEntity } from "../wire.ts";

/** Text with its entities, as it is stored and sent. */
export interface Formatted {
  text: string;
  entities: MessageEntity[];
}

/** Removes what Telegram removes: carriage returns, and spaces around the whole. Entities move along; empty ones go. */
export function trimText({ text, entities }: Formatted): Formatted {
  const clean = cutOut({ text, entities }, /\r/g);
  const lead = clean.text.length - clean.text.trimStart().length;
  const end = clean.text.trimEnd().length;
  return cutTo(clean, lead, Math.max(lead, end));
}

/** Only spaces, or signs that nobody sees (zero width, Hangul filler, Braille blank). */
export function isInvisible(text: string): boolean {
  return /^[\s\p{Default_Ignorable_Code_Point}\u2800]*$/u.test(text);
}

function cutTo({ text, entities }: Formatted, from: number, to: number): Formatted {
  const kept = entities.flatMap((entity) => {
    const start = Math.max(entity.offset, from);
    const end = Math.min(entity.offset + entity.length, to);
    return end > start ? [{ ...entity, offset: start - from, length: end - start }] : [];
  });
  return { text: text.slice(from, to), entities: kept };
}

function cutOut({ text, entities }: Formatted, sign: RegExp): Formatted {
  if (!sign.test(text)) return { text, entities };
  const before = (at: number) => text.slice(0, at).replace(sign, "").length;
  return {
    text: text.replace(sign, ""),
    entities: entities.map((entity) => {
      const offset = before(entity.offset);
      return { ...entity, offset, length: before(entity.offset + entity.length) - offset };
    }),
  };
}

/** Telegram's order: by place, the longer first. */
export function sortEntities(entities: MessageEntity[]): MessageEntity[] {
  return [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
}
