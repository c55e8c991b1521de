-- Begins a work: its free minutes and its coins are taken under the wallet's lock, so that two works at once cannot
-- both have the last of either. Beginning the same work again changes nothing.
--   AI002 not enough coins
--   AI003 this work was settled before
--   AI006 the free minutes are gone: another work was faster, and the price must be found anew
create function begin_work(work text, owner text, chat bigint, kind feature, amount integer, free integer,
                           free_most integer, coins integer, vendor bigint, until timestamptz, moment timestamptz)
returns void language plpgsql as $$
declare
  known works%rowtype;
begin
  perform lock_wallet(owner);
  select * into known from works where ref = work;
  if found then
    if known.state = 'running' then
      return;
    end if;
    raise exception '% was settled before', work using errcode = 'AI003';
  end if;
  if free > 0 and free + (select coalesce(sum(free_units), 0) from works
                           where user_id = owner and feature = kind and state <> 'void'
                             and created_at >= date_trunc('day', moment, 'UTC')) > free_most then
    raise exception 'no free minutes are left' using errcode = 'AI006';
  end if;
  if coins > 0 then
    perform hold_coins(work, owner, coins, until, moment);
  end if;
  insert into works (ref, user_id, chat_id, feature, units, free_units, price, vendor_micros, created_at)
  values (work, owner, chat, kind, amount, free, coins, vendor, moment);
end
$$;
--> statement-breakpoint

-- Ends a work well: takes at most `amount` of what was agreed (null: all of it). Answers what was taken.
create function end_work(work text, amount integer, moment timestamptz) returns integer language plpgsql as $$
declare
  taken integer := capture_hold(work, amount, moment);
begin
  update works set state = 'done', charged = taken, ended_at = moment where ref = work and state = 'running';
  return taken;
end
$$;
--> statement-breakpoint

-- Ends a work badly: its coins and free minutes go back. `share`: how much of the vendor's price was spent on it.
create function void_work(work text, share double precision, moment timestamptz) returns void language plpgsql as $$
begin
  perform release_hold(work, moment);
  update works set state = 'void', ended_at = moment,
                   vendor_micros = ceil(vendor_micros * least(1, greatest(0, share)))
   where ref = work and state = 'running';
end
$$;
