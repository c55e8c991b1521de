-- Credits Stars that Telegram says were paid. Once for each charge, whatever is delivered again or out of order, and only
-- when the invoice is the payer's own and its price is what was paid: "credited", "repeated" or "unmatched".
create function credit_payment(charge text, bill text, payer bigint, amount integer, moment timestamptz)
returns text language plpgsql as $$
declare
  who text;
  invoice invoices%rowtype;
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
  return 'credited';
end
$$;
--> statement-breakpoint

-- Takes the coins of a payment back before its Stars are returned: fails with AI002 when they are spent already.
-- With `payer` only a payment of theirs; null: an admin's wish. Answers whether a return has begun.
create function begin_return(charge text, payer bigint, words text, moment timestamptz)
returns boolean language plpgsql as $$
declare
  payment payments%rowtype;
begin
  select p.* into payment from payments p join users u on u.id = p.user_id
   where p.charge_id = charge and (payer is null or u.telegram_id = payer);
  if not found then
    return false;
  end if;
  perform lock_wallet(payment.user_id);
  update payments set state = 'returning', returns = returns + 1
   where charge_id = charge and state in ('paid', 'unmatched') returning * into payment;
  if not found then
    return false;
  end if;
  if payment.coins + payment.bonus > 0 then
    perform move_coins(payment.user_id, -(payment.coins + payment.bonus), 'purchase-returned',
                       charge || ':' || payment.returns, words, moment);
  end if;
  return true;
end
$$;
--> statement-breakpoint

-- Telegram would not return the Stars: the coins that were taken back for it come again.
create function undo_return(charge text, moment timestamptz) returns boolean language plpgsql as $$
declare
  payment payments%rowtype;
begin
  select * into payment from payments where charge_id = charge;
  perform lock_wallet(payment.user_id);
  update payments set state = case when invoice_id is null then 'unmatched' else 'paid' end::payment_state
   where charge_id = charge and state = 'returning' returning * into payment;
  if not found then
    return false;
  end if;
  if payment.coins + payment.bonus > 0 then
    perform move_coins(payment.user_id, payment.coins + payment.bonus, 'refund',
                       charge || ':' || payment.returns, null, moment);
  end if;
  return true;
end
$$;
--> statement-breakpoint

-- The Stars are back with their payer. Where nobody here had begun the return (Telegram did it), the coins are taken
-- as far as they are still there: a balance is never negative.
create function end_return(charge text, moment timestamptz) returns boolean language plpgsql as $$
declare
  payment payments%rowtype;
  available integer;
begin
  select * into payment from payments where charge_id = charge;
  if not found then
    return false;
  end if;
  available := lock_wallet(payment.user_id);
  select * into payment from payments where charge_id = charge;
  if payment.state = 'returned' then
    return false;
  end if;
  update payments set state = 'returned', returned_at = moment where charge_id = charge;
  if payment.state = 'paid' and least(available, payment.coins + payment.bonus) > 0 then
    perform move_coins(payment.user_id, -least(available, payment.coins + payment.bonus), 'purchase-returned',
                       charge || ':telegram', null, moment);
  end if;
  return true;
end
$$;
