import { findCut } from "./formatted/cut.ts";

/** The beginning of a text, at most `units` UTF-16 units long, cut where it hurts least and marked with "…". */
export function shorten(text: string, units: number): string {
  if (text.length <= units) return text;
  return `${text.slice(0, findCut(text, 0, units - 1)).trimEnd()}…`;
}
