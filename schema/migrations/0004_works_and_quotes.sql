CREATE TYPE "public"."feature" AS ENUM('speech', 'digest', 'avatar', 'image');--> statement-breakpoint
CREATE TYPE "public"."work_state" AS ENUM('running', 'done', 'void');--> statement-breakpoint
ALTER TYPE "public"."transcript_state" ADD VALUE 'quoted' BEFORE 'transcribing';--> statement-breakpoint
CREATE TABLE "works" (
	"ref" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"chat_id" bigint NOT NULL,
	"feature" "feature" NOT NULL,
	"units" integer NOT NULL,
	"free_units" integer NOT NULL,
	"price" integer NOT NULL,
	"charged" integer DEFAULT 0 NOT NULL,
	"vendor_micros" bigint NOT NULL,
	"state" "work_state" DEFAULT 'running' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "works_are_sane" CHECK ("works"."units" >= 0 and "works"."free_units" between 0 and "works"."units"
      and "works"."charged" between 0 and "works"."price" and "works"."vendor_micros" >= 0)
);
--> statement-breakpoint
ALTER TABLE "transcripts" ADD COLUMN "quoted_coins" integer;--> statement-breakpoint
ALTER TABLE "transcripts" ADD COLUMN "agreed_coins" integer;--> statement-breakpoint
ALTER TABLE "works" ADD CONSTRAINT "works_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "works_created_at" ON "works" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "works_by_user" ON "works" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "works_by_chat" ON "works" USING btree ("chat_id","created_at");