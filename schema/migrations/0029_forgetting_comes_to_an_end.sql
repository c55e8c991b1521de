-- As before, but rows that hold each other for ever end the attempt with an error that names a table, instead of going
-- round and round: the deletion's job then waits for an operator, and nothing was changed.
--
-- Removes every row of a person and gives their bookkeeping to a stub. Coins that are left are taken: nobody has them any
-- more. Answers whether there was such a person. `trace` is a keyed hash by which only they are known when they come again.
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
