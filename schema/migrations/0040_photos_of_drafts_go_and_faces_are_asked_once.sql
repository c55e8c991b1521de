-- A photo is asked about once; that it was seen is said only where the model said something. Photos of drafts go after a
-- while, and the draft remembers it.
ALTER TABLE "avatar_photos" ADD COLUMN "faces_asked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "avatars" ADD COLUMN "photos_gone_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "avatars_resting" ON "avatars" USING btree ("changed_at") WHERE "avatars"."state" in ('draft', 'failed');
--> statement-breakpoint
-- What was asked before is not asked again.
UPDATE "avatar_photos" SET "faces_asked_at" = "faces_seen_at" WHERE "faces_seen_at" IS NOT NULL;
