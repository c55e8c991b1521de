import type { IncomingMessage, ServerResponse } from "node:http";
import type { Happening } from "../events.ts";
import type { Simulation } from "../simulation.ts";
import { describeBot, describeCall, describeCommands, describeRoom, describeWebhook } from "./state.ts";

const HEARTBEAT_MS = 20_000;
/** Webhook news come by the hundred under load; the page needs only the latest. */
const CALM_MS = 150;

/** Tells the page what happens, as server-sent events (HTML standard, EventSource). */
export function stream(request: IncomingMessage, response: ServerResponse, simulation: Simulation): void {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.write("retry: 1000\n\n");
  const send = (data: unknown) => response.write(`data: ${JSON.stringify(data)}\n\n`);
  let calm: NodeJS.Timeout | undefined;
  const stop = simulation.events.listen((happening) => {
    if (happening.type !== "webhook") return send(enrich(simulation, happening));
    calm ??= setTimeout(() => {
      calm = undefined;
      send({ type: "webhook", webhook: describeWebhook(simulation) });
    }, CALM_MS);
  });
  const heartbeat = setInterval(() => response.write(":\n\n"), HEARTBEAT_MS);
  request.on("close", () => {
    stop();
    clearTimeout(calm);
    clearInterval(heartbeat);
  });
}

/** The news with what the page needs to show it. */
function enrich(simulation: Simulation, happening: Happening): unknown {
  const { world, journal, faults } = simulation;
  if (happening.type === "room") {
    const room = world.rooms.get(happening.chatId);
    return { ...happening, room: room && describeRoom(simulation, room) };
  }
  if (happening.type === "call") {
    const call = journal.find(happening.id);
    return { type: "call", call: call && describeCall(call) };
  }
  if (happening.type === "faults") return { type: "faults", faults: faults.list() };
  if (happening.type === "bot" || happening.type === "user") {
    return { ...happening, bot: describeBot(simulation), commands: describeCommands(simulation) };
  }
  return happening;
}
