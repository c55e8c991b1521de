import { EXPORT_HOURS, endExport, findExport } from "../../domain/exports/index.ts";
import { markUnreachable } from "../../domain/users/index.ts";
import { Unreachable } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { putUnsized } from "../../ports/storage/put-unsized.ts";
import type { Outgoing } from "../../ports/telegram/message.ts";
import { exportFailed, exportReady } from "../../views/exports/screens.ts";
import { translator } from "../../views/translate.ts";
import { type Outcome, type Step, skip } from "../step.ts";
import { archiveWithManifest } from "./archive.ts";
import { entriesOf } from "./entries.ts";

const PATIENCE_SECONDS = 6 * 3600;

/** S3 takes 10,000 parts of 8 MiB; nobody has so much. */
const MOST_BYTES = 80_000 * 2 ** 20;

/** Packs everything of one person into an archive in the store, and sends a link to it. A crash begins it anew. */
export const pack: Step<"transcription.export"> = {
  async run(ports, job) {
    const { db, clock, storage } = ports;
    const found = await findExport(db, job.payload.exportId);
    if (!found) return skip("no such export");
    const { wish, owner } = found;
    if (wish.state !== "packing") return skip(`already ${wish.state}`);
    const now = clock.now();
    const key = `exports/${owner.id}/${wish.id}.zip`;
    const about = { made: now.toISOString(), of: "Aisha", originals: wish.withOriginals };
    const { body, listed } = archiveWithManifest(entriesOf(ports, owner, wish.withOriginals), about);
    const bytes = await putUnsized(storage, "transcripts", key, body, {
      type: "application/zip",
      most: MOST_BYTES,
    });
    const fileName = `aisha-${now.toISOString().slice(0, 10)}.zip`;
    const seconds = EXPORT_HOURS * 3600;
    const url = await storage.presign("transcripts", key, { method: "GET", seconds, fileName });
    const t = translator(owner.locale);
    const files = listed.length + 1;
    const told = await tell(
      ports,
      owner.telegramId,
      wish.statusMessageId,
      exportReady({ url, bytes, files }, t),
    );
    return {
      did: `packed ${files} files, ${bytes} bytes`,
      changes: [
        endExport(db, wish.id, { state: "ready", storageKey: key, bytes, files }, clock.now()),
        ...(told ? [] : [markUnreachable(db, owner.telegramId, now)]),
      ],
    };
  },

  async giveUp(ports, job): Promise<Outcome> {
    const { db, clock } = ports;
    const found = await findExport(db, job.payload.exportId);
    if (!found) return skip("no such export");
    const { wish, owner } = found;
    await tell(ports, owner.telegramId, wish.statusMessageId, exportFailed(translator(owner.locale)));
    return { did: "not packed", changes: [endExport(db, wish.id, { state: "failed" }, clock.now())] };
  },
  carries: true,
  patienceSeconds: () => PATIENCE_SECONDS,
};

/** The progress message goes, and the answer comes as a new one: it is heard. False when nobody can be told. */
async function tell({ telegram }: Ports, telegramId: number, statusMessageId: number | null, view: Outgoing) {
  try {
    await telegram.send({ chatId: telegramId }, view);
    if (statusMessageId !== null) await telegram.remove(telegramId, statusMessageId);
    return true;
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    return false;
  }
}
