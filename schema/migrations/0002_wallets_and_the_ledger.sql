CREATE TYPE "public"."entry_reason" AS ENUM('welcome', 'import', 'purchase', 'purchase-bonus', 'purchase-returned', 'promo', 'referral', 'work', 'refund', 'grant', 'take');--> statement-breakpoint
CREATE TYPE "public"."hold_state" AS ENUM('open', 'captured', 'released');--> statement-breakpoint
CREATE TABLE "holds" (
	"ref" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"coins" integer NOT NULL,
	"state" "hold_state" DEFAULT 'open' NOT NULL,
	"captured" integer,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "holds_hold_something" CHECK ("holds"."coins" > 0),
	CONSTRAINT "holds_capture_at_most_all" CHECK ("holds"."captured" >= 0 and "holds"."captured" <= "holds"."coins"),
	CONSTRAINT "holds_captured_when_captured" CHECK (("holds"."state" = 'captured') = ("holds"."captured" is not null))
);
--> statement-breakpoint
CREATE TABLE "ledger_entries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ledger_entries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" text NOT NULL,
	"coins" integer NOT NULL,
	"reason" "entry_reason" NOT NULL,
	"ref" text NOT NULL,
	"note" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ledger_entries_move_something" CHECK ("ledger_entries"."coins" <> 0)
);
--> statement-breakpoint
CREATE TABLE "wallets" (
	"user_id" text PRIMARY KEY NOT NULL,
	"balance" integer DEFAULT 0 NOT NULL,
	"held" integer DEFAULT 0 NOT NULL,
	"ask_above" integer,
	CONSTRAINT "wallets_held_is_covered" CHECK ("wallets"."held" >= 0 and "wallets"."held" <= "wallets"."balance"),
	CONSTRAINT "wallets_ask_above" CHECK ("wallets"."ask_above" >= 0)
);
--> statement-breakpoint
ALTER TABLE "holds" ADD CONSTRAINT "holds_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wallets" ADD CONSTRAINT "wallets_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "holds_by_user" ON "holds" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "holds_open" ON "holds" USING btree ("expires_at") WHERE "holds"."state" = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_entries_once" ON "ledger_entries" USING btree ("reason","ref");--> statement-breakpoint
CREATE INDEX "ledger_entries_by_user" ON "ledger_entries" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "ledger_entries_created_at" ON "ledger_entries" USING btree ("created_at");