import { zoneOf } from "../domain/todos/index.ts";
import type { User } from "../domain/users/index.ts";
import type { Locale } from "./translate.ts";

/** Who reads: days and times are told in their language, by their clock. */
export type Reader = Pick<User, "locale" | "timeZone">;

/** A day: "21 ноября 2026 г.", "November 21, 2026". */
export const sayDay = (at: Date, reader: Reader): string =>
  sayDate(at, reader.locale, { day: "numeric", month: "long", year: "numeric", timeZone: zoneOf(reader) });

/**
 * A moment, as `toLocaleString` tells it. Workers know no Kazakh dates ("M11 21, Fri"): those are Russian ones with
 * Kazakh words.
 */
export function sayDate(at: Date, locale: Locale, options: Intl.DateTimeFormatOptions): string {
  if (locale !== "kk") return at.toLocaleString(locale, options);
  const { timeZone } = options;
  const inEnglish = (part: Intl.DateTimeFormatOptions) => at.toLocaleString("en", { ...part, timeZone });
  const isLong = options.month === "long" || options.dateStyle === "long";
  const month = MONTHS[Number(inEnglish({ month: "numeric" })) - 1] ?? "";
  return new Intl.DateTimeFormat("ru", options)
    .formatToParts(at)
    .map(({ type, value }) => {
      if (type === "month" && /\p{L}/u.test(value)) return isLong ? month : `${month.slice(0, 3)}.`;
      if (type === "weekday") return WEEKDAYS[inEnglish({ weekday: "short" })] ?? value;
      return type === "literal" ? value.replace("г.", "ж.").replace(" в ", ", ") : value;
    })
    .join("");
}

const MONTHS = "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан".split(
  " ",
);
const WEEKDAYS: Record<string, string> = {
  Mon: "дс",
  Tue: "сс",
  Wed: "ср",
  Thu: "бс",
  Fri: "жм",
  Sat: "сб",
  Sun: "жс",
};
