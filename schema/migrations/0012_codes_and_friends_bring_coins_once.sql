-- A rate limit in one statement (GCRA): so many at once, then one every so many seconds. Answers how many seconds to
-- wait, 0 when this one is admitted. Lives in a row, so that every isolate knows the same.
create function admit(who text, what text, burst integer, every_seconds double precision, moment timestamptz)
returns integer language plpgsql as $$
declare
  step interval := make_interval(secs => every_seconds);
  free timestamptz;
begin
  insert into rate_limits as known (subject, action, clear_at) values (who, what, moment + step)
  on conflict (subject, action) do update set clear_at = greatest(known.clear_at, moment) + step
   where greatest(known.clear_at, moment) - moment <= (burst - 1) * step;
  if found then
    return 0;
  end if;
  select clear_at into free from rate_limits where subject = who and action = what;
  return greatest(1, ceil(extract(epoch from free - (burst - 1) * step - moment)))::integer;
end
$$;
--> statement-breakpoint

-- Redeems a code for somebody. Answers what came of it: "coins", "percent", "unknown", "early", "over", "used-up",
-- "used-by-you", or "wait" with the seconds when too many codes were tried. `amount` is what the code is worth.
create function redeem_promo(payer bigint, typed text, burst integer, every_seconds double precision, moment timestamptz)
returns table (outcome text, amount integer) language plpgsql as $$
declare
  who text;
  promo promo_codes%rowtype;
  seconds integer;
  times integer;
begin
  select id into who from users where telegram_id = payer;
  perform lock_wallet(who);
  seconds := admit(payer::text, 'promo', burst, every_seconds, moment);
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
  select count(*) into times from promo_redemptions r where r.code = promo.code and r.user_id = who;
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

-- As before, and the oldest percent that waits for a purchase comes on top.
create or replace function credit_payment(charge text, bill text, payer bigint, amount integer, moment timestamptz)
returns text language plpgsql as $$
declare
  who text;
  invoice invoices%rowtype;
  waiting promo_redemptions%rowtype;
  extra integer := 0;
begin
  select id into who from users where telegram_id = payer;
  perform lock_wallet(who);
  select * into invoice from invoices where id = bill and user_id = who and stars = amount;
  insert into payments (charge_id, invoice_id, user_id, stars, coins, state, created_at)
  values (charge, invoice.id, who, amount, coalesce(invoice.coins, 0),
          case when invoice.id is null then 'unmatched' else 'paid' end::payment_state, moment)
  on conflict (charge_id) do nothing;
  if not found then
    return 'repeated';
  end if;
  if invoice.id is null then
    return 'unmatched';
  end if;
  perform move_coins(who, invoice.coins, 'purchase', charge, null, moment);
  select * into waiting from promo_redemptions
   where user_id = who and percent is not null and charge_id is null order by created_at, code, nth limit 1;
  if found then
    extra := floor(invoice.coins::numeric * waiting.percent / 100);
    update promo_redemptions set charge_id = charge
     where code = waiting.code and user_id = waiting.user_id and nth = waiting.nth;
    if extra > 0 then
      update payments set bonus = extra where charge_id = charge;
      perform move_coins(who, extra, 'purchase-bonus', charge, null, moment);
    end if;
  end if;
  return 'credited';
end
$$;
--> statement-breakpoint

-- Rewards the friend who came by a link and the one who invited them, once, as long as the inviter has not had the most.
-- Wallets are locked from the younger person to the older one, so that two rewards never wait for each other.
create function reward_referral(invitee text, amount integer, most integer, moment timestamptz)
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
  select count(*) into rewarded from referrals where inviter_id = friend.inviter_id and coins > 0;
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
