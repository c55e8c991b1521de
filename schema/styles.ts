import { index, pgEnum, pgTable, primaryKey, smallint, text } from "drizzle-orm/pg-core";
import { bornAt } from "./columns.ts";
import { imageRatio } from "./images.ts";
import { users } from "./users.ts";

export const STYLE_CATEGORIES = [
  "business",
  "cinema",
  "art",
  "fantasy",
  "travel",
  "seasons",
  "kazakh",
  "sport",
] as const;
export const styleCategory = pgEnum("style_category", STYLE_CATEGORIES);

/** Texts for pictures that somebody else has written already: chosen by a tap. They come with the migrations. */
export const styles = pgTable(
  "styles",
  {
    /** Letters, digits and dashes; it goes into buttons and links. */
    id: text("id").primaryKey(),
    category: styleCategory("category").notNull(),
    position: smallint("position").notNull(),
    /** Shown while its owner has drawn nothing in this style: nobody else's picture, and none that was not drawn by it. */
    emoji: text("emoji").notNull(),
    nameRu: text("name_ru").notNull(),
    nameEn: text("name_en").notNull(),
    nameKk: text("name_kk").notNull(),
    /** English; the likeness's own word is added when it is drawn. */
    prompt: text("prompt").notNull(),
    ratio: imageRatio("ratio").notNull(),
  },
  (table) => [index("styles_by_category").on(table.category, table.position)],
);

/** Styles that a person keeps at hand. */
export const styleFavourites = pgTable(
  "style_favourites",
  {
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    styleId: text("style_id")
      .notNull()
      .references(() => styles.id, { onDelete: "cascade" }),
    createdAt: bornAt(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.styleId] })],
);
