/** Width to height, as people ask for it. */
export const RATIOS = ["1:1", "3:4", "4:3", "9:16", "16:9"] as const;
export type Ratio = (typeof RATIOS)[number];

/** Pixels. */
export interface Size {
  width: number;
  height: number;
}

/** How one of FAL's drawing models is asked (fal.ai/models, "API"). A LoRA draws only with the base it was trained on. */
export interface Painter {
  endpoint: string;
  /** Draws anew over a picture, likeness and all; null where the model has no such door. */
  over: string | null;
  /** Every ratio exact, each side a multiple of 16, about the pixels that the model was trained on. */
  sizes: Readonly<Record<Ratio, Size>>;
  /** What it is sent besides prompt, size, count, seed and LoRA. */
  usual: Readonly<Record<string, unknown>>;
  /** Pictures in one request. */
  most: number;
  /** Characters of a prompt; what is longer is not read by the text encoder (512 tokens). */
  promptMost: number;
  usualSeconds: number;
  /** After this long it is believed to be lost, queue and all. */
  deadlineSeconds: number;
}

const MEGAPIXEL: Painter["sizes"] = {
  "1:1": { width: 1024, height: 1024 },
  "3:4": { width: 864, height: 1152 },
  "4:3": { width: 1152, height: 864 },
  "9:16": { width: 720, height: 1280 },
  "16:9": { width: 1280, height: 720 },
};

/** Qwen's own sizes are larger (its model card); the tall ones are kept exact. */
const QWEN: Painter["sizes"] = {
  "1:1": { width: 1328, height: 1328 },
  "3:4": { width: 1104, height: 1472 },
  "4:3": { width: 1472, height: 1104 },
  "9:16": { width: 864, height: 1536 },
  "16:9": { width: 1536, height: 864 },
};

// The checker blackens what it objects to and says so; JPEG is what Telegram shows anyway, at a fifth of the bytes.
const COMMON = { enable_safety_checker: true, output_format: "jpeg" };

const flux = (endpoint: string): Painter => ({
  endpoint,
  over: `${endpoint}/image-to-image`,
  sizes: MEGAPIXEL,
  usual: { ...COMMON, num_inference_steps: 28, guidance_scale: 3.5 },
  most: 4,
  promptMost: 2000,
  usualSeconds: 15,
  deadlineSeconds: 900,
});

const PAINTERS_KNOWN: readonly Painter[] = [
  flux("fal-ai/flux-lora"),
  flux("fal-ai/flux-krea-lora"),
  {
    ...flux("fal-ai/flux-2/lora"),
    over: null,
    usual: { ...COMMON, num_inference_steps: 28, guidance_scale: 2.5 },
  },
  {
    ...flux("fal-ai/qwen-image-2512/lora"),
    over: null,
    sizes: QWEN,
    usual: { ...COMMON, num_inference_steps: 28, guidance_scale: 4 },
  },
  {
    ...flux("fal-ai/z-image/turbo/lora"),
    over: "fal-ai/z-image/turbo/image-to-image/lora",
    usual: { ...COMMON, num_inference_steps: 8 },
    usualSeconds: 6,
  },
];

/** Endpoints that can be chosen for pictures without a likeness. */
export const PAINTERS: readonly string[] = PAINTERS_KNOWN.map(({ endpoint }) => endpoint);

/** The painter of an endpoint, also by the door that draws over a picture. Throws on one that we cannot ask. */
export function painterOf(endpoint: string): Painter {
  const found = PAINTERS_KNOWN.find((one) => one.endpoint === endpoint || one.over === endpoint);
  if (!found) throw new Error(`no painter ${endpoint}`);
  return found;
}

/** Seeds are taken up to here: what every model's generator holds. */
export const SEED_MOST = 2 ** 31 - 1;

/** How much of a picture is drawn anew when it is varied: 0 nothing, 1 all. */
const VARIED = 0.6;

/** What a painter is sent. */
export function painterInput(
  painter: Painter,
  order: {
    prompt: string;
    size: Size;
    count: number;
    seed: number | null;
    /** Where the likeness's weights lie. */
    loraUrl: string | null;
    /** The picture that is drawn over. */
    overUrl: string | null;
  },
): Record<string, unknown> {
  const { prompt, size, count, seed, loraUrl, overUrl } = order;
  return {
    prompt,
    image_size: size,
    num_images: count,
    ...painter.usual,
    ...(seed !== null && { seed }),
    ...(loraUrl !== null && { loras: [{ path: loraUrl, scale: 1 }] }),
    ...(overUrl !== null && { image_url: overUrl, strength: VARIED }),
  };
}

/** Enlarges a picture without inventing anything in it: faces are left as they were drawn. */
export const UPSCALER = {
  endpoint: "fal-ai/esrgan",
  scale: 2,
  usualSeconds: 15,
  deadlineSeconds: 600,
  input: (url: string): Record<string, unknown> => ({
    image_url: url,
    scale: 2,
    face: false,
    output_format: "jpeg",
  }),
} as const;
