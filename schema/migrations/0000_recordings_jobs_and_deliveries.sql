CREATE TYPE "public"."job_state" AS ENUM('waiting', 'running', 'done', 'dead', 'dropped');--> statement-breakpoint
CREATE TYPE "public"."part_state" AS ENUM('waiting', 'heard', 'failed');--> statement-breakpoint
CREATE TYPE "public"."source_kind" AS ENUM('voice', 'audio', 'video_note', 'video', 'document');--> statement-breakpoint
CREATE TYPE "public"."transcript_state" AS ENUM('received', 'transcribing', 'transcribed', 'delivered', 'refused', 'failed', 'cancelled');--> statement-breakpoint
CREATE TYPE "public"."locale" AS ENUM('ru', 'en', 'kk');--> statement-breakpoint
CREATE TABLE "fal_deliveries" (
	"id" text PRIMARY KEY NOT NULL,
	"request_id" text NOT NULL,
	"reference" text,
	"digest" text NOT NULL,
	"signed" boolean NOT NULL,
	"body" jsonb NOT NULL,
	"outcome" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"handled_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"payload" jsonb NOT NULL,
	"key" text NOT NULL,
	"state" "job_state" DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"faults" integer DEFAULT 0 NOT NULL,
	"run_after" timestamp with time zone NOT NULL,
	"woken_at" timestamp with time zone NOT NULL,
	"lease" text,
	"leased_until" timestamp with time zone,
	"last_error" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"patient_since" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "telegram_updates" (
	"update_id" bigint PRIMARY KEY NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "transcript_parts" (
	"transcript_id" text NOT NULL,
	"position" integer NOT NULL,
	"state" "part_state" DEFAULT 'waiting' NOT NULL,
	"from_seconds" double precision NOT NULL,
	"to_seconds" double precision NOT NULL,
	"plan" jsonb NOT NULL,
	"heard" jsonb,
	"failure" text,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "transcript_parts_transcript_id_position_pk" PRIMARY KEY("transcript_id","position")
);
--> statement-breakpoint
CREATE TABLE "transcripts" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"state" "transcript_state" DEFAULT 'received' NOT NULL,
	"failure" text,
	"run" integer DEFAULT 1 NOT NULL,
	"chat_id" bigint NOT NULL,
	"message_id" bigint NOT NULL,
	"source" "source_kind" NOT NULL,
	"file_id" text NOT NULL,
	"file_unique_id" text NOT NULL,
	"claimed_name" text,
	"claimed_bytes" bigint,
	"original_key" text,
	"bytes" bigint,
	"container" text,
	"codec" text,
	"seconds" double precision,
	"text" text,
	"passages" jsonb,
	"coverage" double precision,
	"text_key" text,
	"languages" text[],
	"model" text,
	"status_message_id" bigint,
	"status_edited_at" timestamp with time zone,
	"told_at" timestamp with time zone,
	"cancelled_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" text PRIMARY KEY NOT NULL,
	"telegram_id" bigint NOT NULL,
	"locale" "locale" NOT NULL,
	"locale_chosen" boolean DEFAULT false NOT NULL,
	"username" text,
	"unreachable_since" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_telegram_id_unique" UNIQUE("telegram_id")
);
--> statement-breakpoint
ALTER TABLE "transcript_parts" ADD CONSTRAINT "transcript_parts_transcript_id_transcripts_id_fk" FOREIGN KEY ("transcript_id") REFERENCES "public"."transcripts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transcripts" ADD CONSTRAINT "transcripts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "fal_deliveries_once" ON "fal_deliveries" USING btree ("request_id","digest");--> statement-breakpoint
CREATE INDEX "fal_deliveries_created_at" ON "fal_deliveries" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "jobs_key" ON "jobs" USING btree ("key");--> statement-breakpoint
CREATE INDEX "jobs_waiting" ON "jobs" USING btree ("run_after") WHERE "jobs"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "jobs_running" ON "jobs" USING btree ("leased_until") WHERE "jobs"."state" = 'running';--> statement-breakpoint
CREATE INDEX "jobs_dead" ON "jobs" USING btree ("ended_at") WHERE "jobs"."state" = 'dead';--> statement-breakpoint
CREATE INDEX "jobs_ended" ON "jobs" USING btree ("ended_at") WHERE "jobs"."state" in ('done', 'dropped');--> statement-breakpoint
CREATE INDEX "telegram_updates_received_at" ON "telegram_updates" USING btree ("received_at");--> statement-breakpoint
CREATE UNIQUE INDEX "transcripts_one_per_message" ON "transcripts" USING btree ("chat_id","message_id");--> statement-breakpoint
CREATE INDEX "transcripts_by_user" ON "transcripts" USING btree ("user_id","created_at","id");--> statement-breakpoint
CREATE INDEX "transcripts_by_file" ON "transcripts" USING btree ("user_id","file_unique_id");