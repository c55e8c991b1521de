/**
 * What the simulator writes about a text: the text's own sentences, chosen by plain rules. No model: the same input
 * always gives the same answer, and every quote is verbatim.
 */

/** A sentence of the input and, where its line names somebody before a colon, who says it. */
export interface Sentence {
  text: string;
  speaker: string | null;
}

/** What stands between `<data-…>` marks is the material; without marks all of it is. */
export function materialOf(input: string): string {
  const marked = [...input.matchAll(/<(data-[\w-]+)>\n?([\s\S]*?)\n?<\/\1>/g)].map(
    ([, , text]) => text ?? "",
  );
  return marked.length > 0 ? marked.join("\n") : input;
}

export function sentencesOf(input: string): Sentence[] {
  const found = materialOf(input)
    .split("\n")
    .flatMap((line) => {
      const { speaker = null, text = "" } =
        /^(?:\[[\d:]+\]\s*)?(?:(?<speaker>\p{Lu}[^:\n.!?]{0,40}):\s)?(?<text>.*)$/u.exec(line)?.groups ?? {};
      return (text.match(/[^.!?…]+[.!?…]*/g) ?? []).map((sentence) => ({ text: sentence.trim(), speaker }));
    })
    .filter(({ text }) => /\p{L}/u.test(text));
  return found.length > 0 ? found : [{ text: "(the simulator received no text)", speaker: null }];
}

/** JavaScript knows word borders of Latin letters only. */
const word = (words: string) => new RegExp(`(?<!\\p{L})(?:${words})`, "iu");
const TASK = word(
  "нужно|надо|сделай|сделать|подготов|отправ|пришл|проверь|проверит|позвон|купи|забер|не забудь|берёт|возьм|will|should|must|need to|have to|please|керек|жібер|дайында",
);
const DECISION = word(
  "решили|решено|договорились|утвердили|согласовали|decided|agreed|approved|шештік|келістік",
);
const OPEN = word("не решили|открыт|непонятно|вопрос|unclear|open question|белгісіз");
const DUE =
  /(?<!\p{L})(?:до|к|в|во)\s+(?:понедельник\p{L}*|вторник\p{L}*|сред[уыеа]|четверг\p{L}*|пятниц\p{L}*|суббот\p{L}*|воскресень\p{L}*|конц\p{L} недели|\d{1,2}\s+\p{L}+)|(?<!\p{L})(?:послезавтра|завтра|сегодня|tomorrow|today|ертең|by \p{L}+day|on \p{L}+day)(?!\p{L})/iu;
const OWNER =
  /^(?!Нужно|Надо|Please)(\p{Lu}\p{Ll}+)(?:,|\s+(?:подготов|отправ|пришл|провер|позвон|купи|забер|берёт|возьм|сдела|will|should|must))/u;

/** The sentences that a list of this name would hold: tasks, decisions, questions, or the first of all. */
export function choose(name: string, sentences: readonly Sentence[]): Sentence[] {
  if (/task|todo|action/i.test(name)) return sentences.filter(({ text }) => TASK.test(text));
  if (/decision/i.test(name)) return sentences.filter(({ text }) => DECISION.test(text) && !OPEN.test(text));
  if (/question|open/i.test(name)) return sentences.filter(({ text }) => OPEN.test(text) || /\?$/.test(text));
  const most = Math.min(8, Math.max(3, Math.ceil(sentences.length / 6)));
  const step = Math.max(1, Math.floor(sentences.length / most));
  return sentences.filter((_, i) => i % step === 0).slice(0, most);
}

/** The sentences that share most words with a question; none, where none shares any. */
export function answering(question: string, sentences: readonly Sentence[]): Sentence[] {
  const rootsOf = (text: string) =>
    (text.toLowerCase().match(/\p{L}{4,}/gu) ?? []).map((word) =>
      word.slice(0, Math.max(4, word.length - 3)),
    );
  const asked = [...new Set(rootsOf(question))];
  const ranked = sentences.map((sentence) => {
    const roots = rootsOf(sentence.text);
    const isShared = (root: string) => roots.some((one) => one.startsWith(root) || root.startsWith(one));
    return { sentence, shared: asked.filter(isShared).length };
  });
  const most = Math.max(0, ...ranked.map(({ shared }) => shared));
  return most === 0 ? [] : ranked.filter(({ shared }) => shared === most).map(({ sentence }) => sentence);
}

export const dueIn = ({ text }: Sentence): string | null => DUE.exec(text)?.[0] ?? null;

export const ownerIn = ({ text }: Sentence): string | null => OWNER.exec(text)?.[1] ?? null;
