/** Timestamps in containers are rounded (Matroska: to milliseconds); less than this is rounding. */
const JITTER_SECONDS = 0.06;
/** A pause longer than this in the timestamps of a recording is a broken number, not a pause. */
const MAX_PAUSE_SECONDS = 60;

/**
 * Turns a container's timestamps into sample-exact time: packets follow each other without gaps, except where the
 * timestamps clearly leave one. Timestamps that run back or leap are not believed.
 */
export class Timeline {
  ticks: number;
  readonly #timescale: number;
  #base: number | null = null;

  constructor(ticks: number, timescale: number) {
    this.ticks = ticks;
    this.#timescale = timescale;
  }

  /** The next packet claims to begin at `claimed`, in ticks from any origin. */
  reach(claimed: number): void {
    this.#base ??= claimed - this.ticks;
    const ahead = (claimed - this.#base - this.ticks) / this.#timescale;
    if (ahead > JITTER_SECONDS && ahead < MAX_PAUSE_SECONDS) this.ticks = Math.round(claimed - this.#base);
  }
}
