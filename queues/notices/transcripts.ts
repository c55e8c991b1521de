import { canHearAgain, findOwn } from "../../domain/transcripts/index.ts";
import { hearOffer, WAYS, type Way } from "../../views/hear-offer.ts";
import { staleTap } from "../../views/menu.ts";
import { recordingStatus } from "../../views/recording.ts";
import { glossaryScreen, settingsScreen, speechLanguagesScreen } from "../../views/settings.ts";
import { voiceScreen, voicesScreen } from "../../views/voices.ts";
import { findPrice } from "./price.ts";
import type { Screen } from "./screens.ts";

/** Explains another way of hearing a recording, and its price. */
const offer =
  (way: Way): Screen =>
  async (t, { ports, user, about = "" }) => {
    const found = await findOwn(ports.db, user.telegramId, about);
    const model = ports.speech.choose(way === "anew" ? "text" : way);
    if (!found?.transcript.text || !canHearAgain(found.transcript) || !model) return staleTap(t);
    const coins = await findPrice(ports, found);
    return hearOffer(found.transcript, way, { model, coins }, t);
  };

/** Screens about a person's texts, and how their recordings are heard. */
export const transcriptScreens: Record<string, Screen> = {
  voices: async (t, { ports, user, about = "" }) => {
    const found = await findOwn(ports.db, user.telegramId, about);
    return found ? voicesScreen(found.transcript, t) : staleTap(t);
  },

  voice: async (t, { ports, user, about = "" }) => {
    const [id = "", voice = ""] = about.split(" ");
    const found = await findOwn(ports.db, user.telegramId, id);
    return (found && voiceScreen(found.transcript, voice, user.glossary, t)) ?? staleTap(t);
  },

  ...Object.fromEntries(WAYS.map((way) => [`ask-${way}`, offer(way)])),
  "hear-started": (t, { about = "" }) => recordingStatus({ stage: "listening" }, about, t),

  settings: (t, { user }) => settingsScreen(user, t),
  "speech-languages": (t, { user }) => speechLanguagesScreen(user, t),
  glossary: (t, { user }) => glossaryScreen(user, t),
};
