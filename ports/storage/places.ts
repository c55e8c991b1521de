import type { Bucket } from "./index.ts";

/** Where an object's true copy is, when that is not the primary store. */
export interface Place {
  /** Deleted; copies may still be on their way out. */
  gone: boolean;
  /** Whether the copy is complete. */
  written: boolean;
}

/** What is remembered about objects that had to be written to the fallback store. Shared by everybody who runs. */
export interface Places {
  /** Null when the object is at home. Asked once for each key by one invocation. */
  find(bucket: Bucket, key: string): Promise<Place | null>;
  /** Whether somebody found the primary store away a moment ago. */
  isPaused(): Promise<boolean>;
  /** Notes that the primary store is away: for a while nobody waits for it before writing. */
  pause(): Promise<void>;
  /**
   * Notes that the object is about to be written to the fallback store; answers this writing's number.
   * Throws Unavailable while its older copy is being carried home.
   */
  begin(bucket: Bucket, key: string): Promise<number>;
  /** Notes that this writing is complete. `sha256` in hexadecimal, where it is known. */
  finish(
    bucket: Bucket,
    key: string,
    version: number,
    facts: { bytes: number; sha256: string } | null,
  ): Promise<void>;
  /** Notes that these are deleted, as far as they are known here. */
  bury(bucket: Bucket, keys: readonly string[]): Promise<void>;
  /** Notes that somebody outside may read the copy for so long. */
  link(bucket: Bucket, key: string, seconds: number): Promise<void>;
}
