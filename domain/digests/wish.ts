import { type SQL, sql } from "drizzle-orm";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import {
  digestAsks,
  digestSources,
  digestStyles,
  digests,
  spoken,
  transcripts,
  users,
} from "../../schema/index.ts";
import { newId } from "../new-id.ts";
import { ownerOf } from "../users/index.ts";
import { subjectOf } from "./relevant.ts";

/** What somebody wants written, as a job may carry it: their own words only by their SHA-256, in hexadecimal. */
export type NamedWish =
  | { kind: "summary" | "todo" | "minutes" | "clean" }
  | { kind: "translation"; language: string }
  | { kind: "own"; styleId: string }
  | { kind: "own" | "answer"; sha256: string };

/** With the owner's own words: how to write, or the question to answer. */
export type Wish = NamedWish | { kind: "own" | "answer"; instruction: string };

/** About what: one transcript, or those that one of our messages in this chat, a question or a digest, is about. */
export type About = { transcriptId: string } | { chatId: number; messageId: number };

/** Those of all transcripts that speak of a question. */
export type Relevant = { relevantTo: string };

/** The newest stretches among which the recordings are looked for. */
const RANKED = 1_000;

/** The recordings in which the words of a question were said, those with the most of them first. */
function relevantIds(owner: SQL, question: string): SQL {
  const words = subjectOf(question);
  if (words.length === 0) return sql`array[]::text[]`;
  const query = sql.join(
    words.map((word) => sql`spoken_query(${owner}, array[${word}]::text[])`),
    sql` || `,
  );
  return sql`array(
    select transcript_id from (
      select transcript_id, ts_rank(words, ${query}) as rank from ${spoken}
       where user_id = ${owner} and words @@ (${query})
       order by user_id desc, transcript_id desc limit ${RANKED}::int) newest
     group by transcript_id order by max(rank) desc, transcript_id desc limit ${MOST_SOURCES}::int)`;
}

/** More at once is not a digest but an archive. */
export const MOST_SOURCES = 20;

/** Languages with which a wish names what it is written in, besides ISO 639-1: as it was said. */
const SAME = "same";

/**
 * Common table expressions: `mine`, the sender; `about`, the transcripts, if all are theirs and have words; `wish`, the
 * word that names it all. No row of `wish` where something is not theirs.
 */
function wished(telegramId: number, wish: Wish, about: About | Relevant): SQL {
  const ids =
    "relevantTo" in about
      ? relevantIds(ownerOf(telegramId), about.relevantTo)
      : "transcriptId" in about
        ? sql`array[${about.transcriptId}::text]`
        : sql`coalesce(
            (select ${digestAsks.transcriptIds} from ${digestAsks} where ${digestAsks.chatId} = ${about.chatId}
                and ${digestAsks.messageId} = ${about.messageId} and ${digestAsks.userId} = ${ownerOf(telegramId)}),
            (select array_agg(s.transcript_id) from ${digestSources} s join ${digests} d on d.id = s.digest_id
              where d.chat_id = ${about.chatId} and d.result_message_id = ${about.messageId}
                and d.user_id = ${ownerOf(telegramId)}))`;
  const language =
    wish.kind === "translation"
      ? sql`${wish.language}::text`
      : wish.kind === "clean"
        ? sql`${SAME}::text`
        : sql`mine.locale::text`;
  const instruction =
    "instruction" in wish
      ? sql`${wish.instruction}::text`
      : "styleId" in wish
        ? sql`(select instruction from ${digestStyles} where id = ${wish.styleId} and user_id = mine.id)`
        : sql`null::text`;
  const own =
    "sha256" in wish
      ? sql`${wish.sha256}::text`
      : sql`encode(sha256(convert_to(own.instruction, 'UTF8')), 'hex')`;
  // What is asked about everything is asked anew: tomorrow there may be more of it.
  const anew = "relevantTo" in about ? crypto.randomUUID() : null;
  return sql`
    mine as (select id, locale from ${users} where ${users.telegramId} = ${telegramId}),
    asked as (select ${ids} as ids),
    about as (
      select t.id, t.run, t.speakers, t.created_at from ${transcripts} t, asked, mine
       where t.id = any(asked.ids) and t.user_id = mine.id and t.text <> ''),
    wish as (
      select mine.id as user_id, ${language} as language, own.instruction,
             concat_ws(':', ${wish.kind}::text, ${language}, ${own}, named.word, ${anew}::text) as word
        from mine cross join lateral (select ${instruction} as instruction) own
        cross join lateral (select string_agg(about.id || '.' || about.run || coalesce('.' || md5(about.speakers::text), ''), '+' order by about.created_at, about.id) as word,
                                   count(*) as found from about) named, asked
       where named.found between 1 and ${MOST_SOURCES}::int and named.found = cardinality(asked.ids)
         and (${wish.kind} not in ('own', 'answer') or ${own} is not null))`;
}

