import { join } from "node:path";
import { onEnd } from "./parent.ts";
import { askAtTerminal } from "./real-bot.ts";
import { readSettings } from "./settings.ts";
import { startStack } from "./stack.ts";

/** `npm start`: the whole product on this machine, until Ctrl-C. */
const project = join(import.meta.dirname, "..");
const stack = startStack({
  project,
  settings: readSettings(project, process.env),
  print: (line) => console.log(line),
  ask: askAtTerminal,
});

onEnd(async (why) => {
  console.log(`stopping (${why})`);
  await stack.stop();
  process.exit(0);
});

try {
  await stack.ready;
  const died = await stack.broken;
  console.error(`${died} ended by itself: stopping everything; its log is in .local/logs`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
}
await stack.stop();
process.exit(1);
