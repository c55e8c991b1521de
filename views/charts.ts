import { escapeHtml } from "./translate.ts";

/** One bar: its moment, its height, and how much of it is bad. */
export interface Bar {
  at: Date;
  value: number;
  bad: number;
}

const WIDTH = 336;
const HEIGHT = 96;
const FLOOR = 80;
/** As wide as a date is. */
const LABEL = 26;
const DAY_MS = 86_400_000;

/**
 * A row of bars as inline SVG: no script draws it, and a screen reader hears `label`. Days are marked at their midnight
 * (UTC). Each bar tells its moment and value under the pointer.
 */
export function barChart(bars: readonly Bar[], label: string, show: (value: number) => string): string {
  const most = Math.max(1e-9, ...bars.map(({ value }) => value));
  const step = WIDTH / Math.max(1, bars.length);
  const height = (value: number) => (value / most) * (FLOOR - 12);
  const drawn = bars.map(({ at, value, bad }, i) => {
    if (value <= 0) return "";
    const tip = `${at.toISOString().slice(0, 13).replace("T", " ")}:00 · ${show(value)}${bad > 0 ? ` (${show(bad)})` : ""}`;
    const rectangle = (kind: string, tall: number, y: number) =>
      `<rect class="${kind}" x="${(i * step).toFixed(2)}" y="${y.toFixed(2)}" width="${Math.max(0.8, step - 0.6).toFixed(2)}" height="${tall.toFixed(2)}"/>`;
    const whole = Math.max(1, height(value));
    const part = bad > 0 ? Math.max(1, height(bad)) : 0;
    return `<g><title>${escapeHtml(tip)}</title>${rectangle("bar", whole, FLOOR - whole)}${part > 0 ? rectangle("bad", part, FLOOR - part) : ""}</g>`;
  });
  const days = bars.flatMap(({ at }, i) => {
    if (at.getTime() % DAY_MS !== 0) return [];
    const x = (i * step).toFixed(2);
    // A label that would be cut off at the edge is left out.
    const label =
      i * step > WIDTH - LABEL
        ? ""
        : `<text x="${x}" y="${HEIGHT - 2}">${at.toISOString().slice(5, 10)}</text>`;
    return [`<line class="axis" x1="${x}" x2="${x}" y1="${FLOOR}" y2="${FLOOR + 4}"/>${label}`];
  });
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeHtml(label).replaceAll('"', "&quot;")}"><line class="axis" x1="0" x2="${WIDTH}" y1="${FLOOR}" y2="${FLOOR}"/>${drawn.join("")}${days.join("")}<text x="0" y="8">${escapeHtml(show(most > 1e-6 ? most : 0))}</text></svg>`;
}
