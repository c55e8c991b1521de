-- The first statement of every update's commit: the update was not seen before, this person is here, and may come in.
-- Answers their locale. Fails the whole commit as "enter" does, or by telegram_updates_pkey when the update is repeated.
-- One function and not three statements: an acknowledgement waits for every statement's way to the database and its plan.
-- "what" is null for what everybody may, blocked and fast people too.
create function arrive(seen_update bigint, new_id text, person bigint, guess locale, name text,
                       what text, burst integer, young_burst integer, every_seconds double precision,
                       moment timestamptz) returns locale language plpgsql as $$
declare
  known users%rowtype;
begin
  insert into telegram_updates (update_id, received_at) values (seen_update, moment);
  select * into known from users where telegram_id = person;
  if not found then
    insert into users (id, telegram_id, locale, username, seen_at, created_at)
    values (new_id, person, guess, name, moment, moment)
    on conflict (telegram_id) do nothing;
    select * into known from users where telegram_id = person;
  elsif known.username is distinct from name or known.unreachable_since is not null
     or (known.locale <> guess and not known.locale_chosen)
     -- Nobody asks to the second when somebody was last here, and most updates then write nothing about them.
     or known.seen_at < moment - interval '1 minute' then
    update users
       set seen_at = moment, username = name, unreachable_since = null,
           locale = case when locale_chosen then locale else guess end
     where telegram_id = person
    returning * into known;
  end if;
  if what is not null then
    perform enter(person, what, burst, young_burst, every_seconds, moment);
  end if;
  return known.locale;
end
$$;
