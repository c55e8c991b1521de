-- A recording can be heard again in another way (with times, with speakers, or simply anew), and a file that was heard
-- before is answered from its stored text: known by Telegram's id of the file, or by the hash of its bytes.
-- A vendor that limits our rate is left alone by everybody until the moment in vendor_pauses: without this row each
-- part of a long recording would find out by itself, by asking once more.
CREATE TYPE "public"."speech_want" AS ENUM('text', 'times', 'speakers');--> statement-breakpoint
CREATE TABLE "vendor_pauses" (
	"vendor" text PRIMARY KEY NOT NULL,
	"until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "transcript_parts" ADD COLUMN "request_id" text;--> statement-breakpoint
ALTER TABLE "transcripts" ADD COLUMN "want" "speech_want" DEFAULT 'text' NOT NULL;--> statement-breakpoint
ALTER TABLE "transcripts" ADD COLUMN "fresh" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "transcripts" ADD COLUMN "reused_from" text;--> statement-breakpoint
ALTER TABLE "transcripts" ADD COLUMN "sha256" text;--> statement-breakpoint
ALTER TABLE "transcripts" ADD COLUMN "speakers" jsonb;--> statement-breakpoint
ALTER TABLE "transcripts" ADD COLUMN "result_message_id" bigint;--> statement-breakpoint
ALTER TABLE "transcripts" ADD COLUMN "result_is_file" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "transcripts" ADD COLUMN "voices_message_id" bigint;--> statement-breakpoint
ALTER TABLE "transcripts" ADD COLUMN "voice_asked" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "speech_languages" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "glossary" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
CREATE INDEX "transcripts_by_content" ON "transcripts" USING btree ("user_id","sha256");