import type { RecordedCall } from "../journal.ts";
import { commandsFor } from "../methods/profile.ts";
import { getWebhookInfo } from "../methods/receiving.ts";
import type { Simulation } from "../simulation.ts";
import { asSeen, type Room } from "../world.ts";

const CALLS = 60;

/** Everything the page shows, as it is now. */
export function describeState(simulation: Simulation): Record<string, unknown> {
  const { world, journal, faults } = simulation;
  return {
    bot: describeBot(simulation),
    users: [...world.users.values()],
    rooms: [...world.rooms.values()].map((room) => ({
      ...describeRoom(simulation, room),
      messages: [...room.messages.values()].map(asSeen),
    })),
    commands: describeCommands(simulation),
    faults: faults.list(),
    webhook: describeWebhook(simulation),
    calls: journal.calls().slice(-CALLS).map(describeCall),
  };
}

export const describeBot = ({ world }: Simulation) => ({
  ...world.bot.user,
  first_name: world.bot.names[""] ?? world.bot.user.first_name,
  description: world.bot.descriptions,
  menuButton: world.bot.menuButton,
});

export const describeCommands = ({ world }: Simulation) =>
  Object.fromEntries([...world.users.values()].map((user) => [user.id, commandsFor(world.bot, user)]));

export function describeRoom({ now }: Simulation, { messages: _, drafts, action, ...room }: Room) {
  return {
    ...room,
    ...(action && action.until > now() && { action: { name: action.action, ms: action.until - now() } }),
    drafts: [...drafts.values()]
      .filter(({ until }) => until > now())
      .map(({ text, entities, until }) => ({ text, entities, ms: until - now() })),
  };
}

export function describeWebhook(simulation: Simulation): Record<string, unknown> {
  const info = getWebhookInfo(simulation, { values: {}, uploads: [] }) as Record<string, unknown>;
  return { ...info, last_delivery: simulation.webhook.deliveries().at(-1) };
}

/** A line of the list; the whole call is asked for by its number. */
export function describeCall({
  id,
  method,
  time,
  ms,
  status,
  violations,
  spoilt,
  response,
  payload,
}: RecordedCall) {
  const refusal = (response as { description?: string } | undefined)?.description;
  return {
    id,
    method,
    time,
    ms,
    status,
    violations,
    spoilt,
    refusal: status === 200 ? undefined : refusal,
    chat: payload.chat_id,
  };
}
