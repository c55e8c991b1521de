-- What is given once stays given when somebody has everything deleted and comes again: codes that they redeemed, friends
-- that they were rewarded for, and guesses of codes. It is remembered under the keyed hash that remembers the welcome
-- coins, goes with it after a year, and nothing leads from it to the books that they left behind.
CREATE TABLE "departed_promos" (
	"fingerprint" text NOT NULL,
	"code" text NOT NULL,
	"uses" integer NOT NULL,
	CONSTRAINT "departed_promos_fingerprint_code_pk" PRIMARY KEY("fingerprint","code")
);
--> statement-breakpoint
ALTER TABLE "departed" ADD COLUMN "friends" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "departed_promos" ADD CONSTRAINT "departed_promos_fingerprint_departed_fingerprint_fk" FOREIGN KEY ("fingerprint") REFERENCES "public"."departed"("fingerprint") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "departed_promos" ADD CONSTRAINT "departed_promos_code_promo_codes_code_fk" FOREIGN KEY ("code") REFERENCES "public"."promo_codes"("code") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint

-- As before, and with what is remembered of codes and friends.
create or replace function forget_person(owner text, stub text, trace text, moment timestamptz) returns boolean language plpgsql as $$
declare
  person users%rowtype;
  rest integer;
  one record;
  id_in_text text;
  again boolean := true;
  rounds integer := 0;
begin
  select * into person from users where id = owner for update;
  if not found then
    return false;
  end if;
  id_in_text := '\m(' || person.telegram_id || '|' || owner || ')\M';
  perform end_all_work(owner, moment);
  rest := lock_wallet(owner);
  if rest <> 0 then
    perform move_coins(owner, -rest, 'take', 'forgotten:' || stub, null, moment);
  end if;
  insert into departed as known (fingerprint, welcomed, friends, left_at)
  select trace, exists (select from ledger_entries where user_id = owner and reason = 'welcome'),
         (select count(*) from referrals where inviter_id = owner and coins > 0), moment
  on conflict (fingerprint) do update set welcomed = known.welcomed or excluded.welcomed,
                                          friends = known.friends + excluded.friends, left_at = moment;
  insert into departed_promos as known (fingerprint, code, uses)
  select trace, code, count(*) from promo_redemptions where user_id = owner group by code
  on conflict (fingerprint, code) do update set uses = known.uses + excluded.uses;
  insert into users (id, telegram_id, locale, news_off, unreachable_since, created_at, seen_at)
  values (stub, -1 - floor(random() * 1e15)::bigint, 'ru', true, moment, moment, moment);

  perform set_config('aisha.forgetting', 'on', true);
  -- By request ids, which are found through what is about to go.
  delete from fal_deliveries d
   where d.request_id in (select t.request_id from trainings t join avatars a on a.id = t.avatar_id where a.user_id = owner
                          union select i.request_id from images i where i.user_id = owner)
      or d.reference in (select t.id from trainings t join avatars a on a.id = t.avatar_id where a.user_id = owner
                         union select i.id from images i where i.user_id = owner);
  update ledger_entries set ref = replace(ref, owner, stub), note = null where user_id = owner;
  update works set chat_id = 0 where user_id = owner;
  update audit_log set actor = 'forgotten' where actor = person.telegram_id::text;
  update audit_log set subject = stub, details = '{}' where subject in (owner, person.telegram_id::text);
  update audit_log set details = '{}' where details::text ~ id_in_text;
  for one in select * from owned_columns() where kept loop
    execute format('update %s set %I = $1 where %I = $2', one.tab, one.col, one.col) using stub, owner;
  end loop;
  -- Tables may refer to each other: what cannot go yet goes in the next round.
  while again loop
    again := false;
    rounds := rounds + 1;
    for one in select * from owned_columns() where not kept loop
      begin
        execute format('delete from %s where %I = $1', one.tab, one.col) using owner;
      exception when foreign_key_violation then
        if rounds > 10 then
          raise exception '% cannot be emptied: %', one.tab, sqlerrm;
        end if;
        again := true;
      end;
    end loop;
  end loop;
  delete from users where id = owner;

  -- Whatever else knows them by their Telegram id, or by a chat with them.
  for one in
    select format('%I', table_name) as tab, column_name as col from information_schema.columns
     where table_schema = 'public' and data_type = 'bigint' and column_name in ('telegram_id', 'chat_id')
       and table_name not in ('users', 'works', 'deletions')
  loop
    execute format('delete from %s where %I = $1', one.tab, one.col) using person.telegram_id;
  end loop;
  update promo_codes set created_by = null where created_by = person.telegram_id;
  update broadcasts set created_by = 0 where created_by = person.telegram_id;
  update broadcasts set from_chat_id = 0 where from_chat_id = person.telegram_id;
  delete from rate_limits where subject = person.telegram_id::text;
  delete from jobs where payload::text ~ id_in_text or key ~ id_in_text;
  update deletions set user_id = null, telegram_id = null where telegram_id = person.telegram_id;
  perform set_config('aisha.forgetting', 'off', true);
  return true;
