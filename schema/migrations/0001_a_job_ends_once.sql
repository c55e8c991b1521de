-- A worker that was paused past its lease may come back and try to commit. This function is the first statement
-- of every step's commit: it takes the job's row lock, and fails the whole transaction when the lease is no longer
-- held, so that an effect and the job's end are committed together or not at all, and only once.
create function end_job(job_id text, held_lease text, final_state job_state, trouble text, ended timestamptz) returns void
language plpgsql as $$
begin
  update jobs
     set state = final_state, lease = null, leased_until = null, last_error = trouble, ended_at = ended
   where id = job_id and state = 'running' and lease = held_lease;
  if not found then
    raise exception 'the lease of % is lost', job_id using errcode = 'AI001';
  end if;
end
$$;
