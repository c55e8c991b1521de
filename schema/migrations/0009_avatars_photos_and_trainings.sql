CREATE TYPE "public"."avatar_awaits" AS ENUM('name', 'photos');--> statement-breakpoint
CREATE TYPE "public"."avatar_state" AS ENUM('draft', 'training', 'ready', 'failed', 'deleted');--> statement-breakpoint
CREATE TYPE "public"."avatar_subject" AS ENUM('woman', 'man', 'other', 'style');--> statement-breakpoint
CREATE TYPE "public"."photo_source" AS ENUM('photo', 'document');--> statement-breakpoint
CREATE TYPE "public"."photo_state" AS ENUM('received', 'kept', 'refused');--> statement-breakpoint
CREATE TYPE "public"."training_state" AS ENUM('ordered', 'packed', 'submitting', 'training', 'trained', 'ready', 'failed', 'cancelled');--> statement-breakpoint
CREATE TABLE "avatar_photos" (
	"id" text PRIMARY KEY NOT NULL,
	"avatar_id" text NOT NULL,
	"state" "photo_state" DEFAULT 'received' NOT NULL,
	"failure" text,
	"chat_id" bigint NOT NULL,
	"message_id" bigint NOT NULL,
	"source" "photo_source" NOT NULL,
	"file_id" text NOT NULL,
	"claimed_bytes" bigint,
	"storage_key" text,
	"kind" text,
	"bytes" bigint,
	"sha256" text,
	"width" integer,
	"height" integer,
	"likeness" text,
	"brightness" double precision,
	"sharpness" double precision,
	"faces_seen_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "avatars" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"chat_id" bigint NOT NULL,
	"state" "avatar_state" DEFAULT 'draft' NOT NULL,
	"subject" "avatar_subject" NOT NULL,
	"name" text,
	"consented_at" timestamp with time zone,
	"awaits" "avatar_awaits",
	"opened_at" timestamp with time zone,
	"training_id" text,
	"quoted_coins" integer,
	"failure" text,
	"is_main" boolean DEFAULT false NOT NULL,
	"trigger" text,
	"trainer" text,
	"weights_key" text,
	"is_test" boolean DEFAULT false NOT NULL,
	"count_message_id" bigint,
	"count_edited_at" timestamp with time zone DEFAULT now() NOT NULL,
	"photos_until" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "avatars_name" CHECK (char_length("avatars"."name") between 2 and 50),
	CONSTRAINT "avatars_ready_has_weights" CHECK ("avatars"."state" <> 'ready' or "avatars"."is_test" or ("avatars"."weights_key" is not null and "avatars"."trigger" is not null))
);
--> statement-breakpoint
CREATE TABLE "trainings" (
	"id" text PRIMARY KEY NOT NULL,
	"avatar_id" text NOT NULL,
	"state" "training_state" DEFAULT 'ordered' NOT NULL,
	"failure" text,
	"trainer" text NOT NULL,
	"preset" text NOT NULL,
	"steps" integer NOT NULL,
	"trigger" text NOT NULL,
	"is_test" boolean DEFAULT false NOT NULL,
	"archive_key" text,
	"archive_bytes" bigint,
	"request_id" text,
	"submitted_at" timestamp with time zone,
	"lost_requests" integer DEFAULT 0 NOT NULL,
	"started_at" timestamp with time zone,
	"queue_position" integer,
	"percent" integer,
	"ask_after" timestamp with time zone,
	"weights_url" text,
	"config_url" text,
	"status_message_id" bigint,
	"status_edited_at" timestamp with time zone DEFAULT now() NOT NULL,
	"told_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "avatar_photos" ADD CONSTRAINT "avatar_photos_avatar_id_avatars_id_fk" FOREIGN KEY ("avatar_id") REFERENCES "public"."avatars"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "avatars" ADD CONSTRAINT "avatars_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trainings" ADD CONSTRAINT "trainings_avatar_id_avatars_id_fk" FOREIGN KEY ("avatar_id") REFERENCES "public"."avatars"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "avatar_photos_one_per_message" ON "avatar_photos" USING btree ("chat_id","message_id");--> statement-breakpoint
CREATE INDEX "avatar_photos_by_avatar" ON "avatar_photos" USING btree ("avatar_id","created_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "avatar_photos_once" ON "avatar_photos" USING btree ("avatar_id","sha256") WHERE "avatar_photos"."state" = 'kept';--> statement-breakpoint
CREATE INDEX "avatars_by_user" ON "avatars" USING btree ("user_id","created_at","id");--> statement-breakpoint
CREATE INDEX "avatars_open" ON "avatars" USING btree ("user_id","opened_at") WHERE "avatars"."awaits" is not null;--> statement-breakpoint
CREATE INDEX "avatars_photos_until" ON "avatars" USING btree ("photos_until") WHERE "avatars"."photos_until" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "avatars_one_main" ON "avatars" USING btree ("user_id") WHERE "avatars"."is_main";--> statement-breakpoint
CREATE INDEX "trainings_by_avatar" ON "trainings" USING btree ("avatar_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "trainings_by_request" ON "trainings" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "trainings_to_ask" ON "trainings" USING btree ("ask_after") WHERE "trainings"."state" in ('submitting', 'training');--> statement-breakpoint
CREATE UNIQUE INDEX "trainings_one_under_way" ON "trainings" USING btree ("avatar_id") WHERE "trainings"."state" in ('ordered', 'packed', 'submitting', 'training', 'trained');