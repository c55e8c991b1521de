CREATE TYPE "public"."digest_kind" AS ENUM('summary', 'todo', 'minutes', 'clean', 'translation', 'own');--> statement-breakpoint
CREATE TYPE "public"."digest_part_state" AS ENUM('waiting', 'written', 'failed');--> statement-breakpoint
CREATE TYPE "public"."digest_state" AS ENUM('waiting', 'writing', 'written', 'delivered', 'failed', 'cancelled');--> statement-breakpoint
CREATE TYPE "public"."file_format" AS ENUM('txt', 'md', 'docx', 'pdf');--> statement-breakpoint
CREATE TABLE "digest_asks" (
	"chat_id" bigint NOT NULL,
	"message_id" bigint NOT NULL,
	"user_id" text NOT NULL,
	"transcript_ids" text[] DEFAULT '{}' NOT NULL,
	"digest_id" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "digest_asks_chat_id_message_id_pk" PRIMARY KEY("chat_id","message_id")
);
--> statement-breakpoint
CREATE TABLE "digest_parts" (
	"digest_id" text NOT NULL,
	"level" integer NOT NULL,
	"position" integer NOT NULL,
	"state" "digest_part_state" DEFAULT 'waiting' NOT NULL,
	"plan" jsonb NOT NULL,
	"result" jsonb,
	"failure" text,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "digest_parts_digest_id_level_position_pk" PRIMARY KEY("digest_id","level","position")
);
--> statement-breakpoint
CREATE TABLE "digest_sources" (
	"digest_id" text NOT NULL,
	"position" integer NOT NULL,
	"transcript_id" text NOT NULL,
	CONSTRAINT "digest_sources_digest_id_position_pk" PRIMARY KEY("digest_id","position")
);
--> statement-breakpoint
CREATE TABLE "digest_styles" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"name" text NOT NULL,
	"instruction" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "digests" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"chat_id" bigint NOT NULL,
	"state" "digest_state" DEFAULT 'waiting' NOT NULL,
	"failure" text,
	"run" integer DEFAULT 1 NOT NULL,
	"kind" "digest_kind" NOT NULL,
	"language" text NOT NULL,
	"style_id" text,
	"instruction" text,
	"wish" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"result" jsonb,
	"model" text,
	"input_tokens" integer DEFAULT 0 NOT NULL,
	"output_tokens" integer DEFAULT 0 NOT NULL,
	"reply_to" bigint,
	"status_message_id" bigint,
	"status_edited_at" timestamp with time zone,
	"result_message_id" bigint,
	"result_is_file" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "todos" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"digest_id" text NOT NULL,
	"position" integer NOT NULL,
	"transcript_id" text NOT NULL,
	"text" text NOT NULL,
	"assignee" text,
	"due_on" date,
	"due_time" text,
	"due_words" text,
	"quote" text NOT NULL,
	"at_seconds" double precision,
	"done_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "todos_due_time" CHECK ("todos"."due_time" is null or "todos"."due_on" is not null)
);
--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "file_format" "file_format" DEFAULT 'txt' NOT NULL;--> statement-breakpoint
ALTER TABLE "digest_asks" ADD CONSTRAINT "digest_asks_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digest_asks" ADD CONSTRAINT "digest_asks_digest_id_digests_id_fk" FOREIGN KEY ("digest_id") REFERENCES "public"."digests"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digest_parts" ADD CONSTRAINT "digest_parts_digest_id_digests_id_fk" FOREIGN KEY ("digest_id") REFERENCES "public"."digests"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digest_sources" ADD CONSTRAINT "digest_sources_digest_id_digests_id_fk" FOREIGN KEY ("digest_id") REFERENCES "public"."digests"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digest_sources" ADD CONSTRAINT "digest_sources_transcript_id_transcripts_id_fk" FOREIGN KEY ("transcript_id") REFERENCES "public"."transcripts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digest_styles" ADD CONSTRAINT "digest_styles_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digests" ADD CONSTRAINT "digests_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digests" ADD CONSTRAINT "digests_style_id_digest_styles_id_fk" FOREIGN KEY ("style_id") REFERENCES "public"."digest_styles"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "todos" ADD CONSTRAINT "todos_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "todos" ADD CONSTRAINT "todos_digest_id_digests_id_fk" FOREIGN KEY ("digest_id") REFERENCES "public"."digests"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "todos" ADD CONSTRAINT "todos_transcript_id_transcripts_id_fk" FOREIGN KEY ("transcript_id") REFERENCES "public"."transcripts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "digest_asks_of" ON "digest_asks" USING btree ("digest_id");--> statement-breakpoint
CREATE INDEX "digest_asks_by_user" ON "digest_asks" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "digest_sources_of" ON "digest_sources" USING btree ("transcript_id");--> statement-breakpoint
CREATE UNIQUE INDEX "digest_styles_by_name" ON "digest_styles" USING btree ("user_id",lower("name"));--> statement-breakpoint
CREATE UNIQUE INDEX "digests_one_per_wish" ON "digests" USING btree ("user_id","wish","version");--> statement-breakpoint
CREATE INDEX "digests_by_user" ON "digests" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "digests_by_style" ON "digests" USING btree ("style_id");--> statement-breakpoint
CREATE UNIQUE INDEX "todos_one_per_place" ON "todos" USING btree ("digest_id","position");--> statement-breakpoint
CREATE INDEX "todos_by_user" ON "todos" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "todos_of_transcript" ON "todos" USING btree ("transcript_id");