import type { User } from "../domain/users/index.ts";
import type { Outgoing } from "../ports/telegram/message.ts";
import { type MenuScreen, packTap, SPEECH_LANGUAGES } from "./callbacks.ts";
import { packDeletionTap } from "./deletions/taps.ts";
import { packTodoTap } from "./todos/taps.ts";
import type { Translate } from "./translate.ts";

const to = (t: Translate, key: string, screen: MenuScreen) => ({
  text: t(key),
  data: packTap({ do: "menu", screen }),
});

const nameOf = (code: string): string => (SPEECH_LANGUAGES as Record<string, string>)[code] ?? code;

/** How a person's recordings are heard. */
export const settingsScreen = (
  { speechLanguages, glossary }: Pick<User, "speechLanguages" | "glossary">,
  t: Translate,
): Outgoing => ({
  html: t("settings", {
    languages: speechLanguages.length > 0 ? speechLanguages.map(nameOf).join(", ") : t("languages-auto"),
    entries: glossary.length,
  }),
  buttons: [
    [to(t, "settings-speech-languages", "speech-languages")],
    [to(t, "settings-glossary", "glossary")],
    [{ text: t("time-zone-button"), data: packTodoTap({ act: "zones" }) }],
    [to(t, "menu-language", "language")],
    [{ text: t("keep-button"), data: packDeletionTap({ act: "keep" }) }],
    [to(t, "menu-back", "start")],
  ],
});

/** Every language by its own name, the pinned ones marked; a tap pins or lets go. */
export function speechLanguagesScreen(
  { speechLanguages }: Pick<User, "speechLanguages">,
  t: Translate,
): Outgoing {
  const button = (language: string, name: string, marked: boolean) => ({
    text: marked ? `✅ ${name}` : name,
    data: packTap({ do: "speech-language", language }),
  });
  const languages = Object.entries(SPEECH_LANGUAGES).map(([code, name]) =>
    button(code, name, speechLanguages.includes(code)),
  );
  return {
    html: t("speech-languages"),
    buttons: [
      [button("auto", t("speech-languages-auto"), speechLanguages.length === 0)],
      ...inRows(languages, 3),
      [to(t, "menu-settings", "settings")],
    ],
  };
}

/** The glossary and how to change it. */
export const glossaryScreen = ({ glossary }: Pick<User, "glossary">, t: Translate): Outgoing => ({
  html: t("glossary", { entries: glossary.length > 0 ? glossary.join(", ") : t("glossary-empty") }),
  buttons: [[to(t, "menu-settings", "settings")]],
});

function inRows<T>(all: readonly T[], width: number): T[][] {
  const rows: T[][] = [];
  for (let i = 0; i < all.length; i += width) rows.push(all.slice(i, i + width));
  return rows;
}
