/**
 * The text of a Word document's main part (ECMA-376 part 1, 17: WordprocessingML). A paragraph is a line, cells of a
 * table's row stand on one line with tabs between them. What was deleted under tracked changes is not in `w:t`, and so
 * is left out.
 */
export function readWordText(xml: string): string {
  let text = "";
  let cells = 0;
  let fallbacks = 0;
  let inText = false;
  for (let at = xml.indexOf("<"); at >= 0; ) {
    const end = xml.indexOf(">", at);
    if (end < 0) break;
    const next = xml.indexOf("<", end);
    const isClosing = xml.charCodeAt(at + 1) === 47;
    const isEmpty = xml.charCodeAt(end - 1) === 47;
    const name = /^(?:[^\s:/>]*:)?([^\s/>]+)/.exec(
      xml.slice(at + (isClosing ? 2 : 1), Math.min(end, at + 64)),
    )?.[1];
    // The same drawing, once more for older programs.
    if (name === "Fallback" && !isEmpty) fallbacks += isClosing ? -1 : 1;
    if (fallbacks <= 0) {
      if (name === "t") inText = !isClosing && !isEmpty;
      else if (name === "tab" && isEmpty && !inTabs(xml, at)) text += "\t";
      else if ((name === "br" || name === "cr") && !isClosing) text += cells > 0 ? " " : "\n";
      else if (name === "noBreakHyphen") text += "-";
      else if (name === "p" && (isClosing || isEmpty)) text += cells > 0 ? " " : "\n";
      else if (name === "tc" && !isEmpty) {
        cells += isClosing ? -1 : 1;
        if (isClosing) text = `${text.trimEnd()}\t`;
      } else if (name === "tr" && isClosing) text = `${text.replace(/\t$/, "")}\n`;
      if (inText) text += decodeEntities(xml.slice(end + 1, next < 0 ? undefined : next));
    }
    at = next;
  }
  return text.replace(/[ \t]+\n/g, "\n").trim();
}

/** A `w:tab` that only describes a tab stop has a value; one in the text has nothing. */
const inTabs = (xml: string, at: number): boolean =>
  xml
    .slice(at, at + 64)
    .split(">")[0]
    ?.includes("val=") === true;

const NAMED: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

const decodeEntities = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{2,4}));/gi, (whole, decimal, hex, name) => {
    const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : null;
    if (code === null) return NAMED[name] ?? whole;
    return code <= 0x10ffff ? String.fromCodePoint(code) : "";
  });
