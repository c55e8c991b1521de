import type { Manifest } from "./manifest.ts";
import { STAMP, timeOf } from "./manifest.ts";
import type { Seal } from "./seal.ts";
import type { Target } from "./target.ts";

const DAY_MS = 86_400_000;

const manifestOf = (name: string, seal: Seal): string => `${name}/manifest.json${seal.ending}`;

/** The names of all complete backups, oldest first. */
export async function listBackups(target: Target): Promise<string[]> {
  const names: string[] = [];
  for await (const file of target.list("2"))
    if (/\/manifest\.json(\.age)?$/.test(file)) names.push(STAMP.exec(file)?.[1] ?? "");
  return names.filter(Boolean).sort();
}

/** The newest backup that this key opens; null when there is none. */
export async function newest(target: Target, seal: Seal): Promise<string | null> {
  const names: string[] = [];
  for await (const file of target.list("2")) {
    const [, name] = STAMP.exec(file) ?? [];
    if (name && file === manifestOf(name, seal)) names.push(name);
  }
  return names.sort().at(-1) ?? null;
}

export async function writeManifest(
  target: Target,
  seal: Seal,
  name: string,
  manifest: Manifest,
): Promise<void> {
  const plain = new Blob([JSON.stringify(manifest)]).stream() as ReadableStream<Uint8Array>;
  await target.write(manifestOf(name, seal), await seal.close(plain));
}

/** Throws when there is no such backup, or another key is needed. */
export async function readManifest(target: Target, seal: Seal, name: string): Promise<Manifest> {
  const stored = await target.read(manifestOf(name, seal));
  if (!stored)
    throw new Error(
      `there is no backup ${name} at ${target.place} ${seal.ending ? "that is locked" : "that is not locked: is BACKUP_KEY missing?"}`,
    );
  const manifest = (await new Response((await seal.open(stored)) as BodyInit).json()) as Manifest;
  if (manifest.version !== 1)
    throw new Error(`this backup is of version ${manifest.version}: a newer program made it`);
  return manifest;
}

/**
 * Removes backups that are older than `keepDays`, always keeping the newest; then every object's file that no manifest
 * names any more, and what unfinished backups left. Backups under another key, or none, are left alone with all files.
 */
export async function forget(target: Target, seal: Seal, keepDays: number, now: Date): Promise<string[]> {
  const all = await listBackups(target);
  const removed = all
    .slice(0, -1)
    .filter((name) => now.getTime() - timeOf(name).getTime() > keepDays * DAY_MS);
  // The manifest first: a backup that is half removed is none.
  for (const name of removed)
    for (const file of await collect(target.list(`${name}/manifest`))) await target.remove(file);
  const kept = new Set(all.filter((name) => !removed.includes(name)));
  const named = new Set<string>();
  for (const name of kept) {
    const manifest = await readManifest(target, seal, name).catch(() => null);
    if (!manifest) return removed;
    named.add(manifest.database.file);
    for (const { file } of manifest.objects) named.add(file);
  }
  for (const file of [...(await collect(target.list("objects/"))), ...(await collect(target.list("2")))]) {
    const [, name] = STAMP.exec(file) ?? [];
    if (!named.has(file) && !(name && kept.has(name))) await target.remove(file);
  }
  return removed;
}

async function collect(names: AsyncGenerator<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const name of names) all.push(name);
  return all;
}
