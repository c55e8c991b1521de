import { customType, doublePrecision, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { transcripts } from "./transcripts.ts";

const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });

/**
 * What was said, stretch by stretch, for the search. The database writes it whenever a transcript's passages change
 * (trigger `transcripts_are_searched`); nobody else does. Texts of groups are not here.
 */
export const spoken = pgTable(
  "spoken",
  {
    transcriptId: text("transcript_id")
      .notNull()
      .references(() => transcripts.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
    userId: text("user_id").notNull(),
    fromSeconds: doublePrecision("from_seconds").notNull(),
    toSeconds: doublePrecision("to_seconds").notNull(),
    said: text("said").notNull(),
    /** Its words as said, and their Russian and English stems, each marked with whose they are (`spoken_mark`). */
    words: tsvector("words").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.transcriptId, table.position] }),
    index("spoken_by_owner").on(table.userId, table.transcriptId),
    index("spoken_words").using("gin", table.words),
  ],
);
