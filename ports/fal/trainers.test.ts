import { expect, test } from "vitest";
import {
  estimateSeconds,
  PRESETS,
  planTraining,
  retiredSettings,
  TRAINERS,
  trainerInput,
  trainerOf,
} from "./trainers.ts";

const order = { archiveUrl: "https://s/a.zip", trigger: "TOKabc", preset: "balanced", steps: 2500 } as const;

test("people are trained by the portrait trainer, styles by the one that knows styles", () => {
  expect(planTraining({}, false, null)).toMatchObject({
    trainer: { endpoint: "fal-ai/flux-lora-portrait-trainer" },
    preset: "balanced",
    steps: 2500,
  });
  const { trainer, steps } = planTraining({}, true, null);
  expect(trainerInput(trainer, { ...order, isStyle: true, steps })).toEqual({
    images_data_url: "https://s/a.zip",
    trigger_word: "TOKabc",
    is_style: true,
    create_masks: false,
    steps: 1000,
  });
});

test("the older settings mean what they meant: 500 iterations are the usual steps, quality is more", () => {
  const steps = (settings: object) => planTraining(settings, false, null).steps;
  expect(steps({ FAL_DEFAULT_ITERATIONS: 500, FAL_DEFAULT_PRIORITY: "quality" })).toBe(4000);
  expect(steps({ FAL_DEFAULT_ITERATIONS: 1000, FAL_DEFAULT_PRIORITY: "speed" })).toBe(2000);
  expect(steps({ FAL_DEFAULT_ITERATIONS: 1 })).toBe(100);
  expect(steps({ FAL_DEFAULT_ITERATIONS: 100_000 })).toBe(10_000);
});

test("what its owner chose is trained; without a choice the installation's mode or priority decides", () => {
  const preset = (settings: object, chosen: "fast" | null = null) =>
    planTraining(settings, false, chosen).preset;
  expect(preset({ FAL_DEFAULT_MODE: "quality", FAL_DEFAULT_PRIORITY: "speed" })).toBe("quality");
  expect(preset({ FAL_DEFAULT_MODE: "character", FAL_DEFAULT_PRIORITY: "speed" })).toBe("fast");
  expect(preset({ FAL_DEFAULT_MODE: "character" })).toBe("balanced");
  expect(preset({ FAL_DEFAULT_MODE: "quality" }, "fast")).toBe("fast");
  expect(retiredSettings({ FAL_DEFAULT_MODE: "fast" })).toEqual([]);
});

test("more care takes more steps and longer, with every trainer, and never past its deadline", () => {
  for (const endpoint of TRAINERS) {
    const trainer = trainerOf(endpoint);
    const seconds = PRESETS.map((preset) => estimateSeconds(trainer, trainer.presets[preset].steps));
    expect(seconds).toEqual(seconds.toSorted((a, b) => a - b));
    expect(new Set(seconds).size).toBe(PRESETS.length);
    expect(seconds[1]).toBe(trainer.usualSeconds);
    expect(seconds.at(-1)).toBeLessThan(trainer.deadlineSeconds);
  }
});

test("every trainer is asked by its own field names, the trigger always among them", () => {
  for (const endpoint of TRAINERS) {
    const trainer = trainerOf(endpoint);
    const input = trainerInput(trainer, { ...order, isStyle: false });
    expect(input[trainer.archive]).toBe("https://s/a.zip");
    expect(input[trainer.trigger]).toBe("TOKabc");
    expect(trainer.deadlineSeconds).toBeGreaterThan(trainer.usualSeconds);
  }
});

test("the dead trainer cannot be asked, and settings that only it knew are named", () => {
  expect(() => trainerOf("fal-ai/flux-pro-trainer")).toThrow("no trainer");
  expect(retiredSettings({})).toEqual([]);
  expect(
    retiredSettings({ FAL_DEFAULT_MODE: "character", FAL_LORA_RANK: "32", FAL_FINETUNE_TYPE: "full" }).map(
      (line) => line.split(":")[0],
    ),
  ).toEqual(["FAL_LORA_RANK", "FAL_FINETUNE_TYPE", "FAL_DEFAULT_MODE"]);
});
