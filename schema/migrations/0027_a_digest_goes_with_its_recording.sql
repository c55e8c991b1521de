-- What was written about a recording holds its words. So whoever deletes a recording, by whatever way, deletes that too:
-- its rows here go by themselves, and with the last word of one source goes the digest.
create function forget_digest() returns trigger language plpgsql as $$
begin
  delete from digests where id = old.digest_id;
  return null;
end
$$;
--> statement-breakpoint
create trigger digest_goes_with_its_recording
  after delete on digest_sources
  for each row execute function forget_digest();
