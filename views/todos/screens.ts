import {
  dayIn,
  OFFERED_ZONES,
  type OwnTodo,
  type Todo,
  type TodoFilter,
  zoneOf,
} from "../../domain/todos/index.ts";
import type { User } from "../../domain/users/index.ts";
import type { Button, Outgoing } from "../../ports/telegram/message.ts";
import { sayDate } from "../dates.ts";
import { packDigestTap } from "../digests/taps.ts";
import { fileStem } from "../file-stem.ts";
import { shorten } from "../shorten.ts";
import { clockTime } from "../transcript.ts";
import { escapeHtml, type Locale, type Translate } from "../translate.ts";
import { type Due, packTodoTap, type TodoTap } from "./taps.ts";

const button = (text: string, tap: TodoTap): Button => ({ text, data: packTodoTap(tap) });

/** A button as wide as a phone shows about so many letters; a task of a list may have a few lines. */
const BUTTON_LETTERS = 28;
const LINE_LETTERS = 300;

interface Page {
  todos: readonly Todo[];
  more: boolean;
  open: number;
  done: number;
  filter: TodoFilter;
  after?: string | undefined;
}

/** A page of to-dos: a tap on one ticks it, the pencil beside it opens it. */
export function todoList(
  { todos, more, open, done, filter, after }: Page,
  user: User,
  now: Date,
  t: Translate,
): Outgoing {
  const today = dayIn(zoneOf(user), now);
  const lines = todos.map((todo) => lineOf(todo, user.locale, today));
  const head = t("todos-head", { open, done });
  const last = todos.at(-1);
  const here = { filter, ...(after !== undefined && { after }) };
  const rows = todos.map((todo) => [
    button(`${todo.doneAt ? "☑" : "☐"} ${shorten(todo.text, BUTTON_LETTERS)}`, {
      act: "tick",
      todoId: todo.id,
      done: todo.doneAt === null,
      ...here,
    }),
    button("✏️", { act: "card", todoId: todo.id }),
  ]);
  const pages = [
    ...(after === undefined ? [] : [button(t("todos-first"), { act: "list", filter })]),
    ...(more && last ? [button(t("todos-more"), { act: "list", filter, after: last.id })] : []),
  ];
  const other = filter === "open" ? "done" : "open";
  return {
    html: [head, ...(lines.length > 0 ? lines : [t(`todos-none-${filter}`)]), ...zoneNote(user, t)].join(
      "\n\n",
    ),
    buttons: [
      ...rows,
      ...(pages.length > 0 ? [pages] : []),
      [
        button(t(`todos-show-${other}`), { act: "list", filter: other }),
        ...(open > 0 ? [button(t("todos-calendar"), { act: "calendar" })] : []),
      ],
      [button(t("time-zone-button"), { act: "zones" })],
    ],
  };
}

/** Days and reminders go by a guessed clock until its owner has named theirs. */
const zoneNote = (user: User, t: Translate): string[] =>
  user.timeZone === null ? [t("time-zone-guessed", { zone: zoneName(zoneOf(user), user.locale) })] : [];

function lineOf({ text, assignee, dueOn, dueTime, doneAt }: Todo, locale: Locale, today: string): string {
  const late = dueOn !== null && doneAt === null && dueOn < today ? "❗️" : "🗓";
  const more = [
    ...(dueOn === null ? [] : [`${late} ${dayText(dueOn, dueTime, locale)}`]),
    ...(assignee ? [`👤 ${escapeHtml(assignee)}`] : []),
  ].join(" · ");
  const said = escapeHtml(shorten(text, LINE_LETTERS));
  return `${doneAt ? `☑ <s>${said}</s>` : `☐ ${said}`}${more === "" ? "" : `\n${more}`}`;
}

const dayText = (day: string, time: string | null, locale: Locale): string => {
  const text = sayDate(new Date(`${day}T00:00:00Z`), locale, {
    weekday: "short",
    day: "numeric",
    month: "long",
    timeZone: "UTC",
  });
  return time === null ? text : `${text}, ${time}`;
};

