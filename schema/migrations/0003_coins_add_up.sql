-- The rules of money, kept by the database itself, so that no forgotten check, no race and no hand-written update
-- can break them. What callers see of a broken rule are these SQLSTATEs:
--   AI002 not enough coins
--   AI003 this work was settled before
--   AI004 coins move only through the ledger and the holds

-- Everybody has a wallet from their first word on.
create function open_wallet() returns trigger language plpgsql as $$
begin
  insert into wallets (user_id) values (new.id);
  return null;
end
$$;
--> statement-breakpoint
create trigger users_have_wallets after insert on users for each row execute function open_wallet();
--> statement-breakpoint
insert into wallets (user_id) select id from users on conflict do nothing;
--> statement-breakpoint

-- `balance` and `held` are written by the triggers below and by nobody else: those run one level deep.
create function guard_wallet() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' and new.balance = 0 and new.held = 0 then
    return new;
  end if;
  if tg_op = 'UPDATE' and new.user_id = old.user_id
     and ((new.balance = old.balance and new.held = old.held) or pg_trigger_depth() > 1) then
    return new;
  end if;
  raise exception 'a wallet is written only by the ledger and the holds' using errcode = 'AI004';
end
$$;
--> statement-breakpoint
create trigger wallets_are_guarded before insert or update or delete on wallets
  for each row execute function guard_wallet();
--> statement-breakpoint

create function post_entry() returns trigger language plpgsql as $$
begin
  update wallets set balance = balance + new.coins where user_id = new.user_id;
  if not found then
    raise exception '% has no wallet', new.user_id using errcode = 'AI004';
  end if;
  return null;
end
$$;
--> statement-breakpoint
-- After, not before: a row that meets a conflict is never inserted, and then nothing may move.
create trigger ledger_entries_move_coins after insert on ledger_entries for each row execute function post_entry();
--> statement-breakpoint

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is only added to', tg_table_name using errcode = 'AI004';
end
$$;
--> statement-breakpoint
create trigger ledger_entries_stay before update or delete on ledger_entries
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger ledger_entries_all_stay before truncate on ledger_entries
  for each statement execute function refuse_change();
--> statement-breakpoint

create function keep_held() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> 'open' then
      raise exception 'a hold begins open' using errcode = 'AI004';
    end if;
    update wallets set held = held + new.coins where user_id = new.user_id;
    return null;
  end if;
  if tg_op = 'UPDATE' and old.state = 'open' and new.ref = old.ref and new.user_id = old.user_id
     and new.coins = old.coins then
    if new.state <> 'open' then
      update wallets set held = held - old.coins where user_id = old.user_id;
    end if;
    return null;
  end if;
  raise exception 'an ended hold stays as it is' using errcode = 'AI004';
end
$$;
--> statement-breakpoint
create trigger holds_set_coins_aside after insert or update or delete on holds
  for each row execute function keep_held();
--> statement-breakpoint
create trigger holds_all_stay before truncate on holds for each statement execute function refuse_change();
--> statement-breakpoint

-- Takes the wallet's lock, and answers how many coins are free. Everything below begins with it: one person's coins
-- move one after the other, and the entries' numbers have the order of the movements.
create function lock_wallet(owner text) returns integer language sql as $$
  select balance - held from wallets where user_id = owner for update
$$;
--> statement-breakpoint

-- Sets coins aside. Asking again for the same open hold changes nothing.
create function hold_coins(work text, owner text, amount integer, until timestamptz, moment timestamptz)
returns void language plpgsql as $$
declare
  available integer := lock_wallet(owner);
  known holds%rowtype;
begin
  select * into known from holds where ref = work;
  if found then
    if known.state = 'open' and known.user_id = owner and known.coins = amount then
      return;
    end if;
    raise exception '% was settled before', work using errcode = 'AI003';
  end if;
  if available is null or available < amount then
    raise exception 'not enough coins' using errcode = 'AI002';
  end if;
  insert into holds (ref, user_id, coins, expires_at, created_at) values (work, owner, amount, until, moment);
end
$$;
--> statement-breakpoint

-- Takes at most `amount` of the held coins and gives back the rest; null takes all. Answers what was taken: once, and
-- the same again when asked again. Work without a hold was free; a hold that was released before takes nothing.
create function capture_hold(work text, amount integer, moment timestamptz) returns integer language plpgsql as $$
declare
  known holds%rowtype;
  taken integer;
begin
  select * into known from holds where ref = work;
  if not found then
    return 0;
  end if;
  perform lock_wallet(known.user_id);
  select * into known from holds where ref = work;
  if known.state <> 'open' then
    return coalesce(known.captured, 0);
  end if;
  taken := greatest(0, least(coalesce(amount, known.coins), known.coins));
  update holds set state = 'captured', captured = taken, ended_at = moment where ref = work;
  if taken > 0 then
    insert into ledger_entries (user_id, coins, reason, ref, created_at)
    values (known.user_id, -taken, 'work', work, moment);
  end if;
  return taken;
end
$$;
--> statement-breakpoint

-- Gives all held coins back. Nothing to give back is fine.
create function release_hold(work text, moment timestamptz) returns void language plpgsql as $$
declare
  owner text;
begin
  select user_id into owner from holds where ref = work and state = 'open';
  if found then
    perform lock_wallet(owner);
    update holds set state = 'released', ended_at = moment where ref = work and state = 'open';
  end if;
end
$$;
--> statement-breakpoint

-- Releases the holds of work that was lost, wallet by wallet in one order, so that two sweeps cannot block each other.
create function release_expired_holds(moment timestamptz, most integer) returns integer language plpgsql as $$
declare
  work text;
  released integer := 0;
begin
  for work in
    select ref from (select ref, user_id from holds where state = 'open' and expires_at <= moment
                      order by expires_at limit most) expired order by user_id, ref
  loop
    perform release_hold(work, moment);
    released := released + 1;
  end loop;
  return released;
end
$$;
--> statement-breakpoint

-- Moves coins once for each (reason, ref): answers whether it was this time. Taking more than is free is AI002.
create function move_coins(owner text, amount integer, why entry_reason, cause text, words text, moment timestamptz)
returns boolean language plpgsql as $$
declare
  available integer := lock_wallet(owner);
begin
  if available is null then
    raise exception 'nobody to move coins for' using errcode = 'AI004';
  end if;
  if exists (select from ledger_entries where reason = why and ref = cause) then
    return false;
  end if;
  if available + amount < 0 then
    raise exception 'not enough coins' using errcode = 'AI002';
  end if;
  insert into ledger_entries (user_id, coins, reason, ref, note, created_at)
  values (owner, amount, why, cause, words, moment)
  on conflict (reason, ref) do nothing;
  return found;
end
$$;
--> statement-breakpoint

-- Gives back what was taken for a work, once. Answers how many coins; 0 when nothing was taken or it was given back.
create function refund_work(work text, words text, moment timestamptz) returns integer language plpgsql as $$
declare
  known holds%rowtype;
begin
  select * into known from holds where ref = work and state = 'captured' and captured > 0;
  if not found then
    return 0;
  end if;
  if move_coins(known.user_id, known.captured, 'refund', work, words, moment) then
    return known.captured;
  end if;
  return 0;
end
$$;
