import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";

/** Who listens on a port, as far as this user may know. */
export interface Holder {
  pid: number;
  name: string;
}

/** Finds the process that listens on a TCP port: from /proc on Linux, otherwise by lsof. */
export function findHolder(port: number): Holder | undefined {
  return existsSync("/proc/net/tcp") ? fromProc(port) : fromLsof(port);
}

/** What to say about a port that cannot be had. */
export function describeBusyPort(port: number, holder: Holder | undefined, command = "npm start"): string {
  const by = holder ? `${holder.name} (process ${holder.pid})` : "another program";
  return `port ${port} is taken by ${by}: stop it, or choose another one with PORT=${port + 1} ${command}`;
}

/** Columns of /proc/net/tcp: 1 local address, 3 state, 9 inode (proc(5)). 0A is LISTEN. */
function fromProc(port: number): Holder | undefined {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const sockets = new Set(
    ["/proc/net/tcp", "/proc/net/tcp6"]
      .filter(existsSync)
      .flatMap((file) => readFileSync(file, "utf8").split("\n"))
      .map((line) => line.trim().split(/\s+/))
      .filter((columns) => columns[1]?.endsWith(suffix) && columns[3] === "0A")
      .map((columns) => `socket:[${columns[9]}]`),
  );
  if (sockets.size === 0) return undefined;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const open = readdirSync(`/proc/${pid}/fd`);
      if (!open.some((fd) => sockets.has(linkOf(`/proc/${pid}/fd/${fd}`)))) continue;
      return { pid: Number(pid), name: readFileSync(`/proc/${pid}/comm`, "utf8").trim() };
    } catch {
      // Somebody else's process, or one that has just ended.
    }
  }
  return undefined;
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

function fromLsof(port: number): Holder | undefined {
  const { stdout } = spawnSync("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-Fpc"], {
    encoding: "utf8",
  });
  const [, pid, name] = /p(\d+)\s+c(\S+)/.exec(stdout ?? "") ?? [];
  return pid && name ? { pid: Number(pid), name } : undefined;
}
