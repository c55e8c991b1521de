import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

export interface ProcessFigures {
  cpuMs: number;
  /** The most it ever held (Linux), or what it holds now (elsewhere), in MB. */
  peakMb: number;
}

/** Clock ticks a second in /proc; 100 on every Linux that Node runs on. */
const TICKS = 100;

/** CPU time and memory of the workerd processes this process has started, but for those whose ids are in `except`. */
export function workerdFigures(except: ReadonlySet<number> = new Set()): ProcessFigures {
  const figures = { cpuMs: 0, peakMb: 0 };
  for (const [pid, { cpuMs, peakMb }] of workerdProcesses()) {
    if (except.has(pid)) continue;
    figures.cpuMs += cpuMs;
    figures.peakMb += peakMb;
  }
  return figures;
}

/** The same of each process, by its id. */
export const workerdProcesses = (): Map<number, ProcessFigures> =>
  process.platform === "linux" ? fromProc() : fromPs();

function fromProc(): Map<number, ProcessFigures> {
  const processes = new Map<number, ProcessFigures>();
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      if (!stat.includes("(workerd)") || Number(fields[1]) !== process.pid) continue;
      const cpuMs = ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS;
      const peakMb =
        Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
      processes.set(Number(pid), { cpuMs, peakMb });
    } catch {
      // The process ended while it was looked at.
    }
  }
  return processes;
}

function fromPs(): Map<number, ProcessFigures> {
  const processes = new Map<number, ProcessFigures>();
  for (const line of execFileSync("ps", ["-axo", "pid=,ppid=,rss=,time=,comm="], { encoding: "utf8" }).split(
    "\n",
  )) {
    const [pid, parent, kilobytes, time = "", ...command] = line.trim().split(/\s+/);
    if (Number(parent) !== process.pid || !command.join(" ").endsWith("workerd")) continue;
    const cpuMs = time.split(":").reduce((sum, part) => sum * 60 + Number(part), 0) * 1000;
    processes.set(Number(pid), { cpuMs, peakMb: Number(kilobytes) / 1024 });
  }
  return processes;
}
