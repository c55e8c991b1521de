import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

export interface ProcessFigures {
  cpuMs: number;
  /** The most it ever held (Linux), or what it holds now (elsewhere), in MB. */
  peakMb: number;
}

/** Clock ticks a second in /proc; 100 on every Linux that Node runs on. */
const TICKS = 100;

/** CPU time and memory of the workerd processes this process has started. */
export function workerdFigures(): ProcessFigures {
  return process.platform === "linux" ? fromProc() : fromPs();
}

function fromProc(): ProcessFigures {
  let cpuMs = 0;
  let peakMb = 0;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      if (!stat.includes("(workerd)") || Number(fields[1]) !== process.pid) continue;
      cpuMs += ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS;
      peakMb += Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
    } catch {
      // The process ended while it was looked at.
    }
  }
  return { cpuMs, peakMb };
}

function fromPs(): ProcessFigures {
  const figures = { cpuMs: 0, peakMb: 0 };
  for (const line of execFileSync("ps", ["-axo", "ppid=,rss=,time=,comm="], { encoding: "utf8" }).split(
    "\n",
  )) {
    const [parent, kilobytes, time = "", ...command] = line.trim().split(/\s+/);
    if (Number(parent) !== process.pid || !command.join(" ").endsWith("workerd")) continue;
    figures.peakMb += Number(kilobytes) / 1024;
    figures.cpuMs += time.split(":").reduce((sum, part) => sum * 60 + Number(part), 0) * 1000;
  }
  return figures;
}
