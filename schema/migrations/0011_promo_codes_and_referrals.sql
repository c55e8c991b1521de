CREATE TYPE "public"."promo_kind" AS ENUM('coins', 'percent');--> statement-breakpoint
CREATE TABLE "promo_codes" (
	"code" text PRIMARY KEY NOT NULL,
	"kind" "promo_kind" NOT NULL,
	"amount" integer NOT NULL,
	"valid_from" timestamp with time zone DEFAULT now() NOT NULL,
	"valid_until" timestamp with time zone,
	"most_uses" integer,
	"uses_per_user" integer DEFAULT 1 NOT NULL,
	"uses" integer DEFAULT 0 NOT NULL,
	"disabled_at" timestamp with time zone,
	"created_by" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "promo_codes_are_sane" CHECK ("promo_codes"."code" ~ '^[A-Z0-9-]{4,32}$' and "promo_codes"."amount" > 0 and "promo_codes"."uses_per_user" > 0),
	CONSTRAINT "promo_codes_end" CHECK ("promo_codes"."uses" <= "promo_codes"."most_uses")
);
--> statement-breakpoint
CREATE TABLE "promo_redemptions" (
	"code" text NOT NULL,
	"user_id" text NOT NULL,
	"nth" integer NOT NULL,
	"percent" integer,
	"charge_id" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "promo_redemptions_code_user_id_nth_pk" PRIMARY KEY("code","user_id","nth")
);
--> statement-breakpoint
CREATE TABLE "referrals" (
	"invitee_id" text PRIMARY KEY NOT NULL,
	"inviter_id" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"rewarded_at" timestamp with time zone,
	"coins" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "referrals_take_two" CHECK ("referrals"."invitee_id" <> "referrals"."inviter_id")
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"subject" text NOT NULL,
	"action" text NOT NULL,
	"clear_at" timestamp with time zone NOT NULL,
	CONSTRAINT "rate_limits_subject_action_pk" PRIMARY KEY("subject","action")
);
--> statement-breakpoint
ALTER TABLE "transcripts" ADD COLUMN "paid_coins" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "promo_redemptions" ADD CONSTRAINT "promo_redemptions_code_promo_codes_code_fk" FOREIGN KEY ("code") REFERENCES "public"."promo_codes"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promo_redemptions" ADD CONSTRAINT "promo_redemptions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promo_redemptions" ADD CONSTRAINT "promo_redemptions_charge_id_payments_charge_id_fk" FOREIGN KEY ("charge_id") REFERENCES "public"."payments"("charge_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_invitee_id_users_id_fk" FOREIGN KEY ("invitee_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_inviter_id_users_id_fk" FOREIGN KEY ("inviter_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "promo_redemptions_waiting" ON "promo_redemptions" USING btree ("user_id","created_at") WHERE "promo_redemptions"."percent" is not null and "promo_redemptions"."charge_id" is null;--> statement-breakpoint
CREATE INDEX "referrals_by_inviter" ON "referrals" USING btree ("inviter_id");--> statement-breakpoint
CREATE INDEX "rate_limits_clear_at" ON "rate_limits" USING btree ("clear_at");