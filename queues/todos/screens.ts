import { findOwnTodo, listTodos, type OwnTodo } from "../../domain/todos/index.ts";
import type { Outgoing } from "../../ports/telegram/message.ts";
import { staleTap } from "../../views/menu.ts";
import { todoCard, todoDrop, todoList, zoneScreen, zoneUnknown } from "../../views/todos/screens.ts";
import type { Translate } from "../../views/translate.ts";
import type { Screen } from "../notices/screens.ts";

/** Something about one to-do; one that is gone, or another's, is a stale tap. */
const about =
  (view: (found: OwnTodo, now: Date, t: Translate) => Outgoing): Screen =>
  async (t, { ports, user, about: id = "" }) => {
    const found = await findOwnTodo(ports.db, user.telegramId, id);
    return found ? view(found, ports.clock.now(), t) : staleTap(t);
  };

/** Screens of to-dos and of the time zone they go by. */
export const todoScreens: Record<string, Screen> = {
  todos: async (t, { ports, user, about: page = "" }) => {
    const [which, after] = page.split(" ");
    const filter = which === "done" ? which : "open";
    const now = ports.clock.now();
    const listed = await listTodos(ports.db, user.id, { filter, now, ...(after !== undefined && { after }) });
    // The page's mark may be gone: then the list begins anew.
    if (listed.todos.length > 0 || after === undefined)
      return todoList({ ...listed, filter, after }, user, now, t);
    return todoList({ ...(await listTodos(ports.db, user.id, { filter, now })), filter }, user, now, t);
  },
  todo: about(todoCard),
  "todo-drop": about(todoDrop),
  "time-zone": (t, { ports, user }) => zoneScreen(user, ports.clock.now(), t),
  "time-zone-unknown": zoneUnknown,
};
