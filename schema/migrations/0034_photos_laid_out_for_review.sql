-- What an earlier review has shown is not known here: the next look at it shows the photos once more.
ALTER TABLE "avatars" ADD COLUMN "laid_out" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "avatars" ADD COLUMN "laid_out_albums" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "avatars" ADD COLUMN "laid_out_messages" bigint[] DEFAULT '{}' NOT NULL;