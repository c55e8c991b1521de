CREATE TYPE "public"."deletion_scope" AS ENUM('age', 'all');--> statement-breakpoint
CREATE TYPE "public"."deletion_state" AS ENUM('asked', 'running', 'done');--> statement-breakpoint
CREATE TYPE "public"."group_mode" AS ENUM('auto', 'request', 'off');--> statement-breakpoint
CREATE TABLE "deletions" (
	"id" text PRIMARY KEY NOT NULL,
	"scope" "deletion_scope" NOT NULL,
	"state" "deletion_state" DEFAULT 'asked' NOT NULL,
	"user_id" text,
	"telegram_id" bigint,
	"older_than" timestamp with time zone,
	"receipt" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"step" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "departed" (
	"fingerprint" text PRIMARY KEY NOT NULL,
	"welcomed" boolean NOT NULL,
	"left_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "group_admins" (
	"chat_id" bigint NOT NULL,
	"telegram_id" bigint NOT NULL,
	"is_admin" boolean NOT NULL,
	"checked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "group_admins_chat_id_telegram_id_pk" PRIMARY KEY("chat_id","telegram_id")
);
--> statement-breakpoint
CREATE TABLE "group_answers" (
	"chat_id" bigint NOT NULL,
	"message_id" bigint NOT NULL,
	"answer_id" bigint NOT NULL,
	"answered_at" timestamp with time zone NOT NULL,
	CONSTRAINT "group_answers_chat_id_message_id_pk" PRIMARY KEY("chat_id","message_id")
);
--> statement-breakpoint
CREATE TABLE "groups" (
	"chat_id" bigint PRIMARY KEY NOT NULL,
	"former_chat_id" bigint,
	"mode" "group_mode" DEFAULT 'request' NOT NULL,
	"silent" boolean DEFAULT true NOT NULL,
	"locale" "locale" NOT NULL,
	"payer_id" text,
	"broke_told_at" timestamp with time zone,
	"left_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "groups_former_chat_id_unique" UNIQUE("former_chat_id")
);
--> statement-breakpoint
CREATE TABLE "opt_outs" (
	"telegram_id" bigint NOT NULL,
	"chat_id" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "opt_outs_telegram_id_chat_id_pk" PRIMARY KEY("telegram_id","chat_id")
);
--> statement-breakpoint
ALTER TABLE "transcripts" ADD COLUMN "thread_id" bigint;--> statement-breakpoint
ALTER TABLE "transcripts" ADD COLUMN "request_message_id" bigint;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "keep_originals_days" integer;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "keep_texts_days" integer;--> statement-breakpoint
ALTER TABLE "groups" ADD CONSTRAINT "groups_payer_id_users_id_fk" FOREIGN KEY ("payer_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "deletions_by_user" ON "deletions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "departed_left_at" ON "departed" USING btree ("left_at");--> statement-breakpoint
CREATE INDEX "group_admins_checked_at" ON "group_admins" USING btree ("checked_at");--> statement-breakpoint
CREATE INDEX "group_answers_answered_at" ON "group_answers" USING btree ("answered_at");--> statement-breakpoint
CREATE INDEX "groups_by_payer" ON "groups" USING btree ("payer_id");--> statement-breakpoint
CREATE INDEX "transcripts_of_groups" ON "transcripts" USING btree ("changed_at") WHERE "transcripts"."chat_id" < 0;