CREATE TYPE "public"."conversation_state" AS ENUM('gathering', 'offered', 'joining', 'joined', 'declined');--> statement-breakpoint
CREATE TABLE "conversation_items" (
	"chat_id" bigint NOT NULL,
	"message_id" bigint NOT NULL,
	"conversation_id" text NOT NULL,
	"transcript_id" text,
	"text" text,
	"speaker" text NOT NULL,
	"said_at" timestamp with time zone NOT NULL,
	CONSTRAINT "conversation_items_chat_id_message_id_pk" PRIMARY KEY("chat_id","message_id")
);--> statement-breakpoint
CREATE TABLE "conversations" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"chat_id" bigint NOT NULL,
	"state" "conversation_state" DEFAULT 'gathering' NOT NULL,
	"open" boolean DEFAULT true NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	"offer_message_id" bigint,
	"transcript_id" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);--> statement-breakpoint
ALTER TABLE "conversation_items" ADD CONSTRAINT "conversation_items_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversation_items" ADD CONSTRAINT "conversation_items_transcript_id_transcripts_id_fk" FOREIGN KEY ("transcript_id") REFERENCES "public"."transcripts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_transcript_id_transcripts_id_fk" FOREIGN KEY ("transcript_id") REFERENCES "public"."transcripts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "conversation_items_of" ON "conversation_items" USING btree ("conversation_id");--> statement-breakpoint
CREATE INDEX "conversation_items_of_transcript" ON "conversation_items" USING btree ("transcript_id");--> statement-breakpoint
CREATE UNIQUE INDEX "conversations_one_open" ON "conversations" USING btree ("chat_id") WHERE "conversations"."open";--> statement-breakpoint
CREATE INDEX "conversations_by_user" ON "conversations" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "conversations_last_at" ON "conversations" USING btree ("last_at");
