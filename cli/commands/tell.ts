import { type Answer, said } from "../answer.ts";
import { type Database, withDatabase } from "../database.ts";

/** Does something with the database, and answers the sentence that it says. */
export const tell = (act: (database: Database) => Promise<string>): Promise<Answer> =>
  withDatabase(async (database) => said(await act(database)));
