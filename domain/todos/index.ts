export { writeCalendar } from "./calendar.ts";
export { chooseZone, dropTodo, hashOfQuote, remindLater, setDue, tickTodo } from "./change.ts";
export { findOwnTodo, findTodo, listTodos, type OwnTodo, type Todo, type TodoFilter } from "./list.ts";
export { endReminder, listReminders, remindAtOf } from "./remind.ts";
export { dayIn, daysLater, OFFERED_ZONES, readZone, zoneOf } from "./zone.ts";
