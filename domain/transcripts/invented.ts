import { normalise } from "./seam.ts";

/**
 * What speech models are known to write where nobody speaks: they learned it from the subtitles of films and videos.
 * Written as `normalise` leaves it: small letters, no punctuation, е for ё.
 */
const CREDITS: readonly RegExp[] = [
  /субтитры (?:с?делал|создавал|создал|подогнал|подготовил|предоставил|добавил)\S*(?: \S+)?/,
  /субтитры (?:и перевод|сообщества|amaraorg)(?: \S+){0,3}/,
  /редактор субтитров(?: \S+){1,2} корректор(?: \S+){1,2}|редактор субтитров(?: \S+){1,2}/,
  /dimatorzok/,
  /продолжение следует/,
  /спасибо за (?:просмотр|внимание)/,
  /(?:не забудьте )?подпи(?:шитесь|сывайтесь)(?: на (?:мой |наш |этот )?канал)?(?: и ставьте лайки)?/,
  /ставьте лайки/,
  /до новых встреч/,
  /subtitles by(?: \S+){1,5}/,
  /(?:subs|captions|captioning|transcription|transcribed|translated|translation|corrections) by(?: \S+){1,4}/,
  /(?:thank you|thanks)(?: so much| very much)? for (?:watching|listening|viewing|your attention)(?: this video| my video)?/,
  /(?:please )?(?:like and )?subscribe(?: to (?:my|our|the) channel)?/,
  /(?:i will |ill )?see you (?:in the )?next (?:time|video)/,
  /to be continued/,
  /субтитр\S*(?: \S+)? (?:жасаған|дайындаған|жазған)(?: \S+)?/,
  /(?:көргендеріңізге|қарағандарыңызға|назарларыңызға|тыңдағандарыңызға|көргеніңізге|назарыңызға) рақ?х?мет/,
  /жалғасы бар/,
  /(?:арнаға|арнамызға|каналға) жазыл\S+/,
  /altyazı mk/,
  /izlediğiniz için teşekkür\S*/,
];

/** Ordinary words, which models write into silence as well: suspicious only there. */
const POLITE: readonly RegExp[] = [
  /(?:большое )?спасибо(?: большое)?/,
  /пока(?: ?пока)?/,
  /до свидания/,
  /thank you(?: very much| so much)?/,
  /thanks/,
  /(?:bye|goodbye)(?: ?bye)?/,
  /you/,
  /okay/,
  /(?:көп )?рақ?х?мет(?: сізге)?/,
  /сау бол\S*/,
  /музыка|музыкалық|music|аплодисменты|applause|смех|тишина/,
];

/** Whether a text holds nothing but what models invent: `credits` never open a conversation, `polite` may. */
export function findInvention(text: string): "credits" | "polite" | null {
  const plain = text.split(/\s+/).map(normalise).filter(Boolean).join(" ");
  if (plain === "") return null;
  const rest = without(plain, CREDITS);
  if (rest === "") return "credits";
  return without(rest, POLITE) === "" ? "polite" : null;
}

/** Whether such a phrase is anywhere in a text. */
export function holdsCredits(text: string): boolean {
  const plain = text.split(/\s+/).map(normalise).filter(Boolean).join(" ");
  return without(plain, CREDITS) !== plain;
}

/** The text with every whole-word occurrence of the phrases taken out. */
function without(text: string, phrases: readonly RegExp[]): string {
  return phrases
    .reduce((rest, { source }) => rest.replace(new RegExp(`(?<=^| )(?:${source})(?=$| )`, "gu"), " "), text)
    .replace(/ +/g, " ")
    .trim();
}
