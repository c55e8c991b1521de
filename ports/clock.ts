/** The only source of time, so that tests can move it. */
export interface Clock {
  now(): Date;
}

/** The system's time. In a Worker it stands still between two I/O calls. */
export const systemClock: Clock = { now: () => new Date() };

export const secondsLater = (moment: Date, seconds: number): Date =>
  new Date(moment.getTime() + seconds * 1000);
