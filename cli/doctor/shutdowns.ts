/** A model's announced end, and what OpenAI names in its place (platform.openai.com/docs/deprecations, November 2026). */
interface Shutdown {
  models: RegExp;
  /** YYYY-MM-DD, UTC. */
  date: string;
  instead: string;
}

const SHUTDOWNS: readonly Shutdown[] = [
  {
    models: /^(whisper-1|gpt-4o-transcribe|gpt-4o-mini-transcribe(-[\d-]+)?)$/,
    date: "2027-02-26",
    instead: "gpt-transcribe",
  },
  // Nobody tells voices apart in its place; FAL's Whisper does.
  { models: /^gpt-4o-transcribe-diarize$/, date: "2027-02-26", instead: "fal-ai/whisper" },
  { models: /^(gpt-5|gpt-5-mini|gpt-5-nano|o3)$/, date: "2026-12-11", instead: "gpt-5.6-luna" },
  { models: /^(gpt-4o|gpt-4o-mini|gpt-4\.1|gpt-4\.1-mini)$/, date: "2027-01-14", instead: "gpt-6-luna" },
  {
    models: /^(gpt-3\.5-turbo|gpt-4|gpt-4-turbo|gpt-4\.1-nano|o1|o3-mini|o4-mini)$/,
    date: "2026-10-23",
    instead: "gpt-6-luna",
  },
  { models: /^(gpt-5\.1|gpt-5\.4-nano)$/, date: "2027-04-01", instead: "gpt-6-luna" },
];

/** When this model of OpenAI ends, if that is known. */
export const findShutdown = (model: string): Shutdown | undefined =>
  SHUTDOWNS.find(({ models }) => models.test(model));
