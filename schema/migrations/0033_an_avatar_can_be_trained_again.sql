ALTER TABLE "avatars" ADD COLUMN "preset" text;--> statement-breakpoint
ALTER TABLE "avatars" ADD COLUMN "made_by" text;--> statement-breakpoint
ALTER TABLE "trainings" ADD COLUMN "is_again" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "trainings_ended" ON "trainings" USING btree ("trainer","preset","ended_at") WHERE "trainings"."state" = 'ready' and not "trainings"."is_test";--> statement-breakpoint
ALTER TABLE "avatars" ADD CONSTRAINT "avatars_preset" CHECK ("avatars"."preset" in ('fast', 'balanced', 'quality'));--> statement-breakpoint

-- What is ready was made by its only training. A price that was shown before its first training is no yes to a second one.
update avatars set made_by = training_id, quoted_coins = null where state = 'ready';
--> statement-breakpoint

-- As before (0010), and photos are taken for a ready avatar too, to train it again, unless that is going on.
create or replace function settle_photo(photo text, most integer, nearness integer, reason text, moment timestamptz)
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
  if avatar.state not in ('draft', 'failed', 'ready') or exists (
    select from trainings where avatar_id = avatar.id and state in ('ordered', 'packed', 'submitting', 'training', 'trained')
  ) then
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
