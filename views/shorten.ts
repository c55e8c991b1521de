/**
 * The beginning of a text, at most `units` UTF-16 units long, cut between words where there is a space in reach,
 * and marked with "…". A surrogate pair is never torn.
 */
export function shorten(text: string, units: number): string {
  if (text.length <= units) return text;
  const room = text.slice(0, units - 1);
  const space = room.search(/\s\S*$/);
  const cut = space > room.length * 0.6 ? room.slice(0, space) : room.replace(/[\ud800-\udbff]$/, "");
  return `${cut.trimEnd()}…`;
}
