import type { Brief } from "../../ports/writing/index.ts";
import { asData, DATA_RULE, type Line } from "../quotes/index.ts";
import type { DigestKind, Point } from "./digest.ts";
import type { Source } from "./lines.ts";

/** What one part of a digest has to be written about, and how. */
export interface Order {
  kind: DigestKind;
  /** ISO 639-1; "same": as it was said. */
  language: string;
  /** The owner's own words. */
  instruction: string | null;
  /** Whether this part is all there is. */
  alone: boolean;
}

type Asked = Pick<Brief, "task" | "material" | "schema">;

const NAMES = new Intl.DisplayNames(["en"], { type: "language" });
const inLanguage = (code: string): string =>
  code === "same" ? "in the language in which it was said" : `in ${NAMES.of(code) ?? code}`;

const RULES = `Use only what was said. Add nothing, guess nothing, do not complete what was left open. If nothing of a \
kind was said, leave its list empty: an empty list is a good answer. Each point has a "quote": the words that prove \
it, copied exactly from the material, 5 to 25 words in a row, in the language in which they were said.`;

const TASK_RULES = `"owner" is who was named to do it, as they were named, otherwise null. "due" are the words in \
which the day or time was said, copied exactly ("до пятницы"), otherwise null. Never work out a date.`;

/** A point for about so many characters that were said, within reason. */
const CHARACTERS_PER_POINT = 1_500;
const pointsFor = (characters: number): number =>
  Math.min(14, Math.max(4, Math.ceil(characters / CHARACTERS_PER_POINT)));

/** What a model is asked to write about lines of the transcripts: one stretch of level 0. */
export function briefOfLines(order: Order, lines: readonly Line[], sources: readonly Source[]): Asked {
  const material = materialOf(lines, sources);
  const characters = lines.reduce((sum, { text }) => sum + text.length, 0);
  const { kind, instruction, alone } = order;
  const language = inLanguage(order.language);
  switch (kind) {
    case "summary":
      return {
        task: `You summarise what was said in a recording. Write ${language}. Give a title of at most 8 words and the ${pointsFor(characters)} most important points at most, in the order in which they were said, each as one plain sentence. ${RULES}\n${DATA_RULE}`,
        material,
        schema: schemaOf("summary", ["points"]),
      };
    case "answer":
      return {
        task: `Somebody asks a question about their recordings. Answer it ${language} with "points": each a plain sentence that answers it, the most important first, at most 6. If the material does not answer the question, "points" is empty: that is a good answer. ${RULES}\n${DATA_RULE}`,
        material: `Question: ${quoted(instruction)}\n\n${material}`,
        schema: schemaOf("answer", ["points"]),
      };
    case "todo":
      return {
        task: `You list the tasks in a recording: what somebody took on, was asked to do, or said has to be done. Not what is done already, not wishes, not ideas that were dropped. Write ${language}, each task as a short instruction. ${RULES} ${TASK_RULES}\n${DATA_RULE}`,
        material,
        schema: schemaOf("todo", ["tasks"]),
      };
    case "minutes":
      return {
        task: `You write the minutes of a meeting. Write ${language}. "title": what it was about, at most 8 words. "points": what was discussed, at most ${pointsFor(characters)}. "decisions": what was decided, not what was only proposed. "tasks": what somebody is to do. "questions": what was left open. Each as one plain sentence. ${RULES} ${TASK_RULES}\n${DATA_RULE}`,
        material,
        schema: schemaOf("minutes", ["points", "decisions", "tasks", "questions"]),
      };
    case "own":
      if (alone) return { task: ownTask(instruction, language), material };
      return {
        task: `Somebody wants a text made of a long recording; you read one part of it. Their wish: ${quoted(instruction)}\nGive the points of this part that the text will need, at most ${pointsFor(characters) * 2}, in order. Write ${language}. ${RULES}\n${DATA_RULE}`,
        material,
        schema: schemaOf("notes", ["points"]),
      };
    case "clean":
      return {
        task: `You tidy up a transcript so that it reads well. Keep every thought and the speakers' own words, in their order. Only correct punctuation, capitals and evident slips, make paragraphs, and leave out fillers ("ээ", "ну", "как бы", "uhm"), false starts and repetitions. Do not shorten, do not explain, do not translate. Where lines name a speaker, begin the paragraph with the name and a colon. Leave out the times. Answer with the text only.\n${DATA_RULE}`,
        material,
      };
    case "translation":
      return {
        task: `You translate a transcript ${language.replace(/^in /, "into ")}, whole and faithfully, sentence by sentence. Leave nothing out and add nothing; names and numbers stay. Where lines name a speaker, begin the paragraph with the name and a colon. Leave out the times. Answer with the translation only.\n${DATA_RULE}`,
        material,
      };
  }
}

