/**
 * What is never drawn, whatever a moderation service says or does not say: nobody under age with a likeness or in
 * anything suggestive, and nothing sexual with a likeness. Russian, Kazakh and English, because the wish is read as it
 * was written and as it was translated. Words that are mostly innocent ("bed", "beach", "young woman") are not here.
 */

const word = (stems: string): RegExp => new RegExp(`(?<![\\p{L}\\p{N}])(?:${stems})`, "iu");

const MINOR = [
  word(
    "child(?:ren|hood|ish)?(?![\\p{L}])|kids?(?![\\p{L}])|kiddo|toddlers?|infants?|bab(?:y|ies)(?![\\p{L}])|newborn|schoolgirl|schoolboy|school ?kid|teens?(?![\\p{L}])|teenage|preteen|tween|underage|minors?(?![\\p{L}])|lolis?(?![\\p{L}])|lolita|shota(?:con)?|little (?:girl|boy)|(?:young|small) (?:girl|boy)|kindergart|preschool",
  ),
  word(
    "реб[её]н|дет(?:и|ей|ям|ск)|дитя|малыш|младен|подрост|несовершеннолет|малолет|школьни|школьниц|девочк|девчушк|мальчик|мальчиш|дошкол|лолит|лоли(?![\\p{L}])|тинейдж",
  ),
  word(
    "бала(?![\\p{L}])|бала(?:лар|ның|ға|ны|мен)|балалық|сәби|нәресте|бүлдіршін|жасөспірім|кәмелетке толмаған|оқушы қыз|кішкентай (?:қыз|ұл)",
  ),
];

/** An age below eighteen, in figures: "12 years old", "12-year-old", "aged 9", "14 лет", "15-летняя", "10 жастағы". */
const AGE =
  /(?<![\p{N}.,])(\d{1,2})[\s-]*(?:years?[\s-]*old|y\.?\/?o\.?(?![\p{L}])|лет(?![\p{L}])|года?(?![\p{L}])|летн|жас)|(?:aged?|возраст\p{L}*)\s+(?:of\s+)?(\d{1,2})(?![\p{N}])/giu;

const SEXUAL = [
  word(
    "nud(?:e|es|ity|ist)|naked|topless|bottomless|porn|erotic|hentai|nsfw|sex(?:ual|y)?(?![\\p{L}])|sexual|genital|penis|vagina|nipples?|blowjob|orgasm|masturbat|fetish|bdsm|stripper|striptease|undress(?:ed|ing)|lingerie|see[- ]?through (?:dress|shirt|top)|onlyfans|breasts? (?:exposed|out|visible)|bare (?:breasts?|chested woman|butt)",
  ),
  word(
    "голы[йехм]|гол(?:ая|ую|ой|ое)(?![\\p{L}])|обнаж|нагиш|наг(?:ая|ой|ую|ие|ое)(?![\\p{L}])|топлес|порн|эрот|секс|интим|гениталии?|соск(?:и|ами)(?![\\p{L}])|пенис|вагин|минет|оргазм|мастурб|фетиш|бдсм|стрипти|раздет|раздева|нижнем белье|без одежды|без трус|хентай",
  ),
  word("жалаңаш|тыржалаңаш|шешінген|порно|эротика|сексуал|киімсіз"),
];

const says = (patterns: readonly RegExp[], text: string): boolean =>
  patterns.some((pattern) => pattern.test(text));

function namesYoungAge(text: string): boolean {
  for (const [, before, after] of text.matchAll(AGE)) if (Number(before ?? after) < 18) return true;
  return false;
}

/** Why this may not be drawn; null when no rule speaks against it. */
export function breaksRule(
  texts: readonly (string | null)[],
  { hasLikeness }: { hasLikeness: boolean },
): "prompt-minor" | "prompt-sexual" | null {
  const text = texts
    .join("\n")
    .normalize("NFKC")
    // Letters that are only there to break a word up.
    .replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, "");
  const isSexual = says(SEXUAL, text);
  const isYoung = says(MINOR, text) || namesYoungAge(text);
  if (isYoung && (hasLikeness || isSexual)) return "prompt-minor";
  return isSexual && hasLikeness ? "prompt-sexual" : null;
}

/**
 * What a moderation service's flags mean for a picture. "violence" and "harassment" alone are battles and quarrels, and
 * are drawn; their graphic and threatening kinds are not.
 */
export function judgeFlags(
  flags: readonly string[],
): "prompt-minor" | "prompt-sexual" | "prompt-unsafe" | null {
  if (flags.includes("sexual/minors")) return "prompt-minor";
  if (flags.includes("sexual")) return "prompt-sexual";
  return flags.some((flag) => !["violence", "harassment"].includes(flag)) ? "prompt-unsafe" : null;
}
