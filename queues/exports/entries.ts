import { listAvatars } from "../../domain/avatars/index.ts";
import { listEntries } from "../../domain/billing/index.ts";
import { type Digest, findDigest } from "../../domain/digests/index.ts";
import { eachDigest, eachPhoto, eachPicture, eachRecording } from "../../domain/exports/index.ts";
import { dayIn, listTodos, zoneOf } from "../../domain/todos/index.ts";
import type { User } from "../../domain/users/index.ts";
import { inBlocks } from "../../ports/bodies/in-blocks.ts";
import type { Ports } from "../../ports/index.ts";
import type { Bucket } from "../../ports/storage/index.ts";
import { statementFile } from "../../views/balance.ts";
import { fileStem } from "../../views/file-stem.ts";
import { type Translate, translator } from "../../views/translate.ts";
import { digestFile, shownOf } from "../digests/file.ts";
import { transcriptFile } from "../notices/transcript-file.ts";

/** A file on its way into the archive; what lies in the store is opened when its turn comes. */
export interface Entry {
  path: string;
  at: Date;
  content: Uint8Array | ReadableStream<Uint8Array>;
}

const MOST_ROWS = 100_000;

/** Everything of one person, file after file. With `withOriginals` the recordings, pictures and photos themselves as well. */
export async function* entriesOf(ports: Ports, owner: User, withOriginals: boolean): AsyncGenerator<Entry> {
  const t = translator(owner.locale);
  yield* texts(ports, owner, t, withOriginals);
  yield* writings(ports, owner, t);
  yield* likenesses(ports, owner, withOriginals);
  yield* lists(ports, owner, t);
}

async function* texts(
  ports: Ports,
  owner: User,
  t: Translate,
  withOriginals: boolean,
): AsyncGenerator<Entry> {
  for await (const transcript of eachRecording(ports.db, owner.id)) {
    const { id, claimedName, createdAt: at, originalKey, text } = transcript;
    const zone = zoneOf(owner);
    // The id's end keeps two of the same name apart.
    const folder = `recordings/${dayIn(zone, at)} ${fileStem(claimedName, at, t, zone)} ${id.slice(-6)}`;
    if (text !== null)
      for (const format of ["txt", "json"] as const) {
        const { bytes } = await transcriptFile(transcript, format, owner);
        yield { path: `${folder}/transcript.${format}`, at, content: bytes };
      }
    if (!withOriginals || originalKey === null) continue;
    const content = await open(ports, "transcripts", originalKey);
    const ending = /\.[A-Za-z0-9]{1,5}$/.exec(claimedName ?? "")?.[0] ?? `.${transcript.container ?? "bin"}`;
    if (content) yield { path: `${folder}/original${ending.toLowerCase()}`, at, content };
  }
}

async function* writings(ports: Ports, owner: User, t: Translate): AsyncGenerator<Entry> {
  for await (const { id } of eachDigest(ports.db, owner.id)) {
    const whole = await findDigest(ports.db, id);
    if (!whole?.digest.result) continue;
    const file = await digestFile(shownOf(whole, whole.digest.result as Digest), whole, "md", t);
    const at = whole.digest.createdAt;
    yield { path: `texts/${file.name.replace(/\.md$/, "")} ${id.slice(-6)}.md`, at, content: file.bytes };
  }
}

async function* likenesses(ports: Ports, owner: User, withOriginals: boolean): AsyncGenerator<Entry> {
  const listed: object[] = [];
  for await (const { id, storageKey, kind, createdAt: at, ...facts } of eachPicture(ports.db, owner.id)) {
    const path = `pictures/${at.toISOString().slice(0, 10)} ${id.slice(-6)}.${kind ?? "jpg"}`;
    listed.push({ path, at, ...facts });
    const content = withOriginals && storageKey ? await open(ports, "avatars", storageKey) : null;
    if (content) yield { path, at, content };
  }
  yield json("pictures.json", listed, owner.createdAt);
  const avatars = await listAvatars(ports.db, owner.telegramId);
  const about = avatars.map(({ name, state, createdAt }) => ({ name, state, createdAt }));
  yield json("avatars.json", about, owner.createdAt);
  if (!withOriginals) return;
  for await (const { id, storageKey, kind, createdAt: at, avatar } of eachPhoto(ports.db, owner.id)) {
    const content = storageKey ? await open(ports, "avatars", storageKey) : null;
    const folder = (avatar ?? "").replace(/[^\p{L}\p{N} _-]/gu, "").trim() || "avatar";
    if (content) yield { path: `photos/${folder}/${id.slice(-6)}.${kind ?? "jpg"}`, at, content };
  }
}

async function* lists({ db, clock }: Ports, owner: User, t: Translate): AsyncGenerator<Entry> {
  const now = clock.now();
  const all = { now, limit: MOST_ROWS };
  const { todos: open } = await listTodos(db, owner.id, { filter: "open", ...all });
  const { todos: done } = await listTodos(db, owner.id, { filter: "done", ...all });
  const tasks = [...new Map([...open, ...done].map((todo) => [todo.id, todo])).values()];
  yield json(
    "todos.json",
    tasks.map(({ userId: _, ...todo }) => todo),
    now,
  );
  const entries = await listEntries(db, owner.id, { limit: MOST_ROWS });
  const statement = statementFile(entries.toReversed(), t);
  yield { path: "coins.csv", at: now, content: statement.bytes };
  const { telegramId, username, locale, speechLanguages, glossary, timeZone, createdAt } = owner;
  const { keepOriginalsDays, keepTextsDays } = owner;
  const settings = {
    telegramId,
    username,
    locale,
    speechLanguages,
    glossary,
    timeZone,
    keepOriginalsDays,
    keepTextsDays,
    createdAt,
  };
  yield json("settings.json", settings, now);
}

const json = (path: string, value: unknown, at: Date): Entry => ({
  path,
  at,
  content: new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`),
});

/** What is noted but not in the store any more is left out; the manifest lists what is there. */
const open = async ({ storage }: Ports, bucket: Bucket, key: string) => {
  const stored = await storage.get(bucket, key);
  return stored && inBlocks(stored.body, "storage");
};
