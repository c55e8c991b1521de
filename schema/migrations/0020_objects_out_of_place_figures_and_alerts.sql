CREATE TABLE "misplaced_objects" (
	"bucket" text NOT NULL,
	"key" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"written_at" timestamp with time zone,
	"bytes" bigint,
	"sha256" text,
	"gone" boolean DEFAULT false NOT NULL,
	"carried_until" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "misplaced_objects_bucket_key_pk" PRIMARY KEY("bucket","key")
);
--> statement-breakpoint
CREATE TABLE "alerts" (
	"id" text PRIMARY KEY NOT NULL,
	"episode" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	"told_at" timestamp with time zone,
	"resolved_at" timestamp with time zone,
	"detail" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "operator_logins" (
	"hash" text PRIMARY KEY NOT NULL,
	"telegram_id" bigint NOT NULL,
	"used_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "readings" (
	"name" text NOT NULL,
	"labels" text NOT NULL,
	"value" double precision NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "readings_name_labels_pk" PRIMARY KEY("name","labels")
);
--> statement-breakpoint
CREATE TABLE "tallies" (
	"name" text NOT NULL,
	"labels" text NOT NULL,
	"hour" timestamp with time zone NOT NULL,
	"value" double precision NOT NULL,
	CONSTRAINT "tallies_name_labels_hour_pk" PRIMARY KEY("name","labels","hour")
);
--> statement-breakpoint
CREATE INDEX "misplaced_objects_since" ON "misplaced_objects" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "alerts_open" ON "alerts" USING btree ("id") WHERE "alerts"."resolved_at" is null;--> statement-breakpoint
CREATE INDEX "operator_logins_used_at" ON "operator_logins" USING btree ("used_at");--> statement-breakpoint
CREATE INDEX "tallies_hour" ON "tallies" USING btree ("hour");