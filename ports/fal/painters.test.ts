import { expect, test } from "vitest";
import { PAINTERS, painterInput, painterOf, RATIOS, UPSCALER } from "./painters.ts";
import { TRAINERS, trainerOf } from "./trainers.ts";

const order = {
  prompt: "a fox",
  size: { width: 1024, height: 1024 },
  count: 2,
  seed: 7,
  loraUrl: null,
  overUrl: null,
};

test("every trainer's weights have a painter of their own base", () => {
  for (const trainer of TRAINERS) expect(PAINTERS).toContain(trainerOf(trainer).painter);
});

test("every ratio is exact, in sides that the models take", () => {
  for (const endpoint of PAINTERS) {
    const { sizes, over } = painterOf(endpoint);
    for (const ratio of RATIOS) {
      const { width, height } = sizes[ratio];
      const [across = 1, down = 1] = ratio.split(":").map(Number);
      expect(width * down).toBe(height * across);
      for (const side of [width, height]) {
        expect(side % 16).toBe(0);
        expect(side).toBeGreaterThanOrEqual(512);
        expect(side).toBeLessThanOrEqual(2048);
      }
    }
    if (over) expect(painterOf(over).endpoint).toBe(endpoint);
  }
});

test("what is sent always has the safety checker on, and a LoRA, seed or picture only where there is one", () => {
  for (const endpoint of PAINTERS) {
    const input = painterInput(painterOf(endpoint), { ...order, loraUrl: "https://s/w.safetensors" });
    expect(input).toMatchObject({
      prompt: "a fox",
      num_images: 2,
      seed: 7,
      enable_safety_checker: true,
      loras: [{ path: "https://s/w.safetensors", scale: 1 }],
    });
    const plain = painterInput(painterOf(endpoint), { ...order, seed: null });
    for (const name of ["loras", "seed", "image_url", "strength"]) expect(plain).not.toHaveProperty(name);
  }
  expect(UPSCALER.input("https://s/p.jpg")).toMatchObject({
    image_url: "https://s/p.jpg",
    scale: 2,
    face: false,
  });
});

test("an unknown painter is a bug, not a guess", () => {
  expect(() => painterOf("fal-ai/flux-pro/v1.1-ultra-finetuned")).toThrow("no painter");
});
