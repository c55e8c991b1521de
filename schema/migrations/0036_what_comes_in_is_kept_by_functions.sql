-- Work that is owed without a condition, and a recording that comes in. As functions, because a connection keeps the plans
-- of what stands in a function: a statement over HTTP is planned anew each time, and the acknowledgement waits for that.

-- Answers the id, or nothing when the same work (by its key) is owed already.
create function owe_job(new_id text, what text, about jsonb, only_once text, moment timestamptz)
returns setof text language plpgsql as $$
begin
  return query
    insert into jobs (id, kind, payload, key, run_after, woken_at, created_at, patient_since)
    values (new_id, what, about, only_once, moment, moment, moment, moment)
    on conflict (key) do nothing
    returning jobs.id;
end
$$;
--> statement-breakpoint
create function receive_recording(new_id text, person bigint, chat bigint, message bigint, way source_kind, file text,
                                  same_file text, name text, size bigint, moment timestamptz)
returns void language plpgsql as $$
begin
  insert into transcripts (id, user_id, chat_id, message_id, source, file_id, file_unique_id,
                           claimed_name, claimed_bytes, created_at, changed_at)
  values (new_id, (select u.id from users u where u.telegram_id = person), chat, message, way, file, same_file,
          name, size, moment, moment)
  on conflict (chat_id, message_id) do nothing;
end
$$;