/** What a model is asked to write about points that are proven already: a stretch of a higher level. */
export function briefOfPoints(
  order: Order,
  points: readonly Point[],
  timeOf: (point: Point) => string,
): Asked {
  const numbered = points.map((point, i) => `${i + 1}. ${timeOf(point)}${point.text}`).join("\n");
  const language = inLanguage(order.language);
  if (order.kind === "own" && order.alone)
    return { task: ownTask(order.instruction, language), material: asData(numbered) };
  const most = Math.min(12, Math.max(5, Math.ceil(points.length / 4)));
  return {
    task: `You read the numbered points of a long recording. Say what matters most of all of it in at most ${most} sentences, in the order in which it was said. Write ${language}. Use only these points; "points" are the numbers of those that a sentence rests on.\n${DATA_RULE}`,
    material: asData(numbered),
    schema: {
      name: "overview",
      schema: object({
        overview: {
          type: "array",
          items: object({ text: STRING, points: { type: "array", items: { type: "integer" } } }),
        },
      }),
    },
  };
}

/** The wish is its owner's: it shapes the text, within the rules. */
const ownTask = (instruction: string | null, language: string): string =>
  `You write a text about what was said in a recording, in the way that its owner wishes. Write ${language}, unless the wish names another language. Use only what was said: add no facts, names, numbers or dates. Plain text without markup; lists with "• ". Answer with the text only.\nThe wish: ${quoted(instruction)}\n${DATA_RULE}`;

const quoted = (instruction: string | null): string => JSON.stringify(instruction ?? "");

function materialOf(lines: readonly Line[], sources: readonly Source[]): string {
  const used = [...new Set(lines.map(({ source }) => source ?? 0))];
  return used
    .map((number) => {
      const about = sources[number];
      const said = lines
        .filter(({ source }) => (source ?? 0) === number)
        .map(({ text, from, speaker }) => {
          const time = about?.timed ? `[${clock(from)}] ` : "";
          return `${time}${speaker === undefined ? "" : `${speaker}: `}${text}`;
        })
        .join("\n");
      const which = sources.length > 1 ? `Recording ${number + 1} of ${sources.length}` : "Recording";
      return `${which}, made on ${weekdayAndDay(about?.day ?? "")}:\n${asData(said)}`;
    })
    .join("\n\n");
}

const weekdayAndDay = (day: string): string =>
  `${new Date(`${day}T00:00:00Z`).toLocaleDateString("en-GB", { weekday: "long", timeZone: "UTC" })} ${day}`;

function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (n: number) => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

const STRING = { type: "string" };
const MAYBE = { type: ["string", "null"] };

const object = (properties: Record<string, unknown>): Record<string, unknown> => ({
  type: "object",
  additionalProperties: false,
  required: Object.keys(properties),
  properties,
});

function schemaOf(name: string, lists: readonly string[]): NonNullable<Brief["schema"]> {
  const point = object({ text: STRING, quote: STRING });
  const task = object({ text: STRING, quote: STRING, owner: MAYBE, due: MAYBE });
  const fields = lists.map((list) => [list, { type: "array", items: list === "tasks" ? task : point }]);
  return {
    name,
    schema: object({
      ...(name !== "todo" && name !== "answer" && { title: STRING }),
      ...Object.fromEntries(fields),
    }),
  };
}
