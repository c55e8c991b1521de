CREATE TABLE "spoken" (
	"transcript_id" text NOT NULL,
	"position" integer NOT NULL,
	"user_id" text NOT NULL,
	"from_seconds" double precision NOT NULL,
	"to_seconds" double precision NOT NULL,
	"said" text NOT NULL,
	"words" "tsvector" NOT NULL,
	CONSTRAINT "spoken_transcript_id_position_pk" PRIMARY KEY("transcript_id","position")
);
--> statement-breakpoint
ALTER TABLE "spoken" ADD CONSTRAINT "spoken_transcript_id_transcripts_id_fk" FOREIGN KEY ("transcript_id") REFERENCES "public"."transcripts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "spoken_by_owner" ON "spoken" USING btree ("user_id","transcript_id");--> statement-breakpoint
CREATE INDEX "spoken_words" ON "spoken" USING gin ("words");--> statement-breakpoint
-- Before each word stands whose it is: one look into the index then finds one person's words, and a prefix is compared
-- with theirs alone, however many others said something like it.
create function spoken_mark(owner text) returns text language sql immutable parallel safe as $$
  select left(md5(owner), 8) || ':'
$$;
--> statement-breakpoint
-- The words of a text for the index. "russian" stems Latin words as English ones; "simple" keeps every word as it was said,
-- which serves Kazakh, names and prefixes.
create function spoken_words(owner text, said text) returns tsvector language sql immutable parallel safe as $$
  select array_to_tsvector(array(
    select distinct spoken_mark(owner) || word
      from unnest(tsvector_to_array(to_tsvector('pg_catalog.russian', said))
               || tsvector_to_array(to_tsvector('pg_catalog.simple', said))) word
     where length(word) <= 64))
$$;
--> statement-breakpoint
-- What somebody looks for: every word must be there, by its stem or by its beginning.
create function spoken_query(owner text, words text[]) returns tsquery language sql immutable parallel safe as $$
  select coalesce(string_agg(
           (select '(' || string_agg(quote_literal(spoken_mark(owner) || lexeme.word) || lexeme.suffix, ' | ') || ')'
              from (select unnest(tsvector_to_array(to_tsvector('pg_catalog.russian', word))) as word, '' as suffix
                    union all
                    select unnest(tsvector_to_array(to_tsvector('pg_catalog.simple', word))), ':*') lexeme), ' & '), '')::tsquery
    from unnest(words) word
   where tsvector_to_array(to_tsvector('pg_catalog.simple', word)) <> '{}'
$$;
--> statement-breakpoint
-- Each Cyrillic letter as one of ASCII: pg_trgm knows only the letters of the database's locale, which may be C. Letters that
-- are taken for each other are one.
create function plain_letters(word text) returns text language sql immutable parallel safe as $$
  select translate(word, 'абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі', 'abvgdeejziyklmnoprstufhc123456789agknouuhi')
$$;
--> statement-breakpoint
-- The word among some that was most likely meant; null when none is near, or where pg_trgm is not to be had.
create function nearest_word(meant text, among text[]) returns text language plpgsql stable as $$
declare
  found_word text;
begin
  if not exists (select 1 from pg_extension where extname = 'pg_trgm') then
    return null;
  end if;
  execute 'select word from unnest($1) word
            where similarity(plain_letters(word), plain_letters($2)) >= 0.35
            order by similarity(plain_letters(word), plain_letters($2)) desc, word limit 1'
    into found_word using among, meant;
  return found_word;
end
$$;
--> statement-breakpoint
-- Typing errors are forgiven where the extension can be had; the search works without it.
do $$
begin
  create extension if not exists pg_trgm;
exception when others then
  raise notice 'pg_trgm is not to be had here: %', sqlerrm;
end
$$;
--> statement-breakpoint
-- Stretches with exact times are short: those of half a minute are searched together. Long ones (a text that came as a file
-- is one) are searched in pieces of 500 words.
create function write_spoken() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    delete from spoken where transcript_id = new.id;
  end if;
  if new.chat_id > 0 and jsonb_typeof(new.passages) = 'array' then
    -- Materialized: a text of a million letters is parted into its words once, and not carried along with each of them.
    with passages as materialized (
      select ord, begins, ends, words, cardinality(words) as size
        from (select ord, string_to_array(passage->>'text', ' ') as words,
                     coalesce((passage->>'from')::float8, 0) as begins, coalesce((passage->>'to')::float8, 0) as ends
                from jsonb_array_elements(new.passages) with ordinality as all_of_it (passage, ord)
               where coalesce(passage->>'text', '') <> '') spoken_ones),
    pieces as (
      select ord, piece, array_to_string(words[piece * 500 + 1 : piece * 500 + 500], ' ') as said,
             begins + (ends - begins) * piece * 500 / size as begins,
             begins + (ends - begins) * least(size, piece * 500 + 500) / size as ends
        from passages cross join lateral generate_series(0, (size - 1) / 500) piece),
    stretches as (
      select min(ord) as ord, piece, min(begins) as begins, max(ends) as ends, string_agg(said, ' ' order by ord) as said
        from pieces group by floor(begins / 30), piece, case when begins = ends then ord end)
    insert into spoken (transcript_id, position, user_id, from_seconds, to_seconds, said, words)
    select new.id, row_number() over (order by ord, piece), new.user_id, begins, ends, said, spoken_words(new.user_id, said)
      from stretches;
  end if;
  return null;
end
$$;
--> statement-breakpoint
create trigger transcripts_are_searched after insert or update of passages on transcripts
  for each row execute function write_spoken();
--> statement-breakpoint
-- What was there before is searched as well.
update transcripts set passages = passages where passages is not null;
