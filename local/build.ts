import { join } from "node:path";
import { bundleWorker, exceedsBudget, inKiB, measureStartup, readBudget } from "./bundle.ts";

/** `npm run build`: the Worker in dist/, its size against the budget, and what starting it costs. */
const dist = join(import.meta.dirname, "../dist");
const bundle = bundleWorker(dist);
const budget = readBudget();
console.log(`bundle   ${bundle.file}`);
console.log(`size     ${inKiB(bundle.bytes)}, gzipped ${inKiB(bundle.gzipBytes)} of ${budget.gzipKiB} KiB`);
console.log(`startup  ${measureStartup(dist)} ms of CPU on this machine`);
const problem = exceedsBudget(bundle, budget);
if (problem) {
  console.error(problem);
  process.exitCode = 1;
}
