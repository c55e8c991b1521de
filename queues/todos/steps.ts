import type { JobKind, TakenJob } from "../../domain/jobs/index.ts";
import {
  chooseZone,
  dayIn,
  daysLater,
  findOwnTodo,
  findTodo,
  listTodos,
  remindAtOf,
  remindLater,
  setDue,
  writeCalendar,
  zoneOf,
} from "../../domain/todos/index.ts";
import { findUser, type User } from "../../domain/users/index.ts";
import type { Ports } from "../../ports/index.ts";
import type { Outgoing } from "../../ports/telegram/message.ts";
import { staleTap } from "../../views/menu.ts";
import { todoCard, todoReminder, zoneScreen } from "../../views/todos/screens.ts";
import { type Translate, translator } from "../../views/translate.ts";
import { type Outcome, type Step, skip } from "../step.ts";
import { unreached } from "../unreached.ts";

const PATIENCE_SECONDS = 3600;

type Kind = Extract<JobKind, "notices.todo-due" | "notices.todo-calendar" | "notices.time-zone">;

/** A step that answers somebody; whom it cannot reach it notes down. */
const answering = <K extends Kind>(
  answer: (ports: Ports, payload: TakenJob<K>["payload"], user: User, t: Translate) => Promise<Outcome>,
): Step<K> => ({
  async run(ports, job) {
    const { db, clock } = ports;
    const { telegramId } = job.payload;
    const user = await findUser(db, telegramId);
    if (!user) return skip("no such user");
    try {
      return await answer(ports, job.payload, user, translator(user.locale));
    } catch (error) {
      return unreached({ db, clock }, telegramId, error);
    }
  },
  giveUp: async (_ports, _job, reason) => ({ did: `not done: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
});

const put = async (
  { telegram }: Ports,
  { telegramId, messageId }: { telegramId: number; messageId?: number },
  view: Outgoing,
): Promise<unknown> =>
  messageId === undefined
    ? telegram.send({ chatId: telegramId }, view)
    : telegram.edit(telegramId, messageId, view);

const HOUR_MS = 3_600_000;

/** Puts a to-do to another day by its owner's calendar, or its reminder off by an hour. */
export const todoDue = answering<"notices.todo-due">(async (ports, payload, user, t) => {
  const { db } = ports;
  const { telegramId, todoId, to } = payload;
  const found = await findOwnTodo(db, telegramId, todoId);
  if (!found) {
    await put(ports, payload, staleTap(t));
    return { did: "said that it is gone" };
  }
  const asked = new Date(payload.at);
  if (to === "hour") {
    const remindAt = new Date(payload.at + HOUR_MS);
    await put(ports, payload, todoCard({ ...found, todo: { ...found.todo, remindAt } }, asked, t));
    return { did: "an hour later", changes: [remindLater(db, telegramId, todoId, remindAt)] };
  }
  const zone = zoneOf(user);
  const days = { today: 0, tomorrow: 1, week: 7 };
  const dueOn = to === "none" ? null : daysLater(dayIn(zone, asked), days[to]);
  const dueTime = dueOn === null ? null : found.todo.dueTime;
  const remindAt = remindAtOf({ dueOn, dueTime }, zone, asked);
  const due = { dueOn, dueTime, remindAt };
  await put(ports, payload, todoCard({ ...found, todo: { ...found.todo, ...due } }, asked, t));
  return { did: `due ${dueOn ?? "at no day"}`, changes: [setDue(db, telegramId, todoId, due)] };
});

/** More than anybody has open; a calendar of them is still a small file. */
const MOST_TODOS = 2000;

/** Sends what is open as a file for calendars. */
export const todoCalendar = answering<"notices.todo-calendar">(async (ports, { telegramId }, user, t) => {
  const now = ports.clock.now();
  const { todos } = await listTodos(ports.db, user.id, { filter: "open", now, limit: MOST_TODOS });
  const open = todos.filter(({ doneAt }) => doneAt === null);
  const bytes = new TextEncoder().encode(writeCalendar(open, zoneOf(user), t("todos-name"), now));
  const file = { name: `${t("todos-name")}.ics`, type: "text/calendar", bytes };
  await ports.telegram.sendFile({ chatId: telegramId }, file, {
    html: t("todos-calendar-sent", { count: open.length }),
  });
  return { did: `sent ${open.length} to-dos` };
});

/** Keeps somebody's time zone, and moves the reminders of what is due to their morning. */
export const timeZone = answering<"notices.time-zone">(async (ports, payload, user, t) => {
  const { db, clock } = ports;
  const { telegramId, zone } = payload;
  const now = clock.now();
  const { todos } = await listTodos(db, user.id, { filter: "open", now, limit: MOST_TODOS });
  const moved = todos
    .filter(({ doneAt, remindAt, dueOn }) => doneAt === null && remindAt !== null && dueOn !== null)
    .map(({ id, dueOn, dueTime }) =>
      setDue(db, telegramId, id, { dueOn, dueTime, remindAt: remindAtOf({ dueOn, dueTime }, zone, now) }),
    );
  await put(ports, payload, zoneScreen({ ...user, timeZone: zone }, now, t));
  return {
    did: `time zone, ${moved.length} reminders`,
    changes: [chooseZone(db, telegramId, zone), ...moved],
  };
});

/** Brings a to-do to mind. One that was ticked or deleted meanwhile is silent. */
export const todoReminderStep: Step<"notices.todo-reminder"> = {
  async run({ db, clock, telegram }, job) {
    const found = await findTodo(db, job.payload.todoId);
    if (!found || found.todo.doneAt) return skip("it is done or gone");
    const { owner } = found;
    if (owner.unreachableSince || owner.blockedAt) return skip("nobody to tell");
    try {
      const view = todoReminder(found, clock.now(), translator(owner.locale));
      await telegram.send({ chatId: owner.telegramId }, view);
      return { did: "reminded" };
    } catch (error) {
      return unreached({ db, clock }, owner.telegramId, error);
    }
  },
  giveUp: async (_ports, _job, reason) => ({ did: `not reminded: ${reason}` }),
  patienceSeconds: () => 24 * PATIENCE_SECONDS,
};
