import { isId } from "../../domain/new-id.ts";
import { OFFERED_ZONES, type TodoFilter } from "../../domain/todos/index.ts";

/** Days that a to-do can be put to, and the hour that a reminder can be put off by. */
export const DUES = ["today", "tomorrow", "week", "none", "hour"] as const;
export type Due = (typeof DUES)[number];

/**
 * What a tap can ask for. `open` shows the list as a new message. `tick` says whether the task is done, so that the same tap twice is one; tapped in a list it
 * carries the page (`after`: the last task of the one before).
 */
export type TodoTap =
  | { act: "list"; filter: TodoFilter; after?: string }
  | { act: "tick"; todoId: string; done: boolean; filter: TodoFilter; after?: string }
  | { act: "card" | "ask-drop" | "drop" | "done" | "undone"; todoId: string }
  | { act: "due"; todoId: string; to: Due }
  | { act: "open" | "calendar" | "zones" }
  | { act: "zone"; zone: (typeof OFFERED_ZONES)[number] };

/** Ids without their kind: two of them have to fit into a button's 64 bytes. */
const short = (id: string): string => id.slice("tod_".length);
const long = (text: string): string => `tod_${text}`;

const FILTERS: Record<string, TodoFilter> = { o: "open", d: "done" };

export function packTodoTap(tap: TodoTap): string {
  switch (tap.act) {
    case "list":
      return `td.list:${tap.filter[0]}${tap.after ? `:${short(tap.after)}` : ""}`;
    case "tick":
      return `td.${tap.filter[0]}${tap.done ? 1 : 0}:${short(tap.todoId)}${tap.after ? `:${short(tap.after)}` : ""}`;
    case "due":
      return `td.${tap.to}:${short(tap.todoId)}`;
    case "open":
    case "calendar":
    case "zones":
      return `td.${tap.act}`;
    case "zone":
      return `td.zone:${OFFERED_ZONES.indexOf(tap.zone)}`;
    default:
      return `td.${tap.act}:${short(tap.todoId)}`;
  }
}

/** Reads button data, which anybody can forge. Null when it is none of ours. */
export function readTodoTap(data: string): TodoTap | null {
  const [, what = "", about = "", rest = ""] =
    /^td\.([a-z-]+|[od][01])(?::(\w+))?(?::(\w+))?$/.exec(data) ?? [];
  const after = rest === "" ? {} : { after: long(rest) };
  if (rest !== "" && !isId(long(rest), "tod")) return null;
  if (what === "list") {
    const filter = FILTERS[about];
    return filter ? { act: "list", filter, ...after } : null;
  }
  if ((what === "open" || what === "calendar" || what === "zones") && about === "") return { act: what };
  if (what === "zone") {
    const zone = /^\d{1,2}$/.test(about) ? OFFERED_ZONES[Number(about)] : undefined;
    return zone ? { act: "zone", zone } : null;
  }
  const todoId = long(about);
  if (!isId(todoId, "tod")) return null;
  const filter = FILTERS[what.charAt(0)];
  if (/^[od][01]$/.test(what) && filter)
    return { act: "tick", todoId, done: what.endsWith("1"), filter, ...after };
  if (rest !== "") return null;
  const to = DUES.find((one) => one === what);
  if (to) return { act: "due", todoId, to };
  const act = (["card", "ask-drop", "drop", "done", "undone"] as const).find((one) => one === what);
  return act ? { act, todoId } : null;
}
