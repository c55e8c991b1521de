import process from "node:process";
import { generateX25519Identity } from "age-encryption";
import type { Command } from "commander";
import { answers } from "../answer.ts";
import { makeBackup } from "../backup/make.ts";
import { restoreBackup, verifyBackup } from "../backup/restore.ts";
import { openSeal } from "../backup/seal.ts";
import { listBackups, newest } from "../backup/shelf.ts";
import { openTarget } from "../backup/target.ts";
import { databaseUrl } from "../database.ts";
import { storesOf } from "../stores.ts";

const KEEP_DAYS = 7;

interface Where {
  at?: string;
}

/** Where backups are, and how they are locked. */
async function openShelf({ at = process.env.BACKUP_TARGET }: Where) {
  if (!at)
    throw new Error(
      "where are the backups? set BACKUP_TARGET, or add --at: a directory, or s3://bucket/prefix",
    );
  return { target: openTarget(at, process.env), seal: await openSeal(process.env.BACKUP_KEY) };
}

const AT = ["--at <place>", "a directory, or s3://bucket/prefix; default: BACKUP_TARGET"] as const;
const inMB = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MB`;

export function addBackup(program: Command): void {
  const backup = program
    .command("backup")
    .description("the database and all objects, as one moment shows them");

  answers(
    backup
      .option(...AT)
      .option(
        "--keep-days <number>",
        "older backups go; the newest always stays",
        Number,
        Number(process.env.BACKUP_KEEP_DAYS || KEEP_DAYS),
      )
      .option("--without-pg-dump", "write rows ourselves, also where there is a pg_dump"),
    async ({ keepDays, withoutPgDump, ...where }: Where & { keepDays: number; withoutPgDump?: boolean }) => {
      if (!(keepDays >= 0)) throw new Error("--keep-days is a number of days");
      const shelf = await openShelf(where);
      const done = await makeBackup({
        ...shelf,
        databaseUrl: databaseUrl(process.env),
        stores: storesOf(process.env),
        keepDays,
        now: new Date(),
        ...(withoutPgDump && { withoutPrograms: true }),
      });
      const { database, objects } = done.manifest;
      const lines = [
        `backup ${done.name} at ${shelf.target.place}${shelf.seal.ending ? ", locked" : ", NOT locked: BACKUP_KEY is not set"}`,
        `database: ${inMB(database.bytes)} by ${database.format === "copy" ? "our own dump (no fitting pg_dump was found)" : "pg_dump"}`,
        `objects: ${objects.length}, of which ${done.copied} were copied now${done.vanished > 0 ? `; ${done.vanished} were deleted meanwhile` : ""}`,
        ...(done.removed.length > 0 ? [`removed: ${done.removed.join(", ")}`] : []),
      ];
      const { name, copied, vanished, removed } = done;
      return {
        text: lines.join("\n"),
        data: {
          name,
          locked: shelf.seal.ending !== "",
          database,
          objects: objects.length,
          copied,
          vanished,
          removed,
        },
      };
    },
  );

  answers(
    backup
      .command("list")
      .description("the backups there are, oldest first")
      .option(...AT),
    async (where: Where) => {
      const { target } = await openShelf(where);
      const names = await listBackups(target);
      return { text: names.join("\n") || `no backups at ${target.place}`, data: names };
    },
  );

  answers(
    backup
      .command("verify [name]")
      .description("read a backup and compare every digest; default: the newest")
      .option(...AT),
    async (name: string | undefined, where: Where) => {
      const { target, seal } = await openShelf(where);
      const chosen = name ?? (await newest(target, seal));
      if (!chosen) throw new Error(`no backups at ${target.place}`);
      const { objects, database } = await verifyBackup(target, seal, chosen);
      const data = { name: chosen, objects: objects.length, database: database.bytes };
      return { text: `${chosen} is whole: the database and ${objects.length} objects`, data };
    },
  );

  answers(
    backup
      .command("key")
      .description("make a key: keep it somewhere else, without it a locked backup is lost"),
    async () => {
      const key = await generateX25519Identity();
      return { text: `BACKUP_KEY=${key}`, data: { key } };
    },
  );

  answers(
    program
      .command("restore [name]")
      .description("bring a backup into an empty system; default: the newest")
      .option(...AT),
    async (name: string | undefined, where: Where) => {
      const { target, seal } = await openShelf(where);
      const chosen = name ?? (await newest(target, seal));
      if (!chosen) throw new Error(`no backups at ${target.place}${seal.ending ? " under this key" : ""}`);
      const { rows, objects } = await restoreBackup({
        target,
        seal,
        name: chosen,
        databaseUrl: databaseUrl(process.env),
        stores: storesOf(process.env),
      });
      return {
        text: `restored ${chosen}: ${rows} rows, ${objects} objects, all counted and compared`,
        data: { name: chosen, rows, objects },
      };
    },
  );
}
