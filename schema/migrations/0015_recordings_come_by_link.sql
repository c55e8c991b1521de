-- Where recordings come from besides messages with a file: an address, the upload page, and several voices made one.
ALTER TYPE "public"."source_kind" ADD VALUE 'link';--> statement-breakpoint
ALTER TYPE "public"."source_kind" ADD VALUE 'upload';--> statement-breakpoint
ALTER TYPE "public"."source_kind" ADD VALUE 'conversation';
