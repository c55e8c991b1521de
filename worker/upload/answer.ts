import * as z from "zod/mini";
import { owe, withId } from "../../domain/jobs/index.ts";
import {
  beginFile,
  countParts,
  findUpload,
  finishUpload,
  forgetFile,
  isSameFile,
  lengthOfPart,
  notePart,
  type OwnedUpload,
  readToken,
} from "../../domain/uploads/index.ts";
import { nameTrouble, Unavailable } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { commit, forTheDoor } from "../../ports/postgres.ts";
import type { Visit } from "../visit.ts";
import { readJson, readText } from "../webhooks/body.ts";

/** What the page sends are a few words. */
const BODY_BYTES = 10_000;
/** A part of 8 MiB takes an hour at 20 kbit/s. */
const LINK_SECONDS = 3600;

const File = z.object({
  name: z.string().check(z.maxLength(255)),
  bytes: z.number().check(z.int(), z.minimum(1)),
  modified: z.number().check(z.int()),
});
const Part = z.object({ number: z.number().check(z.int(), z.minimum(1)) });
const Sent = z.object({
  number: z.number().check(z.int(), z.minimum(1)),
  tag: z.string().check(z.minLength(1), z.maxLength(1024)),
});

/** How an upload stands for who opened its link: null when the link is not ours; "closed" when it expired or was used. */
export async function openLink(
  { env, db, clock }: Pick<Ports, "env" | "db" | "clock">,
  token: string,
): Promise<{ state: "open" | "done" | "expired"; found: OwnedUpload } | null> {
  const id = await readToken(env.TELEGRAM_WEBHOOK_SECRET, token);
  const found = id && (await findUpload(db, id));
  if (!found) return null;
  const { upload, transcript } = found;
  if (upload.doneAt) return { state: "done", found };
  const isOpen = upload.expiresAt > clock.now() && transcript.failure === "too-big";
  return { state: isOpen ? "open" : "expired", found };
}

/** One step of an upload, asked by the page as JSON. The bytes themselves go from the browser to the store. */
export async function answerUpload(
  request: Request,
  token: string,
  act: string,
  visit: Visit,
): Promise<Response> {
  const { ports } = visit;
  try {
    const opened = await openLink(ports, token);
    if (!opened) return say(404, "not found");
    if (opened.state !== "open") return say(410, opened.state);
    const text = await readText(request, BODY_BYTES);
    const body = text && readJson(text);
    if (!body) return say(400, "expected a JSON object");
    const { found } = opened;
    if (act === "begin") return await begin(ports, found, z.safeParse(File, body));
    if (act === "link") return await link(ports, found, z.safeParse(Part, body));
    if (act === "part") return await part(ports, found, z.safeParse(Sent, body));
    return act === "finish" ? await finish(visit, found) : say(404, "not found");
  } catch (error) {
    ports.log.warn("upload.failed", { act, error: nameTrouble(error) });
    return say(forTheDoor(error) instanceof Unavailable ? 503 : 500, "try again");
  }
}

type Read<T> = { success: true; data: T } | { success: false };

/** Begins with a file, or goes on with it: answers which parts are there. */
async function begin({ env, db, storage, log }: Ports, found: OwnedUpload, file: Read<z.infer<typeof File>>) {
  if (!file.success) return say(400, "expected name, bytes and modified");
  if (file.data.bytes > env.UPLOAD_MAX_MB * 2 ** 20) return say(413, "too large");
  const { upload } = found;
  const goesOn =
    isSameFile(upload, file.data) && (await storage.takesParts("transcripts", upload.writing ?? ""));
  if (!goesOn) {
    const key = keyOf(found);
    // A store that is away forgets them by itself after some days.
    if (upload.writing)
      await storage
        .abortParts("transcripts", key, upload.writing)
        .catch((error) => log.warn("upload.left", { error: nameTrouble(error) }));
    const writing = await storage.beginParts("transcripts", key, "application/octet-stream");
    await commit(db, [beginFile(db, upload.transcriptId, file.data, writing)]);
  }
  const { upload: begun } = (await findUpload(db, upload.transcriptId)) ?? found;
  return Response.json({ partBytes: begun.partBytes, parts: Object.keys(begun.tags).map(Number) });
}

/** A link that writes one part, and nothing else, into the store. */
async function link({ storage }: Ports, found: OwnedUpload, asked: Read<z.infer<typeof Part>>) {
  const { upload } = found;
  if (!asked.success || !upload.writing) return say(409, "begin first");
  const { number } = asked.data;
  if (number > countParts(upload)) return say(400, "no such part");
  if (!(await storage.takesParts("transcripts", upload.writing))) return say(409, "begin again");
  const part = {
    writing: upload.writing,
    number,
    length: lengthOfPart(upload, number),
    seconds: LINK_SECONDS,
  };
  return Response.json({ url: await storage.presignPart("transcripts", keyOf(found), part) });
}

async function part({ db }: Ports, { upload }: OwnedUpload, sent: Read<z.infer<typeof Sent>>) {
  if (!sent.success || !upload.writing) return say(409, "begin first");
  const { number, tag } = sent.data;
  if (number > countParts(upload)) return say(400, "no such part");
  await commit(db, [notePart(db, upload.transcriptId, upload.writing, number, tag)]);
  return Response.json({});
}

/** Joins the parts, looks whether they are what was announced, and begins the recording anew with them. */
async function finish({ ports, later }: Visit, found: OwnedUpload) {
  const { db, storage, clock, jobs, log } = ports;
  const { upload } = found;
  const tags = Array.from({ length: countParts(upload) }, (_, i) => upload.tags[i + 1]);
  if (!upload.writing || tags.some((tag) => tag === undefined)) return say(409, "parts are missing");
  const originalKey = keyOf(found);
  // False when it was joined before, by a request whose answer got lost: then the object is there.
  await storage.joinParts("transcripts", originalKey, upload.writing, tags as string[]);
  const stored = await storage.head("transcripts", originalKey);
  if (stored?.length !== upload.bytes) {
    await storage.remove("transcripts", [originalKey]);
    await commit(db, [forgetFile(db, upload.transcriptId)]);
    return say(422, "not the announced file");
  }
  const now = clock.now();
  const { changes, job, when } = finishUpload(db, found, { originalKey, bytes: stored.length }, now);
  const owed = withId(job, now);
  await commit(db, [...changes, owe(db, owed, now, { when })]);
  later(jobs.wake([owed]));
  log.info("upload.finished", { transcript: upload.transcriptId, bytes: stored.length, job: owed.id });
  return Response.json({});
}

const keyOf = ({ owner, transcript }: OwnedUpload): string =>
  `transcripts/${owner.id}/${transcript.id}/original`;

const say = (status: number, problem: string): Response => Response.json({ problem }, { status });