/** One to-do: what was said about it and where, and what can be done with it. */
export function todoCard({ todo, recording, owner }: OwnTodo, now: Date, t: Translate): Outgoing {
  const { id: todoId, digestId, position, quote, atSeconds, dueWords, remindAt, doneAt } = todo;
  const { locale } = owner;
  const due = (to: Due) => button(t(`todo-due-${to}`), { act: "due", todoId, to });
  const place = atSeconds === null ? "" : ` · ${clockTime(atSeconds)}`;
  return {
    html: [
      lineOf(todo, locale, dayIn(zoneOf(owner), now)),
      ...(dueWords ? [t("todo-due-words", { words: dueWords })] : []),
      `<blockquote>${escapeHtml(quote)}</blockquote>${escapeHtml(fileStem(recording.claimedName, recording.createdAt, t, zoneOf(owner)))}${place}`,
      ...(remindAt && !doneAt ? [t("todo-remind-at", { at: momentText(remindAt, owner) })] : []),
      ...zoneNote(owner, t),
    ].join("\n\n"),
    buttons: [
      [
        button(t(doneAt ? "todo-undone" : "todo-done"), { act: doneAt ? "undone" : "done", todoId }),
        ...(atSeconds === null
          ? []
          : [
              {
                text: `▶ ${clockTime(atSeconds)}`,
                data: packDigestTap({ act: "play", digestId, number: position }),
              },
            ]),
      ],
      [due("today"), due("tomorrow")],
      [due("week"), due("none")],
      [
        button(t("todo-drop"), { act: "ask-drop", todoId }),
        button(t("todos-back"), { act: "list", filter: "open" }),
      ],
    ],
  };
}

/** Deleting asks first. */
export const todoDrop = ({ todo, owner }: OwnTodo, now: Date, t: Translate): Outgoing => ({
  html: `${t("todo-drop-sure")}\n\n${lineOf(todo, owner.locale, dayIn(zoneOf(owner), now))}`,
  buttons: [
    [
      button(t("todo-drop-yes"), { act: "drop", todoId: todo.id }),
      button(t("todo-drop-no"), { act: "card", todoId: todo.id }),
    ],
  ],
});

/** What comes when its time has come. */
export const todoReminder = ({ todo, owner }: OwnTodo, now: Date, t: Translate): Outgoing => {
  const { id: todoId } = todo;
  return {
    html: `${t("todo-reminder")}\n\n${lineOf(todo, owner.locale, dayIn(zoneOf(owner), now))}`,
    buttons: [
      [button(t("todo-done"), { act: "done", todoId }), button("✏️", { act: "card", todoId })],
      [
        button(t("todo-due-hour"), { act: "due", todoId, to: "hour" }),
        button(t("todo-due-tomorrow"), { act: "due", todoId, to: "tomorrow" }),
      ],
    ],
  };
};

/** The time zone, those that are offered, and how to name another. */
export const zoneScreen = (user: Pick<User, "timeZone" | "locale">, now: Date, t: Translate): Outgoing => {
  const zone = zoneOf(user);
  const rows: Button[][] = [];
  for (let i = 0; i < OFFERED_ZONES.length; i += 3)
    rows.push(
      OFFERED_ZONES.slice(i, i + 3).map((one) =>
        button(`${one === user.timeZone ? "✅ " : ""}${cityOf(one)}`, { act: "zone", zone: one }),
      ),
    );
  return {
    html: t("time-zone", { zone: zoneName(zone, user.locale), now: timeText(now, zone, user.locale) }),
    buttons: [...rows, [button(t("todos-back"), { act: "list", filter: "open" })]],
  };
};

export const zoneUnknown = (t: Translate): Outgoing => ({
  html: t("time-zone-unknown"),
  buttons: [[button(t("time-zone-button"), { act: "zones" })]],
});

const cityOf = (zone: string): string => zone.replace(/^.*\//, "").replaceAll("_", " ");

/** "Almaty (GMT+5)". */
function zoneName(zone: string, locale: Locale): string {
  const offset = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: "shortOffset" })
    .formatToParts()
    .find(({ type }) => type === "timeZoneName")?.value;
  return /^[+-]/.test(zone) ? `UTC${zone}` : `${cityOf(zone)}${offset ? ` (${offset})` : ""}`;
}

const timeText = (at: Date, zone: string, locale: Locale): string =>
  sayDate(at, locale, { timeZone: zone, hour: "2-digit", minute: "2-digit" });

const momentText = (at: Date, user: User): string =>
  sayDate(at, user.locale, {
    timeZone: zoneOf(user),
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
  });
