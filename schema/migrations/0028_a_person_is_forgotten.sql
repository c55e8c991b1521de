-- Forgetting a person. What they brought goes; what they paid stays, as the law on bookkeeping wants it, under the name of
-- a stub that nobody can be found by: a user without a Telegram id (a negative number, which no person has).
--
-- The rules of money hold for this too. They are loosened by one setting, which lives as long as the transaction of
-- forget_person, and only as far as names go: coins, reasons and times of entries stay as they are.
create function is_forgetting() returns boolean language sql as $$
  select current_setting('aisha.forgetting', true) = 'on'
$$;
--> statement-breakpoint

create or replace function guard_wallet() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' and new.balance = 0 and new.held = 0 then
    return new;
  end if;
  if tg_op = 'UPDATE' and new.user_id = old.user_id
     and ((new.balance = old.balance and new.held = old.held) or pg_trigger_depth() > 1) then
    return new;
  end if;
  if tg_op = 'DELETE' and is_forgetting() and old.balance = 0 and old.held = 0 then
    return old;
  end if;
  raise exception 'a wallet is written only by the ledger and the holds' using errcode = 'AI004';
end
$$;
--> statement-breakpoint

create or replace function refuse_change() returns trigger language plpgsql as $$
declare
  names constant text[] := array['user_id', 'ref', 'note', 'actor', 'subject', 'details'];
begin
  if tg_op = 'UPDATE' and is_forgetting() and to_jsonb(new) - names = to_jsonb(old) - names then
    return new;
  end if;
  raise exception '% is only added to', tg_table_name using errcode = 'AI004';
end
$$;
--> statement-breakpoint

create or replace function keep_held() returns trigger language plpgsql as $$
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
  if tg_op = 'UPDATE' and old.state <> 'open' and is_forgetting()
     and to_jsonb(new) - 'user_id'::text = to_jsonb(old) - 'user_id'::text then
    return null;
  end if;
  raise exception 'an ended hold stays as it is' using errcode = 'AI004';
end
$$;
--> statement-breakpoint

-- Whose rows are whose: every column that refers to users, as the database itself knows it, so that a table which is
-- added later is not overlooked. `kept`: bookkeeping. References that empty themselves (on delete set null) are left out.
create function owned_columns() returns table (tab regclass, col name, kept boolean) language sql stable as $$
  select c.conrelid::regclass, a.attname,
         c.conrelid::regclass::text in ('ledger_entries', 'holds', 'works', 'invoices', 'payments',
                                        'promo_redemptions', 'referrals')
    from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
   where c.contype = 'f' and c.confrelid = 'users'::regclass and c.confdeltype in ('a', 'r')
$$;
--> statement-breakpoint

-- How many rows of each table are somebody's and would go: for the question before it, and for the receipt.
create function count_owned(owner text) returns table (tab text, rows bigint) language plpgsql stable as $$
declare
  one record;
begin
  for one in select * from owned_columns() where not kept and owned_columns.tab <> 'wallets'::regclass loop
    tab := one.tab::text;
    execute format('select count(*) from %s where %I = $1', one.tab, one.col) into rows using owner;
    if rows > 0 then
      return next;
    end if;
  end loop;
end
$$;
--> statement-breakpoint

-- Ends all work of somebody that is under way: its coins go back.
create function end_all_work(owner text, moment timestamptz) returns void language plpgsql as $$
declare
  one text;
begin
  for one in select ref from works where user_id = owner and state = 'running' order by ref loop
    perform void_work(one, 0, moment);
  end loop;
  for one in select ref from holds where user_id = owner and state = 'open' order by ref loop
    perform release_hold(one, moment);
  end loop;
end
$$;
--> statement-breakpoint

-- Removes every row of a person and gives their bookkeeping to a stub. Coins that are left are taken: nobody has them any
-- more. Answers whether there was such a person. `trace` is a keyed hash by which only they are known when they come again.
create function forget_person(owner text, stub text, trace text, moment timestamptz) returns boolean language plpgsql as $$
declare
  person users%rowtype;
  rest integer;
  one record;
  id_in_text text;
  again boolean := true;
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
  insert into departed as known (fingerprint, welcomed, left_at)
  select trace, exists (select from ledger_entries where user_id = owner and reason = 'welcome'), moment
  on conflict (fingerprint) do update set welcomed = known.welcomed or excluded.welcomed, left_at = moment;
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
    for one in select * from owned_columns() where not kept loop
      begin
        execute format('delete from %s where %I = $1', one.tab, one.col) using owner;
      exception when foreign_key_violation then
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
