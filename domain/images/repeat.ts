import { type SQL, sql } from "drizzle-orm";
import type { Db, Statement } from "../../ports/postgres.ts";
import { imageFiles, images } from "../../schema/index.ts";
import { newId } from "../new-id.ts";
import { ownerOf } from "../users/index.ts";

/** How a picture is taken up again: drawn once more, drawn a little differently, or enlarged. */
export type Repeat = "again" | "vary" | "upscale";

/**
 * A draft like an earlier order, or from one of its pictures: once for each `wish`, however often it is asked for. Somebody
 * else's order or picture makes none. `change` answers a row, and `when` holds, when there is one.
 */
export function repeatImage(
  db: Db,
  telegramId: number,
  repeat: Repeat,
  of: { imageId: string } | { pictureId: string },
  wish: string,
  now: Date,
): { imageId: string; change: Statement; when: SQL } {
  const imageId = newId("img", now);
  const at = sql`${now.toISOString()}::timestamptz`;
  const isWhole = "imageId" in of;
  const parent = isWhole ? sql`null` : sql`${imageFiles.id}`;
  const count = repeat === "again" ? sql`${images.count}` : sql`1`;
  const from = isWhole
    ? sql`${images} where ${images.id} = ${of.imageId}`
    : sql`${images} join ${imageFiles} on ${imageFiles.imageId} = ${images.id} where ${imageFiles.id} = ${of.pictureId}
          and ${imageFiles.storageKey} is not null and ${imageFiles.deletedAt} is null`;
  return {
    imageId,
    change: db.execute(sql`
      insert into ${images} (id, user_id, chat_id, avatar_id, wish_key, source, words, prompt, as_written, ratio, count,
                             template_id, parent_file_id, opened_at, created_at, changed_at)
      select ${imageId}, ${images.userId}, ${images.chatId}, ${images.avatarId}, ${wish}, ${repeat}::image_source,
             ${images.words}, ${images.prompt}, ${images.asWritten}, ${images.ratio}, ${count},
             ${images.templateId}, ${parent}, ${at}, ${at}, ${at}
        from ${from} and ${images.userId} = ${ownerOf(telegramId)} and ${images.state} <> 'draft'
      on conflict (wish_key) do nothing
      returning id`),
    when: sql`exists (select 1 from ${images} where ${images.id} = ${imageId})`,
  };
}
