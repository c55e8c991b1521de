import { join } from "node:path";
import { portIsFree } from "./free-port.ts";
import { onEnd } from "./parent.ts";
import { chosenPort } from "./plan.ts";
import { describeBusyPort, findHolder } from "./port-holder.ts";
import { readSettings } from "./settings.ts";
import { runWrangler } from "./wrangler-dev.ts";

/** `npm run dev`: the worker alone, against whatever the environment names. */
const project = join(import.meta.dirname, "..");
const { PORT, ...settings } = readSettings(project, process.env);
const port = chosenPort(PORT ? { PORT } : {});
if (!(await portIsFree(port))) {
  console.error(describeBusyPort(port, findHolder(port), "npm run dev"));
  process.exit(1);
}
const wrangler = runWrangler({ project, port, settings, output: "inherit" });
onEnd(() => void wrangler.stop());
const ended = await wrangler.ended;
process.exitCode = typeof ended === "number" ? ended : 0;
