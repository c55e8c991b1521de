/** Timestamps in containers are rounded (Matroska: to milliseconds); less than this is rounding. */
const JITTER_SECONDS = 0.06;
/** A pause longer than this in the timestamps of a recording is a broken number, not a pause. */
const MAX_PAUSE_SECONDS = 60;

/**
 * Turns a container's timestamps into sample-exact time: packets follow each other without gaps, except where the
 * timestamps clearly leave one. Timestamps that run back or leap are not believed, nor are pauses that together last longer
 * than the sound.
 */
export class Timeline {
  ticks: number;
  readonly #start: number;
  readonly #timescale: number;
  #base: number | null = null;
  #paused = 0;

  constructor(ticks: number, timescale: number) {
    this.ticks = ticks;
    this.#start = ticks;
    this.#timescale = timescale;
  }

  /** The next packet claims to begin at `claimed`, in ticks from any origin. */
  reach(claimed: number): void {
    this.#base ??= claimed - this.ticks;
    const ahead = Math.round(claimed - this.#base - this.ticks);
    if (ahead > JITTER_SECONDS * this.#timescale && this.#pause(ahead)) this.ticks += ahead;
  }

  /** What to believe of a packet that claims to last `duration` although its kind lasts `usual`. */
  believe(duration: number, usual: number): number {
    return duration <= 2 * usual || this.#pause(duration - usual) ? duration : usual;
  }

  #pause(ticks: number): boolean {
    const longest = MAX_PAUSE_SECONDS * this.#timescale;
    const sounded = this.ticks - this.#start - this.#paused;
    if (ticks > longest || this.#paused + ticks > sounded + longest) return false;
    this.#paused += ticks;
    return true;
  }
}