/**
 * Owes a digest, unless the same is there already or is being written. Jobs that follow are owed `when` it was made,
 * or `unless`.
 */
export function wishDigest(
  db: Db,
  from: { telegramId: number; chatId: number; replyTo: number | null },
  wish: Wish,
  about: About | Relevant,
  now: Date,
): { change: Statement; id: string; when: SQL; unless: SQL } {
  const id = newId("dig", now);
  const at = sql`${now.toISOString()}::timestamptz`;
  const style = "styleId" in wish ? wish.styleId : null;
  const made = sql`exists (select 1 from ${digests} where ${digests.id} = ${id})`;
  return {
    change: db.execute(sql`
      with ${wished(from.telegramId, wish, about)},
      made as (
        insert into ${digests} (id, user_id, chat_id, kind, language, style_id, instruction, wish, version, reply_to,
                                created_at, changed_at)
        select ${id}, wish.user_id, ${from.chatId}::bigint, ${wish.kind}::digest_kind, wish.language, ${style}, wish.instruction,
               wish.word,
               1 + coalesce((select max(version) from ${digests} d where d.user_id = wish.user_id and d.wish = wish.word), 0),
               ${from.replyTo}::bigint, ${at}, ${at}
          from wish
         where not exists (select 1 from ${digests} d where d.user_id = wish.user_id and d.wish = wish.word
                              and d.state not in ('failed', 'cancelled'))
        on conflict (user_id, wish, version) do nothing
        returning id)
      insert into ${digestSources} (digest_id, position, transcript_id)
      select made.id, row_number() over (order by about.created_at, about.id) - 1, about.id from made, about`),
    id,
    when: made,
    unless: sql`not ${made}`,
  };
}

/** The digest that answers a wish, if there is one: the newest that has not failed. */
export async function findWished(
  db: Db,
  telegramId: number,
  wish: Wish,
  about: About,
): Promise<string | null> {
  const { rows } = await reach(() =>
    db.execute<{ id: string }>(sql`
      with ${wished(telegramId, wish, about)}
      select d.id from ${digests} d, wish where d.user_id = wish.user_id and d.wish = wish.word
         and d.state not in ('failed', 'cancelled')
       order by d.version desc limit 1`),
  );
  return rows[0]?.id ?? null;
}

/**
 * Owes the next version of a digest of the sender's. Where that is being written already, or the digest is another's,
 * nothing happens, and jobs with `when` are not owed.
 */
export function writeAnew(
  db: Db,
  telegramId: number,
  digestId: string,
  now: Date,
): { change: Statement; id: string; when: SQL } {
  const id = newId("dig", now);
  const at = sql`${now.toISOString()}::timestamptz`;
  return {
    change: db.execute(sql`
      with old as (select * from ${digests} where id = ${digestId} and user_id = ${ownerOf(telegramId)}),
      latest as (select d.* from ${digests} d, old where d.user_id = old.user_id and d.wish = old.wish
                  order by d.version desc limit 1),
      made as (
        insert into ${digests} (id, user_id, chat_id, kind, language, style_id, instruction, wish, version, reply_to,
                                created_at, changed_at)
        select ${id}, user_id, chat_id, kind, language, style_id, instruction, wish, version + 1, reply_to, ${at}, ${at}
          from latest where state in ('delivered', 'failed', 'cancelled')
        on conflict (user_id, wish, version) do nothing
        returning id)
      insert into ${digestSources} (digest_id, position, transcript_id)
      select made.id, s.position, s.transcript_id from made, ${digestSources} s where s.digest_id = ${digestId}`),
    id,
    when: sql`exists (select 1 from ${digests} where ${digests.id} = ${id})`,
  };
}
