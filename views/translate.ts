import { FluentBundle, FluentNumber, FluentResource, type FluentVariable } from "@fluent/bundle";
import { en } from "./locales/en.ts";
import { kk } from "./locales/kk.ts";
import { ru } from "./locales/ru.ts";

const SOURCES = { ru, en, kk };

export type Locale = keyof typeof SOURCES;

/** A text by its key, in one language, as Telegram HTML. String arguments are escaped; the texts themselves may hold markup. */
export type Translate = (key: string, args?: Record<string, string | number>) => string;

/** Workers know no Kazakh numbers ("2,000"): they are written as Russian ones are ("2 000"). */
class KazakhNumber extends FluentNumber {
  override toString(): string {
    return this.value.toLocaleString("ru");
  }
}

const bundles = new Map<Locale, FluentBundle>();

function bundleOf(locale: Locale): FluentBundle {
  const known = bundles.get(locale);
  if (known) return known;
  // Isolating marks are invisible characters around arguments: they would be copied with the text.
  const bundle = new FluentBundle(locale, { useIsolating: false });
  const errors = bundle.addResource(new FluentResource(SOURCES[locale]));
  if (errors.length > 0) throw new Error(`texts of ${locale}: ${errors.join("; ")}`);
  bundles.set(locale, bundle);
  return bundle;
}

/** The texts of one language. Throws on a key or an argument that is missing: a test reads every text, so users never see that. */
export function translator(locale: Locale): Translate {
  const bundle = bundleOf(locale);
  return (key, args = {}) => {
    const pattern = bundle.getMessage(key)?.value;
    if (!pattern) throw new Error(`no text "${key}" in ${locale}`);
    const escaped: Record<string, FluentVariable> = Object.fromEntries(
      Object.entries(args).map(([name, value]) => [
        name,
        typeof value === "string" ? escapeHtml(value) : locale === "kk" ? new KazakhNumber(value) : value,
      ]),
    );
    const errors: Error[] = [];
    const text = bundle.formatPattern(pattern, escaped, errors);
    if (errors[0]) throw errors[0];
    return text;
  };
}

/** The three characters that Telegram's HTML reserves. */
export const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
