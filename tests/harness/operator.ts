import { spawn } from "node:child_process";
import { join } from "node:path";

const CLI = join(import.meta.dirname, "../../cli/index.ts");

export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

/** Runs an operator's command as a program of its own, with these settings. */
export async function runAisha(settings: Record<string, string>, ...words: string[]): Promise<Ran> {
  const child = spawn(process.execPath, [CLI, ...words], { env: { ...process.env, ...settings } });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    err += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, out, err };
}
