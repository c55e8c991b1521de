import type { SpeechFault } from "./faults.ts";
import type { Recording } from "./listen.ts";
import { secondWord } from "./ruler.ts";

export interface Word {
  word: string;
  start: number;
  end: number;
}

export interface Segment {
  text: string;
  start: number;
  end: number;
  speaker: "A" | "B";
}

export interface Speech {
  text: string;
  words: Word[];
  segments: Segment[];
}

/** Below this a recording is silence: −60 dB is under the noise of any microphone. */
const SILENCE_DB = -60;
/** Words of one segment, about as many as a model puts into one. */
const SEGMENT_WORDS = 8;

/**
 * What the simulated model says. The ruler is read out, one word a second; silence is nothing; of any other
 * recording it says honestly what it is and how to connect a model that understands it.
 */
export function speak(recording: Recording, language: string, fault?: SpeechFault): Speech {
  return spoil(fluent(recording, language), recording.seconds, fault);
}

function fluent(recording: Recording, language: string): Speech {
  if (recording.spoken.length > 0) {
    const words = recording.spoken.map(({ second, start, end }) => ({
      word: secondWord(second),
      start: round(start),
      end: round(end),
    }));
    // Speakers take turns every ten seconds of the ruler.
    const speakers = recording.spoken.map(({ second }) => (Math.floor(second / 10) % 2 === 0 ? "A" : "B"));
    return assemble(words, speakers);
  }
  if (recording.loudness < SILENCE_DB) return { text: "", words: [], segments: [] };
  return assemble(spread(describe(recording, language), recording.seconds));
}

/** One honest sentence about the recording. */
function describe(recording: Recording, language: string): string {
  const { codec, channels } = recording;
  const container = recording.container.split(",")[1] ?? recording.container;
  const seconds = recording.seconds.toFixed(1);
  const loudness = Math.round(recording.loudness);
  switch (language) {
    case "ru":
      return `Это симулятор распознавания речи: получена запись ${container}/${codec}, ${seconds} с, ${channels}, ${recording.rate} Гц, громкость ${loudness} дБ; чтобы услышать слова, подключите настоящий сервис речи переменными OPENAI_API_KEY и OPENAI_BASE_URL.`;
    case "kk":
      return `Бұл сөйлеуді тану симуляторы: ${container}/${codec} жазбасы алынды, ${seconds} с, ${channels}, ${recording.rate} Гц, дыбыс деңгейі ${loudness} дБ; сөздерді есту үшін OPENAI_API_KEY және OPENAI_BASE_URL арқылы нағыз сөйлеу қызметін қосыңыз.`;
    default:
      return `This is the speech simulator: it received a ${container}/${codec} recording, ${seconds} s, ${channels}, ${recording.rate} Hz, loudness ${loudness} dB; to hear the words, connect a real speech service with OPENAI_API_KEY and OPENAI_BASE_URL.`;
  }
}

function spoil(speech: Speech, seconds: number, fault?: SpeechFault): Speech {
  if (!fault) return speech;
  let words = speech.words;
  if (fault.text !== undefined) words = spread(fault.text, seconds);
  if (fault.keep !== undefined) words = words.slice(0, Math.floor(words.length * fault.keep));
  if (fault.loop !== undefined) {
    const tail = words.slice(-3).map(({ word }) => word);
    const looped = Array.from({ length: fault.loop }, () => tail).flat();
    words = spread([...words.map(({ word }) => word), ...looped].join(" "), seconds);
  }
  if (fault.invented !== undefined) {
    const end = words.at(-1)?.end ?? 0;
    const invented = spread(fault.invented, Math.max(1, seconds - end));
    words = [...words, ...invented.map((w) => ({ ...w, start: w.start + end, end: w.end + end }))];
  }
  return assemble(words);
}

/** Gives the words of a text even times over the recording. */
function spread(text: string, seconds: number): Word[] {
  const words = text.split(/\s+/).filter((word) => word !== "");
  const step = seconds / Math.max(1, words.length);
  return words.map((word, i) => ({ word, start: round(i * step), end: round((i + 1) * step) }));
}

function assemble(words: Word[], speakers: ("A" | "B")[] = []): Speech {
  const segments: (Segment & { words: number })[] = [];
  for (const [i, word] of words.entries()) {
    const speaker = speakers[i] ?? "A";
    const last = segments.at(-1);
    const goesOn =
      last && last.words < SEGMENT_WORDS && last.speaker === speaker && word.start - last.end < 0.3;
    if (last && goesOn) {
      last.text += ` ${word.word}`;
      last.end = word.end;
      last.words++;
    } else segments.push({ text: word.word, start: word.start, end: word.end, speaker, words: 1 });
  }
  return {
    text: words.map(({ word }) => word).join(" "),
    words,
    segments: segments.map(({ text, start, end, speaker }) => ({ text, start, end, speaker })),
  };
}

function round(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
