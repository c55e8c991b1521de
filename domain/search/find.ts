import { type SQL, sql } from "drizzle-orm";
import { type Db, reach } from "../../ports/postgres.ts";
import { spoken, transcripts } from "../../schema/index.ts";

/** A stretch of somebody's recording in which all the words were said. */
export interface Found {
  transcriptId: string;
  position: number;
  claimedName: string | null;
  createdAt: Date;
  /** Null for a text, which has no times. */
  seconds: number | null;
  fromSeconds: number;
  toSeconds: number;
  said: string;
}

/** More words narrow nothing down any more, and longer ones are not in the index. */
const MOST_WORDS = 8;
const MOST_LETTERS = 64;

/** The newest stretches that are ranked: what matters is among them, and common words do not make the search slow. */
const RANKED = 200;

/** How much of what was said is looked through for a word that was mistyped. */
const VOCABULARY = 1_000;

/** The words in a question, as the index knows them. */
export const wordsOf = (asked: string): string[] =>
  [...new Set(asked.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])]
    .map((word) => word.slice(0, MOST_LETTERS))
    .slice(0, MOST_WORDS);

/** Of a person's own recordings those stretches that hold all the words (by stem or beginning), the best first. */
export async function findSpoken(
  db: Db,
  userId: string,
  asked: string,
  { limit, offset = 0 }: { limit: number; offset?: number },
): Promise<{ found: Found[]; all: number }> {
  const words = wordsOf(asked);
  if (words.length === 0) return { found: [], all: 0 };
  const { rows } = await reach(() =>
    db.execute<Record<keyof Found, unknown> & { all: string }>(searchFor(userId, words, { limit, offset })),
  );
  const found = rows.map(({ all: _, ...row }) => ({
    ...(row as unknown as Found),
    createdAt: new Date(row.createdAt as string),
  }));
  return { found, all: Number(rows[0]?.all ?? 0) };
}

/** The question as the database is asked it: the benchmark looks at its plan. */
export function searchFor(
  userId: string,
  words: readonly string[],
  { limit, offset }: { limit: number; offset: number },
): SQL {
  const query = sql`spoken_query(${userId}, ${textArray(words)})`;
  return sql`
    select newest.*, ${transcripts.claimedName} as "claimedName", ${transcripts.createdAt} as "createdAt",
           ${transcripts.seconds} as seconds, count(*) over () as all
      from (select transcript_id as "transcriptId", position, from_seconds as "fromSeconds", to_seconds as "toSeconds",
                   said, words
              from ${spoken} where user_id = ${userId} and words @@ ${query}
             order by user_id desc, transcript_id desc limit ${RANKED}::int) newest
      join ${transcripts} on ${transcripts.id} = newest."transcriptId"
     order by (strpos(lower(newest.said), ${words.join(" ")}) > 0) desc, ts_rank(newest.words, ${query}) desc,
              "transcriptId" desc, position
     limit ${limit}::int offset ${offset}::int`;
}

/**
 * What was most likely meant where nothing was found: each word that the person's recordings do not know becomes the
 * nearest one that they do. Null when no word is near, or where the database has no pg_trgm.
 */
export async function guessMeant(db: Db, userId: string, asked: string): Promise<string | null> {
  const words = wordsOf(asked);
  if (words.length === 0) return null;
  const { rows } = await reach(() =>
    db.execute<{ word: string; meant: string | null }>(sql`
      with known as (
        select array_agg(distinct substr(word, length(spoken_mark(${userId})) + 1)) as words
          from (select words from ${spoken} where user_id = ${userId}
                 order by user_id desc, transcript_id desc limit ${VOCABULARY}::int) latest
         cross join lateral unnest(tsvector_to_array(latest.words)) word)
      select word, case when exists (select 1 from unnest(known.words) one where starts_with(one, word)) then word
                        else nearest_word(word, known.words) end as meant
        from known, unnest(${textArray(words)}) with ordinality as asked (word, place)
       order by place`),
  );
  const meant = rows.map(({ word, meant }) => meant ?? word);
  return meant.length > 0 && meant.some((word, i) => word !== words[i]) ? meant.join(" ") : null;
}

const textArray = (words: readonly string[]) =>
  sql`array[${sql.join(
    words.map((word) => sql`${word}`),
    sql`, `,
  )}]::text[]`;
