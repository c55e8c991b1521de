import { expect, test } from "vitest";
import type { Task } from "../../domain/digests/index.ts";
import { TEXT_UNITS } from "../../ports/telegram/message.ts";
import { translator } from "../translate.ts";
import { digestDocument, digestStem } from "./file.ts";
import { digestMessage, type ShownDigest } from "./result.ts";
import { digestDraft } from "./status.ts";

const t = translator("ru");
const point = (n: number, more: Partial<Task> = {}): Task => ({
  text: `Пункт ${n} о поставке`,
  quote: `мы обсудили поставку номер ${n} и решили её не менять`,
  source: 0,
  at: n * 10,
  until: n * 10 + 4,
  ...more,
});
const shown = (points: Task[], more: Partial<ShownDigest> = {}): ShownDigest => ({
  row: {
    id: "dig_00000000000000000000000000",
    kind: "summary",
    language: "ru",
    instruction: null,
    styleId: null,
    version: 1,
  },
  digest: { groups: [{ of: "points", title: "Поставки", points }], dropped: 0 },
  sources: 1,
  playable: [true],
  locale: "ru",
  zone: "Europe/Moscow",
  ...more,
});
const points = (count: number) => Array.from({ length: count }, (_, i) => point(i));
const visible = (html: string) => html.replace(/<[^>]*>/g, "");
const buttonsOf = (one: ShownDigest, page = 0) =>
  (digestMessage(one, t, { page }).message.buttons ?? []).flat().map(({ text }) => text);

test("a short digest shows every point with its quote, its time and its ▶", () => {
  const one = shown([
    point(7),
    point(8, { owner: "Анна", due: { words: "завтра", on: "2026-11-21", time: "15:00" } }),
  ]);
  const { message, fits } = digestMessage(one, t);
  expect(fits).toBe(true);
  expect(visible(message.html)).toContain(
    "2. Пункт 8 о поставке\n👤 Анна · 🗓 завтра (сб, 21 ноября, 15:00)\n1:20 — «мы обсудили поставку номер 8 и решили её не менять»",
  );
  expect(buttonsOf(one).slice(0, 2)).toEqual(["▶ 1", "▶ 2"]);
});

test("of several recordings and voices each point says which", () => {
  const one = shown([point(7, { source: 1, speaker: "Анна" }), point(8, { speaker: "2" })], { sources: 2 });
  const html = visible(digestMessage(one, t).message.html);
  expect(html).toContain("запись 2, 1:10, Анна — «");
  expect(html).toContain("запись 1, 1:20, Голос 2 — «");
});

test.each([
  [10, true, true],
  [60, true, false],
  [300, false, false],
])("of %i points a message holds what it can: all %s, quotes %s", (count, fits, quotes) => {
  const { message, fits: does } = digestMessage(shown(points(count)), t);
  expect(does).toBe(fits);
  expect(message.html.includes("«")).toBe(quotes);
  expect(visible(message.html).length).toBeLessThanOrEqual(fits ? TEXT_UNITS : 1024);
  expect((message.buttons ?? []).flat().length).toBeLessThanOrEqual(100);
  // Telegram drops formatting after a hundred entities.
  expect((message.html.match(/<[bi]>/g) ?? []).length).toBeLessThanOrEqual(100);
});

test("every point can be played, page by page, and the pages go round", () => {
  const all = [0, 1, 2].flatMap((page) =>
    buttonsOf(shown(points(45)), page).filter((text) => /^▶ \d+$/.test(text)),
  );
  expect(all).toEqual(Array.from({ length: 45 }, (_, i) => `▶ ${i + 1}`));
  expect(buttonsOf(shown(points(45)), 99)).toContain("▶ 45");
});

test("what has no time or no original has no ▶", () => {
  expect(buttonsOf(shown([point(1, { at: null })])).some((text) => text.startsWith("▶"))).toBe(false);
  expect(buttonsOf(shown([point(1)], { playable: [false] })).some((text) => text.startsWith("▶"))).toBe(
    false,
  );
});

test("what a model or a person wrote cannot become markup", () => {
  const evil = "<b>жирно</b> & <a href='x'>";
  const { message } = digestMessage(shown([point(1, { text: evil, quote: evil, owner: evil })]), t);
  expect(visible(message.html)).not.toContain("<");
  expect(message.html).toContain("&lt;b&gt;жирно&lt;/b&gt; &amp;");
  const own = { ...shown([]).row, kind: "own" as const, instruction: evil };
  expect(
    digestMessage(shown([], { row: own, digest: { text: evil, notes: [] } }), t).message.html,
  ).not.toContain("<a");
  expect(digestDraft(own, { text: evil }, t)).not.toContain("<a");
});

test("a draft of a long text shows its newest part within a message", () => {
  const draft = digestDraft(shown([]).row, { text: `${"слово ".repeat(2_000)}конец` }, t);
  expect(draft.length).toBeLessThanOrEqual(TEXT_UNITS);
  expect(draft).toContain("конец");
});

test("nothing found is said in words", () => {
  const row = { ...shown([]).row, kind: "todo" as const };
  const empty = shown([], { row, digest: { groups: [], dropped: 2 } });
  expect(digestMessage(empty, t).message.html).toContain("Задач в записи нет");
  expect(digestMessage(empty, t).message.html).toContain("Убрано 2 пункта");
});

test("a file has the same points with their quotes, and a name that says what it is", () => {
  const about = [
    {
      claimedName: "Планёрка.mp3",
      saidAt: new Date("2026-11-13T22:00:00Z"),
      createdAt: new Date("2026-11-20T10:00:00Z"),
    },
  ];
  const one = shown(points(300));
  const document = digestDocument(one, about, t);
  expect(document.blocks.filter(({ is }) => is === "item")).toHaveLength(300);
  expect(document.blocks.at(-1)).toMatchObject({
    mark: 300,
    quote: "49:50 — «мы обсудили поставку номер 299 и решили её не менять»",
  });
  expect(document.facts[0]).toContain("14 ноября 2026");
  expect(digestStem(one, about, t)).toBe("Планёрка Кратко");
});
