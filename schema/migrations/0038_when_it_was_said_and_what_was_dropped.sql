-- When something was said is the day from which its "tomorrow" counts; a message may be forwarded long after. A task that
-- was deleted does not come back when its list is written anew. And FAL keeps copies of what it heard for longer than our
-- parts remember their requests.
CREATE TABLE "dropped_todos" (
	"transcript_id" text NOT NULL,
	"quote_sha256" text NOT NULL,
	CONSTRAINT "dropped_todos_transcript_id_quote_sha256_pk" PRIMARY KEY("transcript_id","quote_sha256")
);
--> statement-breakpoint
DROP INDEX "todos_to_remind";--> statement-breakpoint
ALTER TABLE "transcripts" ADD COLUMN "said_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "transcripts" ADD COLUMN "fal_asked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "dropped_todos" ADD CONSTRAINT "dropped_todos_transcript_id_transcripts_id_fk" FOREIGN KEY ("transcript_id") REFERENCES "public"."transcripts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
-- A tick no longer takes a reminder off, so that taking the tick off brings it back.
CREATE INDEX "todos_to_remind" ON "todos" USING btree ("remind_at") WHERE "todos"."remind_at" is not null and "todos"."done_at" is null;--> statement-breakpoint
update transcripts t set said_at = i.said_at from conversation_items i where i.transcript_id = t.id;--> statement-breakpoint
-- Of before, the model says where it was heard; the last change to the row came after that.
update transcripts t set fal_asked_at = t.changed_at
 where t.model like '%/%'
    or exists (select from transcript_parts p where p.transcript_id = t.id and p.request_id is not null);--> statement-breakpoint
drop function receive_recording(text, bigint, bigint, bigint, source_kind, text, text, text, bigint, timestamptz);--> statement-breakpoint
-- As before, and when it was said. The default is for a Worker of before, which runs until the new one is deployed.
create function receive_recording(new_id text, person bigint, chat bigint, message bigint, way source_kind, file text,
                                  same_file text, name text, size bigint, moment timestamptz, said timestamptz default null)
returns void language plpgsql as $$
begin
  insert into transcripts (id, user_id, chat_id, message_id, source, file_id, file_unique_id,
                           claimed_name, claimed_bytes, said_at, created_at, changed_at)
  values (new_id, (select u.id from users u where u.telegram_id = person), chat, message, way, file, same_file,
          name, size, said, moment, moment)
  on conflict (chat_id, message_id) do nothing;
end
$$;
