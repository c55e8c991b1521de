import type { User } from "../users/index.ts";

/** Where most people who speak a language live: taken until they have said where they do. */
const GUESSES: Record<User["locale"], string> = { ru: "Europe/Moscow", kk: "Asia/Almaty", en: "UTC" };

/** Somebody's time zone, said or guessed. */
export const zoneOf = ({ timeZone, locale }: Pick<User, "timeZone" | "locale">): string =>
  timeZone ?? GUESSES[locale];

/** Cities by the names that people type, lower case, to their zones (IANA). */
const CITIES = new Map<string, string>(
  Object.entries({
    "Asia/Almaty":
      "алматы алма-ата almaty астана astana нур-султан шымкент shymkent караганда қарағанды казахстан қазақстан kazakhstan",
    "Asia/Aqtau": "актау ақтау aqtau",
    "Europe/Moscow":
      "москва мск moscow мәскеу питер санкт-петербург петербург saint-petersburg минск minsk сочи казань краснодар",
    "Europe/Kaliningrad": "калининград kaliningrad",
    "Europe/Samara": "самара samara ижевск",
    "Asia/Yekaterinburg": "екатеринбург yekaterinburg уфа челябинск пермь тюмень",
    "Asia/Omsk": "омск omsk",
    "Asia/Novosibirsk": "новосибирск novosibirsk",
    "Asia/Krasnoyarsk": "красноярск krasnoyarsk",
    "Asia/Irkutsk": "иркутск irkutsk",
    "Asia/Yakutsk": "якутск yakutsk чита",
    "Asia/Vladivostok": "владивосток vladivostok хабаровск",
    "Asia/Magadan": "магадан magadan",
    "Asia/Kamchatka": "камчатка kamchatka",
    "Europe/Kyiv": "киев київ kyiv kiev украина",
    "Asia/Tashkent": "ташкент tashkent самарканд",
    "Asia/Bishkek": "бишкек bishkek",
    "Asia/Dushanbe": "душанбе dushanbe",
    "Asia/Tbilisi": "тбилиси tbilisi",
    "Asia/Yerevan": "ереван yerevan",
    "Asia/Baku": "баку baku",
    "Europe/Istanbul": "стамбул istanbul анталья анкара",
    "Asia/Dubai": "дубай dubai",
    "Europe/Berlin": "берлин berlin мюнхен",
    "Europe/London": "лондон london",
    "Europe/Paris": "париж paris",
    "Asia/Jerusalem": "тель-авив иерусалим tel-aviv jerusalem",
    "America/New_York": "нью-йорк new-york",
    "America/Los_Angeles": "лос-анджелес los-angeles",
    UTC: "utc гринвич",
  }).flatMap(([zone, names]) => names.split(" ").map((name): [string, string] => [name, zone])),
);

/** The zones that are offered as buttons. */
export const OFFERED_ZONES = [
  "Asia/Almaty",
  "Europe/Moscow",
  "Europe/Samara",
  "Asia/Yekaterinburg",
  "Asia/Novosibirsk",
  "Asia/Vladivostok",
  "Asia/Tashkent",
  "Europe/Istanbul",
  "Europe/Berlin",
  "Europe/London",
  "America/New_York",
  "UTC",
] as const;

/** The zone that somebody typed: a city, an offset ("+5", "UTC+5:30"), an IANA name. Null when it is none of these. */
export function readZone(typed: string): string | null {
  const text = typed.trim().toLowerCase();
  const city = CITIES.get(text.replace(/\s+/g, "-"));
  if (city) return city;
  const offset = /^(?:utc|gmt)?\s*([+−-])\s*(\d{1,2})(?::?([0-5]\d))?$/.exec(text);
  if (offset) {
    const [, sign, hours = "", minutes = "00"] = offset;
    // The farthest there are: UTC−12 and UTC+14.
    if (Number(hours) > (sign === "+" ? 14 : 12)) return null;
    return `${sign === "+" ? "+" : "-"}${hours.padStart(2, "0")}:${minutes}`;
  }
  if (text.length > 40 || !/^[a-z]+\/[a-z_/-]+$/.test(text)) return null;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

/** The day that it is somewhere: "2026-11-21". */
export const dayIn = (zone: string, at: Date): string => wallClock(zone, at).slice(0, 10);

/** The day `days` later. */
export const daysLater = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** When a clock somewhere shows this day and time ("09:00"). A time that summer time leaves out means the one it becomes. */
export function momentIn(zone: string, day: string, time: string): Date {
  const wanted = Date.parse(`${day}T${time}:00Z`);
  const offsetAt = (at: number) => Date.parse(`${wallClock(zone, new Date(at))}Z`) - at;
  const first = wanted - offsetAt(wanted);
  const second = wanted - offsetAt(first);
  // The two differ around a change of the clock; in the hour that is left out the earlier offset counts.
  return new Date(second + offsetAt(second) === wanted ? second : Math.max(first, second));
}

/** What a clock shows somewhere: "2026-11-21T09:00:00". */
const wallClock = (zone: string, at: Date): string =>
  new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    dateStyle: "short",
    timeStyle: "medium",
  })
    .format(at)
    .replace(" ", "T");
