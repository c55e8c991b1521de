CREATE TYPE "public"."export_state" AS ENUM('packing', 'ready', 'failed');--> statement-breakpoint
CREATE TABLE "exports" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"state" "export_state" DEFAULT 'packing' NOT NULL,
	"with_originals" boolean NOT NULL,
	"storage_key" text,
	"bytes" bigint,
	"files" integer,
	"status_message_id" bigint,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "todos" ADD COLUMN "remind_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "time_zone" text;--> statement-breakpoint
ALTER TABLE "exports" ADD CONSTRAINT "exports_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "exports_one_under_way" ON "exports" USING btree ("user_id") WHERE "exports"."state" = 'packing';--> statement-breakpoint
CREATE INDEX "exports_by_user" ON "exports" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "exports_expire" ON "exports" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "todos_to_remind" ON "todos" USING btree ("remind_at") WHERE "todos"."remind_at" is not null;