import { and, eq, inArray, sql } from "drizzle-orm";
import { type Clock, secondsLater } from "../../ports/clock.ts";
import { Unavailable } from "../../ports/errors.ts";
import { commit, type Db, reach } from "../../ports/postgres.ts";
import type { Bucket } from "../../ports/storage/index.ts";
import type { Place, Places } from "../../ports/storage/places.ts";
import { misplacedObjects as misplaced, vendorPauses } from "../../schema/index.ts";
import { pauseVendor } from "../vendors/index.ts";

/** The primary store's name among those that are left alone for a while. */
export const STORE = "storage";

/** How long nobody waits for a primary store that was found away. Then the next one who writes looks again. */
const PAUSE_SECONDS = 30;

/** Carrying one object home takes less than that; who wants to write it meanwhile comes again. */
const CARRIED_SECONDS = 5;

/**
 * What Postgres remembers about objects that are not at home. Made for one invocation: where nothing is out of place,
 * which is nearly always, it costs that invocation one small question.
 */
export function openPlaces(db: Db, clock: Clock): Places {
  const known = new Map<string, Promise<Place | null>>();
  let standing: Promise<{ any: boolean; pausedUntil: Date | null }> | undefined;
  const stand = () => {
    standing ??= readStanding(db);
    return standing;
  };
  const named = (bucket: Bucket, key: string) => and(eq(misplaced.bucket, bucket), eq(misplaced.key, key));

  async function ask(bucket: Bucket, key: string): Promise<Place | null> {
    if (!(await stand()).any) return null;
    const [place] = await reach(() =>
      db
        .select({ gone: misplaced.gone, written: sql<boolean>`${misplaced.writtenAt} is not null` })
        .from(misplaced)
        .where(named(bucket, key)),
    );
    return place ?? null;
  }

  return {
    find(bucket, key) {
      const name = `${bucket}/${key}`;
      const found = known.get(name) ?? ask(bucket, key);
      known.set(name, found);
      return found;
    },

    async isPaused() {
      const { pausedUntil } = await stand();
      return pausedUntil !== null && pausedUntil > clock.now();
    },

    async pause() {
      const pausedUntil = secondsLater(clock.now(), PAUSE_SECONDS);
      await commit(db, [pauseVendor(db, STORE, pausedUntil)]);
      standing = Promise.resolve({ any: (await stand()).any, pausedUntil });
    },

    async begin(bucket, key) {
      const now = clock.now().toISOString();
      const { rows } = await reach(() =>
        db.execute<{ version: number }>(sql`
          insert into ${misplaced} (bucket, key, created_at) values (${bucket}, ${key}, ${now}::timestamptz)
          on conflict (bucket, key) do update set version = ${misplaced.version} + 1, written_at = null, gone = false,
                 bytes = null, sha256 = null, tries = 0, carry_after = null, created_at = excluded.created_at
           where ${misplaced.carriedUntil} is null or ${misplaced.carriedUntil} < ${now}::timestamptz
          returning version`),
      );
      const [row] = rows;
      if (!row) throw new Unavailable(STORE, CARRIED_SECONDS);
      known.set(`${bucket}/${key}`, Promise.resolve({ gone: false, written: false }));
      return row.version;
    },

    async finish(bucket, key, version, facts) {
      await commit(db, [
        db
          .update(misplaced)
          .set({ writtenAt: clock.now(), bytes: facts?.bytes ?? null, sha256: facts?.sha256 ?? null })
          .where(and(named(bucket, key), eq(misplaced.version, version))),
      ]);
      known.set(`${bucket}/${key}`, Promise.resolve({ gone: false, written: true }));
    },

    async bury(bucket, keys) {
      if (keys.length === 0) return;
      await commit(db, [
        db
          .update(misplaced)
          .set({ gone: true, version: sql`${misplaced.version} + 1`, linkedUntil: null, carryAfter: null })
          .where(and(eq(misplaced.bucket, bucket), inArray(misplaced.key, [...keys]))),
      ]);
      for (const key of keys) known.delete(`${bucket}/${key}`);
    },

    async link(bucket, key, seconds) {
      const until = secondsLater(clock.now(), seconds).toISOString();
      await commit(db, [
        db
          .update(misplaced)
          .set({ linkedUntil: sql`greatest(${misplaced.linkedUntil}, ${until}::timestamptz)` })
          .where(named(bucket, key)),
      ]);
    },
  };
}

async function readStanding(db: Db): Promise<{ any: boolean; pausedUntil: Date | null }> {
  const { rows } = await reach(() =>
    db.execute<{ any: boolean; paused_until: string | null }>(sql`
      select exists (select 1 from ${misplaced}) as any,
             (select ${vendorPauses.until} from ${vendorPauses} where ${vendorPauses.vendor} = ${STORE}) as paused_until`),
  );
  const [row] = rows;
  return { any: row?.any ?? false, pausedUntil: row?.paused_until ? new Date(row.paused_until) : null };
}
