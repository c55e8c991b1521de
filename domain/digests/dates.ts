/**
 * Resolves what was said about a day against the day on which it was said. Only what can mean one day is resolved:
 * "на следующей неделе" stays words. Russian, English and Kazakh.
 */
export function resolveDue(words: string, saidOn: string): { on: string | null; time: string | null } {
  const text = ` ${words
    .toLowerCase()
    .replaceAll("ё", "е")
    .replace(/[«»"',;!?()]/g, " ")
    .replace(/\s+/g, " ")
    .trim()} `;
  const on = dayIn(text, saidOn);
  return { on, time: on === null ? null : timeIn(text) };
}

const DAY_MS = 86_400_000;
const at = (day: string): Date => new Date(`${day}T00:00:00Z`);
const asDay = (date: Date): string => date.toISOString().slice(0, 10);
const plus = (day: string, days: number): string => asDay(new Date(at(day).getTime() + days * DAY_MS));
/** Monday is 1. */
const weekdayOf = (day: string): number => at(day).getUTCDay() || 7;

/** JavaScript's \b knows Latin letters only; texts are padded with spaces, so words begin after one. */
const word = (pattern: string): RegExp => new RegExp(`(?<![\\p{L}\\p{N}])(?:${pattern})(?![\\p{L}])`, "u");

const RELATIVE: readonly [RegExp, number][] = [
  [word("послезавтра|the day after tomorrow|day after tomorrow|бүрсігүні|бүрсігүнге"), 2],
  [word("завтра|завтрашн\\p{L}+|tomorrow|ертең|ертеңге"), 1],
  [word("сегодня|сегодняшн\\p{L}+|today|tonight|бүгін|бүгінге"), 0],
];

const WEEKDAYS: readonly RegExp[] = [
  "понедельник\\p{L}*|monday|дүйсенбі\\p{L}*",
  "вторник\\p{L}*|tuesday|сейсенбі\\p{L}*",
  "сред[ауыеой]+|wednesday|сәрсенбі\\p{L}*",
  "четверг\\p{L}*|thursday|бейсенбі\\p{L}*",
  "пятниц\\p{L}*|friday|жұма(?:ға|да|ның|сына)?",
  "суббот\\p{L}*|saturday|сенбі\\p{L}*",
  "воскресень\\p{L}*|sunday|жексенбі\\p{L}*",
].map(word);

const MONTHS: readonly string[] = [
  "январ\\p{L}*|january|jan|қаңтар\\p{L}*",
  "феврал\\p{L}*|february|feb|ақпан\\p{L}*",
  "март\\p{L}*|march|mar|наурыз\\p{L}*",
  "апрел\\p{L}*|april|apr|сәуір\\p{L}*",
  "ма[йяе]|may|мамыр\\p{L}*",
  "июн\\p{L}*|june|jun|маусым\\p{L}*",
  "июл\\p{L}*|july|jul|шілде\\p{L}*",
  "август\\p{L}*|august|aug|тамыз\\p{L}*",
  "сентябр\\p{L}*|september|sept|sep|қыркүйек\\p{L}*",
  "октябр\\p{L}*|october|oct|қазан\\p{L}*",
  "ноябр\\p{L}*|november|nov|қараша\\p{L}*",
  "декабр\\p{L}*|december|dec|желтоқсан\\p{L}*",
];

const ORDINALS =
  "перв втор трет четверт пят шест седьм восьм девят десят одиннадцат двенадцат тринадцат четырнадцат пятнадцат шестнадцат семнадцат восемнадцат девятнадцат двадцат".split(
    " ",
  );
const NUMBERS: Readonly<Record<string, number>> = {
  ...{
    один: 1,
    одну: 1,
    два: 2,
    две: 2,
    три: 3,
    четыре: 4,
    пять: 5,
    шесть: 6,
    семь: 7,
    восемь: 8,
    девять: 9,
  },
  ...{ десять: 10, пару: 2, one: 1, a: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, ten: 10 },
  ...{ бір: 1, екі: 2, үш: 3, төрт: 4, бес: 5, алты: 6, жеті: 7, он: 10 },
};

function dayIn(text: string, saidOn: string): string | null {
  return (
    relative(text, saidOn) ??
    writtenOut(text) ??
    dated(text, saidOn) ??
    distance(text, saidOn) ??
    weekday(text, saidOn) ??
    endOfMonth(text, saidOn)
  );
}

function relative(text: string, saidOn: string): string | null {
  const found = RELATIVE.find(([pattern]) => pattern.test(text));
  return found ? plus(saidOn, found[1]) : null;
}

/** "2026-11-27". */
const writtenOut = (text: string): string | null => valid(/ (\d{4})-(\d{2})-(\d{2}) /.exec(text)?.slice(1));

/** "15 ноября", "November 15", "пятнадцатого ноября", "15.11", "15.11.2026", "15 числа", "15-го". */
function dated(text: string, saidOn: string): string | null {
  const [year = 0, month = 0] = saidOn.split("-").map(Number);
  const [, d, m, y] = /(?<![\d.:])(\d{1,2})\.(\d{1,2})(?:\.(\d{4}))?(?![\d:])/.exec(text) ?? [];
  if (d && m) return y ? valid([y, m, d]) : comingYear(Number(m), Number(d), saidOn);
  const named = MONTHS.findIndex((pattern) => word(pattern).test(text));
  const day = numberedDay(text);
  if (named >= 0) {
    const said = /(?<!\d)(20\d\d)(?!\d)/.exec(text)?.[1];
    if (day === null) return null;
    return said ? valid([said, String(named + 1), String(day)]) : comingYear(named + 1, day, saidOn);
  }
  if (day === null || !/числ|-го|-му|-е /.test(text) || /:/.test(text)) return null;
  const here = valid([String(year), String(month), String(day)]);
  if (here && here >= saidOn) return here;
  return valid([String(month === 12 ? year + 1 : year), String((month % 12) + 1), String(day)]);
}