end
$$;
--> statement-breakpoint

drop function redeem_promo(bigint, text, integer, double precision, timestamptz);
--> statement-breakpoint
-- Redeems a code for somebody. Answers what came of it: "coins", "percent", "unknown", "early", "over", "used-up",
-- "used-by-you", or "wait" with the seconds when too many codes were tried. `amount` is what the code is worth. `trace` is
-- the keyed hash by which the payer is known after they had everything deleted: tries and uses of before count, too. Null
-- from a Worker that is a version older than this.
create function redeem_promo(payer bigint, typed text, burst integer, every_seconds double precision, moment timestamptz,
                             trace text default null)
returns table (outcome text, amount integer) language plpgsql as $$
declare
  who text;
  promo promo_codes%rowtype;
  seconds integer;
  times integer;
begin
  select id into who from users where telegram_id = payer;
  perform lock_wallet(who);
  seconds := admit(coalesce(trace, payer::text), 'promo', burst, every_seconds, moment);
  if seconds > 0 then
    return query select 'wait', seconds;
    return;
  end if;
  -- The row's lock makes the last use of a code one person's.
  select * into promo from promo_codes where code = typed for update;
  if not found or promo.disabled_at is not null then
    return query select 'unknown', 0;
    return;
  end if;
  if moment < promo.valid_from then
    return query select 'early', 0;
    return;
  end if;
  if moment >= promo.valid_until then
    return query select 'over', 0;
    return;
  end if;
  select count(*) + coalesce((select d.uses from departed_promos d where d.fingerprint = trace and d.code = promo.code), 0)
    into times from promo_redemptions r where r.code = promo.code and r.user_id = who;
  if times >= promo.uses_per_user then
    return query select 'used-by-you', 0;
    return;
  end if;
  if promo.uses >= promo.most_uses then
    return query select 'used-up', 0;
    return;
  end if;
  update promo_codes set uses = uses + 1 where code = promo.code;
  insert into promo_redemptions (code, user_id, nth, percent, created_at)
  values (promo.code, who, times + 1, case when promo.kind = 'percent' then promo.amount end, moment);
  if promo.kind = 'coins' then
    perform move_coins(who, promo.amount, 'promo', promo.code || ':' || who || ':' || (times + 1), null, moment);
  end if;
  return query select promo.kind::text, promo.amount;
end
$$;
--> statement-breakpoint

drop function reward_referral(text, integer, integer, timestamptz);
--> statement-breakpoint
-- Rewards the friend who came by a link and the one who invited them, once, as long as the inviter has not had the most.
-- `trace`: the keyed hash of the inviter; friends of before they had everything deleted count, too. Null from a Worker that
-- is a version older than this. Wallets are locked from the younger person to the older one, so that two rewards never wait for each other.
create function reward_referral(invitee text, amount integer, most integer, moment timestamptz, trace text default null)
returns integer language plpgsql as $$
declare
  friend referrals%rowtype;
  rewarded integer;
begin
  perform lock_wallet(invitee);
  select * into friend from referrals where invitee_id = invitee and rewarded_at is null;
  if not found then
    return 0;
  end if;
  perform lock_wallet(friend.inviter_id);
  select count(*) + coalesce((select d.friends from departed d where d.fingerprint = trace), 0)
    into rewarded from referrals where inviter_id = friend.inviter_id and coins > 0;
  if rewarded >= most then
    update referrals set rewarded_at = moment where invitee_id = invitee;
    return 0;
  end if;
  update referrals set rewarded_at = moment, coins = amount where invitee_id = invitee;
  perform move_coins(invitee, amount, 'referral', invitee || ':came', null, moment);
  perform move_coins(friend.inviter_id, amount, 'referral', invitee || ':invited', null, moment);
  return amount;
end
$$;
