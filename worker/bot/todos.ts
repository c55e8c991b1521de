import { Composer } from "grammy";
import type { NewJob } from "../../domain/jobs/index.ts";
import { dropTodo, readZone, tickTodo } from "../../domain/todos/index.ts";
import { readTodoTap, type TodoTap } from "../../views/todos/taps.ts";
import { opening, showing } from "./menu.ts";
import type { Turn } from "./turn.ts";

/** Tasks out of recordings: ticked, put to another day, brought to mind. */
export const todos = new Composer<Turn>();

todos.command("todo", async (turn) => {
  if (turn.from) await turn.commit(turn.from, { jobs: [opening(turn, "todos", "open")] });
});

/** The time zone: shown, or named by a city or an offset. */
todos.command("timezone", async (turn) => {
  const sender = turn.from;
  if (!sender) return;
  const typed = turn.match.trim();
  const zone = readZone(typed);
  const job = zone ? zoneJob(turn, zone) : opening(turn, typed === "" ? "time-zone" : "time-zone-unknown");
  await turn.commit(sender, { jobs: [job] });
});

todos.on("callback_query:data", async (turn, next) => {
  const tap = readTodoTap(turn.callbackQuery.data);
  if (!tap) return next();
  await take(turn, tap);
  turn.visit.later(turn.visit.ports.telegram.answerTap(turn.callbackQuery.id));
});

async function take(turn: Turn, tap: TodoTap): Promise<void> {
  const { db } = turn.visit.ports;
  const sender = turn.from;
  if (!sender) return;
  const { id: telegramId } = sender;
  switch (tap.act) {
    case "open":
      await turn.commit(sender, { jobs: [opening(turn, "todos", "open")] });
      return;
    case "list":
      await turn.commit(sender, { jobs: [replacing(turn, "todos", pageOf(tap))] });
      return;
    case "tick":
      await turn.commit(sender, {
        changes: [tickTodo(db, telegramId, tap.todoId, tap.done, turn.now)],
        jobs: [replacing(turn, "todos", pageOf(tap))],
      });
      return;
    case "done":
    case "undone":
      await turn.commit(sender, {
        changes: [tickTodo(db, telegramId, tap.todoId, tap.act === "done", turn.now)],
        jobs: [replacing(turn, "todo", tap.todoId)],
      });
      return;
    case "card":
      await turn.commit(sender, { jobs: [replacing(turn, "todo", tap.todoId)] });
      return;
    case "ask-drop":
      await turn.commit(sender, { jobs: [replacing(turn, "todo-drop", tap.todoId)] });
      return;
    case "drop":
      await turn.commit(sender, {
        changes: [dropTodo(db, telegramId, tap.todoId)],
        jobs: [replacing(turn, "todos", "open")],
      });
      return;
    case "due": {
      const { todoId, to } = tap;
      const payload = { telegramId, todoId, to, at: turn.now.getTime(), ...here(turn) };
      await turn.commit(sender, {
        jobs: [{ kind: "notices.todo-due", payload, key: `todo-due:${turn.wishName}` }],
      });
      return;
    }
    case "calendar":
      await turn.commit(sender, {
        jobs: [{ kind: "notices.todo-calendar", payload: { telegramId }, key: `calendar:${turn.wishName}` }],
      });
      return;
    case "zones":
      await turn.commit(sender, { jobs: [showing(turn, "time-zone")] });
      return;
    case "zone":
      await turn.commit(sender, { jobs: [zoneJob(turn, tap.zone)] });
  }
}

const pageOf = ({ filter, after }: { filter: string; after?: string }): string =>
  after === undefined ? filter : `${filter} ${after}`;

const here = (turn: Turn): { messageId?: number } => {
  const messageId = turn.callbackQuery?.message?.message_id;
  return messageId === undefined ? {} : { messageId };
};

const replacing = (turn: Turn, screen: string, about: string): NewJob => {
  const job = showing(turn, screen);
  return { ...job, payload: { ...job.payload, about } };
};

const zoneJob = (turn: Turn, zone: string): NewJob => ({
  kind: "notices.time-zone",
  payload: { telegramId: turn.from?.id ?? 0, zone, ...here(turn) },
  key: `time-zone:${turn.wishName}`,
});
