import { type SQL, sql } from "drizzle-orm";
import { transcripts } from "../../schema/index.ts";

/**
 * How a try ends that brings no text: in `state`. A text that is there outlives it, and its recording is `delivered`
 * again. (One that is `transcribed` has its text from this very try, and nobody was given it yet.)
 */
export const endedAs = (state: "refused" | "failed" | "cancelled"): SQL =>
  sql`case when ${transcripts.text} is not null and ${transcripts.state} <> 'transcribed' then 'delivered' else ${state} end::transcript_state`;
