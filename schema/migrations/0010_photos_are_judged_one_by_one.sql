-- Photos of one album are looked at side by side, in any worker. This function decides about one of them under the
-- avatar's row lock: it sees every photo that was kept before, so that none is doubled and no more than `most` are kept.
-- `reason` is what the photo's own bytes say against it; null when nothing. Answers what was decided: null when kept.
-- Two likenesses whose bits differ in at most `nearness` places show the same picture.
create function settle_photo(photo text, most integer, nearness integer, reason text, moment timestamptz)
returns text language plpgsql as $$
declare
  mine avatar_photos%rowtype;
  avatar avatars%rowtype;
begin
  select a.* into avatar from avatars a join avatar_photos p on p.avatar_id = a.id where p.id = photo for update of a;
  select * into mine from avatar_photos where id = photo;
  if not found or mine.state <> 'received' then
    return mine.failure;
  end if;
  if avatar.state not in ('draft', 'failed') then
    reason := 'too-late';
  elsif reason is null and exists (
    select from avatar_photos where avatar_id = avatar.id and state = 'kept' and sha256 = mine.sha256
  ) then
    reason := 'duplicate';
  elsif reason is null and exists (
    select from avatar_photos
     where avatar_id = avatar.id and state = 'kept' and likeness is not null and mine.likeness is not null
       and bit_count(('x' || likeness)::bit(64) # ('x' || mine.likeness)::bit(64)) <= nearness
  ) then
    reason := 'nearly-same';
  elsif reason is null and (
    select count(*) from avatar_photos where avatar_id = avatar.id and state = 'kept'
  ) >= most then
    reason := 'too-many';
  end if;
  update avatar_photos
     set state = case when reason is null then 'kept'::photo_state else 'refused'::photo_state end,
         failure = reason, changed_at = moment
   where id = photo;
  return reason;
end
$$;
