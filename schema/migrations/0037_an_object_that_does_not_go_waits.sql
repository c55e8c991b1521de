-- One object that does not go must not keep the others from being carried: it waits, longer after each try.
ALTER TABLE "misplaced_objects" ADD COLUMN "tries" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "misplaced_objects" ADD COLUMN "carry_after" timestamp with time zone;