function numberedDay(text: string): number | null {
  const digits = /(?<![\d:.])(\d{1,2})(?:-?(?:го|му|е|st|nd|rd|th|ші|шы))?(?![\d:])/.exec(
    text.replace(/20\d\d/, ""),
  )?.[1];
  if (digits) return Number(digits);
  const tens = /(?<!\p{L})(двадцать|тридцать)\s/u.exec(text)?.[1];
  const rest = tens ? text.slice(text.indexOf(tens) + tens.length) : text;
  if (/(?<!\p{L})тридцат(?:ое|ого|ому)/u.test(rest)) return 30;
  const unit = ORDINALS.findLastIndex((stem) =>
    new RegExp(`(?<!\\p{L})${stem}(?:ого|ому|ое|ьего|ьему|ье|его|ему)(?!\\p{L})`, "u").test(rest),
  );
  if (unit < 0) return null;
  return unit + 1 + (tens === "двадцать" ? 20 : tens === "тридцать" ? 30 : 0);
}

/** A day and month without a year is the next such day, today included. */
function comingYear(month: number, day: number, saidOn: string): string | null {
  const year = Number(saidOn.slice(0, 4));
  const here = valid([String(year), String(month), String(day)]);
  return here && here >= saidOn ? here : valid([String(year + 1), String(month), String(day)]);
}

function valid(parts: readonly string[] | undefined): string | null {
  const [year, month, day] = parts ?? [];
  if (!year || !month || !day) return null;
  const text = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const date = at(text);
  return !Number.isNaN(date.getTime()) && asDay(date) === text ? text : null;
}

/** "через два дня", "через неделю", "in 3 days", "үш күннен кейін". */
function distance(text: string, saidOn: string): string | null {
  const [, ru, ruUnit] = /через (?:(\d{1,3}|\p{L}+) )?(дн|день|недел|месяц)/u.exec(text) ?? [];
  const [, en, enUnit] = / in (\d{1,3}|\p{L}+) (day|week|month)/u.exec(text) ?? [];
  const [, kk, kkUnit] = / (\d{1,3}|\p{L}+) (күннен|аптадан|айдан) (?:кейін|соң)/u.exec(text) ?? [];
  const unit = ruUnit ?? enUnit ?? kkUnit;
  if (!unit) return null;
  const said = ru ?? en ?? kk;
  const count = said === undefined ? 1 : /^\d/.test(said) ? Number(said) : NUMBERS[said];
  if (count === undefined) return null;
  if (/^(месяц|month|айдан)/.test(unit)) return monthsLater(saidOn, count);
  return plus(saidOn, count * (/^(недел|week|апта)/.test(unit) ? 7 : 1));
}

function monthsLater(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0));
  return asDay(new Date(Math.min(Date.UTC(year, month - 1 + months, date), last.getTime())));
}

/** The coming one; "в следующую пятницу" is that of next week, "в эту пятницу" that of this one. */
function weekday(text: string, saidOn: string): string | null {
  const wanted = WEEKDAYS.findIndex((pattern) => pattern.test(text)) + 1;
  if (wanted === 0 || WEEKDAYS.filter((pattern) => pattern.test(text)).length > 1) return null;
  const today = weekdayOf(saidOn);
  if (word("следующ\\p{L}+|next|келесі").test(text)) return plus(saidOn, 7 - today + wanted);
  if (word("эт[уао]\\p{L}*|this|осы").test(text))
    return wanted >= today ? plus(saidOn, wanted - today) : null;
  return plus(saidOn, ((wanted - today + 6) % 7) + 1);
}

function endOfMonth(text: string, saidOn: string): string | null {
  if (!/конц\p{L} (?:этого )?месяца|end of (?:the |this )?month|ай(?:дың)? соңына/u.test(text)) return null;
  const [year = 0, month = 0] = saidOn.split("-").map(Number);
  return asDay(new Date(Date.UTC(year, month, 0)));
}

/** "15:00", "в 3 часа дня", "к десяти утра", "at 3 pm", "сағат 15-те". */
function timeIn(text: string): string | null {
  const [, h, m] =
    /(?<![\d.])([01]?\d|2[0-3])[:.]([0-5]\d)(?![\d.])/.exec(text.replace(/\d{1,2}\.\d{1,2}\.\d{4}/, "")) ??
    [];
  const colon = text.includes(":");
  if (h && m && colon) return `${h.padStart(2, "0")}:${m}`;
  const [, hour, part] =
    /(?<!\d)(\d{1,2})(?:\s*(?:час\p{L}*|-те|-да|-де|-та))?\s*(утра|дня|вечера|ночи|am|pm|a\.m\.|p\.m\.)(?!\p{L})/u.exec(
      text,
    ) ?? [];
  if (hour && part) return asTime(Number(hour), /^(дня|вечера|pm|p\.m)/.test(part));
  const [, bare] =
    /(?:(?<!\p{L})сағат|(?<!\p{L})at|(?<!\p{L})[вк]о?) (\d{1,2})(?:-?(?:те|та|де|да|ге|ға)| час\p{L}*| o.clock)/u.exec(
      text,
    ) ?? [];
  return bare && Number(bare) < 24 ? `${bare.padStart(2, "0")}:00` : null;
}

function asTime(hour: number, afternoon: boolean): string | null {
  const real = afternoon && hour < 12 ? hour + 12 : !afternoon && hour === 12 ? 0 : hour;
  return real < 24 ? `${String(real).padStart(2, "0")}:00` : null;
}
