import fc from "fast-check";
import { expect, test } from "vitest";
import { countWords, findDoubt, isLoop, needsListening } from "./guards.ts";
import { holdsCredits } from "./invented.ts";

const SPEECH = [
  `Добрый день, коллеги. Сегодня мы обсудим план работ на неделю, потом вернёмся к бюджету. Спасибо, что пришли.
   Первое: отчёт нужно закончить до среды. Да, да, да, я помню, что обещала раньше. Ну ладно, пока.`,
  `Good morning everybody, thank you for coming. I will see you next week, but first the numbers: one two three.
   No no no no, that is not what I meant. Please subscribe to the newsletter if you like, bye bye.`,
  `Қайырлы күн, әріптестер. Бүгін біз апталық жоспарды талқылаймыз, содан кейін бюджетке ораламыз. Көп рахмет.
   Бірінші: есепті сәрсенбіге дейін аяқтау керек. Иә, иә, білемін, сау болыңыз.`,
].map((text) => text.split(/\s+/));

const speech = fc
  .record({
    voice: fc.constantFrom(...SPEECH),
    start: fc.nat(10),
    seconds: fc.integer({ min: 1, max: 1200 }),
  })
  .chain(({ voice, start, seconds }) =>
    fc.record({
      seconds: fc.constant(seconds),
      pace: fc.double({ min: 0.6, max: 4.5, noNaN: true }),
      voiced: fc.option(fc.double({ min: 0.4, max: 1, noNaN: true })),
      voice: fc.constant(voice),
      start: fc.constant(start),
      // People wander: no two minutes are the same words.
      wander: fc.array(fc.nat(1000), { minLength: 5, maxLength: 5 }),
    }),
  )
  .map(({ seconds, pace, voiced, voice, start, wander }) => {
    const words = Array.from({ length: Math.max(3, Math.round(seconds * pace)) }, (_, i) =>
      i % 7 === 6 ? `n${i + (wander[i % 5] ?? 0)}` : (voice[(start + i) % voice.length] ?? ""),
    );
    return { text: words.join(" "), seconds, voiced };
  });

test("ordinary speech at any pace and length is never doubted", () => {
  fc.assert(
    fc.property(speech, ({ text, seconds, voiced }) => {
      expect(findDoubt(text, seconds, voiced)).toBeNull();
    }),
    { numRuns: 400 },
  );
});

test("a counted second a second, as in a recording for tests, is ordinary", () => {
  const ruler = Array.from({ length: 120 }, (_, i) => `s${i}`).join(" ");
  expect(findDoubt(ruler, 120, 1)).toBeNull();
});

test("a phrase repeated without end is a loop, wherever it begins", () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[а-я]{2,8}$/), { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 18, max: 40 }),
      fc.constantFrom(...SPEECH),
      (phrase, times, before) => {
        const text = [...before, ...Array.from({ length: times }, () => phrase).flat()].join(" ");
        expect(isLoop(text)).toBe(true);
      },
    ),
    { numRuns: 200 },
  );
});

test.each([
  "да да да да да",
  "ха-ха-ха-ха-ха, ну ты даёшь",
  "раз два три, раз два три, раз два три, раз два три",
  "We will, we will rock you. We will, we will rock you. Sing it! We will, we will rock you.",
])("people repeat themselves too: %s", (text) => expect(findDoubt(text, 10, 0.8)).toBeNull());

test.each([
  "Субтитры сделал DimaTorzok",
  "Субтитры создавал DimaTorzok.",
  "Редактор субтитров А.Семкин Корректор А.Егорова",
  "Продолжение следует...",
  "Спасибо за просмотр! Подписывайтесь на канал!",
  "Thank you for watching!",
  "Thanks for watching. Please subscribe to my channel.",
  "Subtitles by the Amara.org community",
  "Назарларыңызға рахмет!",
  "Жалғасы бар.",
])("nothing but what models invent is doubted however loud it is: %s", (text) => {
  expect(findDoubt(text, 8, 0.9)).toBe("invented");
  expect(findDoubt(text, 8, null)).toBe("invented");
});

test.each(["Спасибо.", "Thank you.", "Рахмет!", "you", "Пока-пока"])(
  "an ordinary word is believed where there is sound, and doubted where there is none: %s",
  (text) => {
    expect(findDoubt(text, 2, 0.6)).toBeNull();
    expect(findDoubt(text, 2, null)).toBeNull();
    expect(findDoubt(text, 30, 0.01)).toBe("invented");
    expect(needsListening(text, 30)).toBe(true);
  },
);

test("a credit inside speech is only doubted where the part is quiet", () => {
  const text = "Мы посмотрели фильм. Субтитры сделал DimaTorzok. Потом пошли домой.";
  expect(findDoubt(text, 8, 0.8)).toBeNull();
  expect(findDoubt(text, 8, 0.03)).toBe("invented");
});

test("no words are only doubted where somebody may have spoken", () => {
  expect(findDoubt("", 60, 0.6)).toBe("empty");
  expect(findDoubt(" … ", 60, 0.6)).toBe("empty");
  expect(findDoubt("", 60, 0.1)).toBeNull();
  expect(findDoubt("", 2, 0.9)).toBeNull();
  expect(findDoubt("", 60, null)).toBeNull();
});

test("far too few or too many words for the time are doubted", () => {
  expect(findDoubt("Ну вот.", 120, 0.8)).toBe("sparse");
  expect(findDoubt("Ну вот.", 120, 0.1)).toBeNull();
  const many = Array.from({ length: 300 }, (_, i) => `слово${i}`).join(" ");
  expect(findDoubt(many, 10, 0.8)).toBe("dense");
  expect(findDoubt(many, 100, 0.8)).toBeNull();
});

test("words are counted in every script", () => {
  expect(countWords("Мама мыла раму, don't you know")).toBe(6);
  expect(countWords("今天天气很好")).toBe(4);
  expect(countWords("  … — ")).toBe(0);
});

test("ordinary speech is not listened to again", () => {
  fc.assert(
    fc.property(speech, ({ text, seconds }) => {
      fc.pre(!holdsCredits(text));
      expect(needsListening(text, seconds)).toBe(false);
    }),
    { numRuns: 100 },
  );
});
