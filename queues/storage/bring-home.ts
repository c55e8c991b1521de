import {
  claimMisplaced,
  forgetMisplaced,
  isGone,
  type Misplaced,
  putOff,
  release,
} from "../../domain/objects/index.ts";
import { nameTrouble } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { commit } from "../../ports/postgres.ts";
import { type Carried, carry } from "../../ports/storage/carry.ts";
import type { Storage } from "../../ports/storage/index.ts";

/** Objects of one tick: most are a few megabytes, and the next minute brings more. */
const BATCH = 25;

/**
 * Carries home what had to be written to the fallback store: copied, read back, compared by SHA-256, and only then
 * removed from the fallback. Nothing happens while a store is away; an object whose trouble is its own waits, longer
 * after each try, and the others go on. Answers how many came home.
 */
export async function bringHome({
  db,
  clock,
  log,
  stores,
}: Pick<Ports, "db" | "clock" | "log" | "stores">): Promise<number> {
  const { primary, fallback } = stores;
  if (!fallback) return 0;
  const misplaced = await claimMisplaced(db, BATCH, clock.now());
  let home = 0;
  for (const [i, object] of misplaced.entries()) {
    try {
      const became = object.gone
        ? "gone"
        : await carry([fallback, primary], object.bucket, object.key, object.sha256);
      await conclude(db, { primary, fallback }, object, became);
      if (became === "home") home++;
      log[became === "differs" ? "error" : "info"]("object.carried", {
        bucket: object.bucket,
        key: object.key,
        became,
      });
    } catch (error) {
      log.warn("object.kept", { bucket: object.bucket, key: object.key, error: nameTrouble(error) });
      if (await bothAnswer({ primary, fallback })) {
        await commit(db, [putOff(db, object, clock.now())]);
        continue;
      }
      // A store is still away, or away again: the others wait as well.
      await commit(
        db,
        misplaced.slice(i).map((one) => release(db, one)),
      );
      return home;
    }
  }
  return home;
}

const bothAnswer = ({ primary, fallback }: { primary: Storage; fallback: Storage }): Promise<boolean> =>
  Promise.all([primary.check(), fallback.check()]).then(
    () => true,
    () => false,
  );

async function conclude(
  db: Ports["db"],
  { primary, fallback }: { primary: Storage; fallback: Storage },
  object: Misplaced,
  became: Carried | "gone",
): Promise<void> {
  // Nobody knows which copy is the broken one: both stay, and an operator looks.
  if (became === "differs") return;
  const removed = became === "gone" || (became === "home" && (await isGone(db, object)));
  if (removed) await primary.remove(object.bucket, [object.key]);
  if (became !== "missing") await fallback.remove(object.bucket, [object.key]);
  if (removed && !object.gone) return void (await commit(db, [release(db, object)]));
  await commit(db, [forgetMisplaced(db, object)]);
}
