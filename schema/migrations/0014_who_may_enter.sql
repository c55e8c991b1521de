-- Stands at the door of every update, in its own commit: whoever is blocked or too fast fails the whole commit, so that
-- nothing of it has happened.
--   AI007 too fast; the detail says how many seconds to wait
--   AI008 blocked by an admin
create function enter(payer bigint, what text, burst integer, young_burst integer, every_seconds double precision,
                      moment timestamptz) returns void language plpgsql as $$
declare
  person users%rowtype;
  seconds integer;
begin
  select * into person from users where telegram_id = payer;
  if person.blocked_at is not null then
    raise exception 'blocked' using errcode = 'AI008';
  end if;
  if burst > 0 then
    seconds := admit(payer::text, what,
                     case when person.created_at > moment - interval '1 day' then young_burst else burst end,
                     every_seconds, moment);
    if seconds > 0 then
      raise exception 'too fast' using errcode = 'AI007', detail = seconds::text;
    end if;
  end if;
end
$$;
--> statement-breakpoint
create trigger audit_log_stays before update or delete on audit_log for each row execute function refuse_change();
