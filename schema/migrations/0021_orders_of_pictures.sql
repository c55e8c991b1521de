CREATE TYPE "public"."image_awaits" AS ENUM('words', 'photo', 'voice', 'prompt');--> statement-breakpoint
CREATE TYPE "public"."image_ratio" AS ENUM('1:1', '3:4', '4:3', '9:16', '16:9');--> statement-breakpoint
CREATE TYPE "public"."image_source" AS ENUM('words', 'photo', 'voice', 'style', 'again', 'vary', 'upscale', 'first');--> statement-breakpoint
CREATE TYPE "public"."image_state" AS ENUM('draft', 'ordered', 'submitting', 'drawing', 'drawn', 'done', 'failed', 'cancelled');--> statement-breakpoint
CREATE TABLE "image_files" (
	"id" text PRIMARY KEY NOT NULL,
	"image_id" text NOT NULL,
	"user_id" text NOT NULL,
	"avatar_id" text,
	"position" smallint NOT NULL,
	"is_nsfw" boolean DEFAULT false NOT NULL,
	"vendor_url" text NOT NULL,
	"storage_key" text,
	"kind" text,
	"bytes" bigint,
	"width" integer,
	"height" integer,
	"file_id" text,
	"document_file_id" text,
	"message_id" bigint,
	"is_favourite" boolean DEFAULT false NOT NULL,
	"deleted_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "images" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"chat_id" bigint NOT NULL,
	"avatar_id" text,
	"state" "image_state" DEFAULT 'draft' NOT NULL,
	"wish_key" text,
	"failure" text,
	"source" "image_source" NOT NULL,
	"awaits" "image_awaits",
	"opened_at" timestamp with time zone,
	"words" text,
	"source_file_id" text,
	"template_id" text,
	"parent_file_id" text,
	"prompt" text,
	"as_written" boolean DEFAULT false NOT NULL,
	"ratio" "image_ratio" DEFAULT '1:1' NOT NULL,
	"count" smallint DEFAULT 1 NOT NULL,
	"width" integer,
	"height" integer,
	"seed" bigint,
	"painter" text,
	"quoted_coins" integer,
	"free_reason" text,
	"is_test" boolean DEFAULT false NOT NULL,
	"request_id" text,
	"submitted_at" timestamp with time zone,
	"lost_requests" integer DEFAULT 0 NOT NULL,
	"started_at" timestamp with time zone,
	"queue_position" integer,
	"ask_after" timestamp with time zone,
	"status_message_id" bigint,
	"status_edited_at" timestamp with time zone DEFAULT now() NOT NULL,
	"told_at" timestamp with time zone,
	"ordered_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "images_count" CHECK ("images"."count" between 1 and 4),
	CONSTRAINT "images_words" CHECK (char_length("images"."words") <= 4000),
	CONSTRAINT "images_prompt" CHECK (char_length("images"."prompt") <= 6000)
);
--> statement-breakpoint
ALTER TABLE "image_files" ADD CONSTRAINT "image_files_image_id_images_id_fk" FOREIGN KEY ("image_id") REFERENCES "public"."images"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "image_files" ADD CONSTRAINT "image_files_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "image_files" ADD CONSTRAINT "image_files_avatar_id_avatars_id_fk" FOREIGN KEY ("avatar_id") REFERENCES "public"."avatars"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "images" ADD CONSTRAINT "images_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "images" ADD CONSTRAINT "images_avatar_id_avatars_id_fk" FOREIGN KEY ("avatar_id") REFERENCES "public"."avatars"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "image_files_once" ON "image_files" USING btree ("image_id","position");--> statement-breakpoint
CREATE INDEX "image_files_by_user" ON "image_files" USING btree ("user_id","created_at","id") WHERE "image_files"."storage_key" is not null and "image_files"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "image_files_by_avatar" ON "image_files" USING btree ("avatar_id","created_at","id") WHERE "image_files"."storage_key" is not null and "image_files"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "image_files_favourite" ON "image_files" USING btree ("user_id","created_at","id") WHERE "image_files"."is_favourite" and "image_files"."storage_key" is not null and "image_files"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "images_by_user" ON "images" USING btree ("user_id","created_at","id");--> statement-breakpoint
CREATE INDEX "images_by_avatar" ON "images" USING btree ("avatar_id") WHERE "images"."avatar_id" is not null;--> statement-breakpoint
CREATE INDEX "images_open" ON "images" USING btree ("user_id","opened_at") WHERE "images"."state" = 'draft';--> statement-breakpoint
CREATE UNIQUE INDEX "images_by_request" ON "images" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "images_to_ask" ON "images" USING btree ("ask_after") WHERE "images"."state" in ('submitting', 'drawing');--> statement-breakpoint
CREATE UNIQUE INDEX "images_once" ON "images" USING btree ("wish_key");