import type { Fields } from "./fields.ts";

export interface Trainer {
  kind: "train";
  fields: Fields;
  /** Name of the field with the address of the archive. */
  archive: string;
  /** Fewer images than this are refused. */
  fewestImages: number;
  /** Every image needs a caption file, or the input a default caption. */
  needsCaptions: boolean;
  /** Name of the result's field with the weights. */
  weights: string;
  /** The model that the weights belong to. */
  base: string;
}

export interface Painter {
  kind: "draw";
  fields: Fields;
  format: "jpeg" | "png";
  /** The model that draws: weights of another are refused. Unset: it takes none. */
  base?: string;
  /** Sides of a picture, in pixels, where the model says them. */
  sides?: { least: number; most: number };
}

/** Makes a picture larger. */
export interface Enlarger {
  kind: "enlarge";
  fields: Fields;
  format: "jpeg" | "png";
}

export interface Scribe {
  kind: "transcribe";
  fields: Fields;
}

export type Endpoint = Trainer | Painter | Enlarger | Scribe;

const STEPS = { type: "integer", least: 1, most: 10_000 } as const;
const RATE = { type: "number", least: 0, most: 1 } as const;

/** Trainers that take captions from files, or one default for all. */
const captioned: Trainer = {
  kind: "train",
  fields: {
    image_data_url: { type: "url", required: true },
    default_caption: { type: "string" },
    steps: STEPS,
    learning_rate: RATE,
  },
  archive: "image_data_url",
  fewestImages: 1,
  needsCaptions: true,
  weights: "diffusers_lora_file",
  base: "qwen",
};

const flux2: Trainer = {
  ...captioned,
  base: "flux-2",
  fields: { ...captioned.fields, output_lora_format: { type: "string", of: ["fal", "comfy"] } },
};

const fast: Trainer = {
  kind: "train",
  fields: {
    images_data_url: { type: "url", required: true },
    trigger_word: { type: "string" },
    steps: STEPS,
    create_masks: { type: "boolean" },
    is_style: { type: "boolean" },
    is_input_format_already_preprocessed: { type: "boolean" },
    data_archive_format: { type: "string" },
  },
  archive: "images_data_url",
  fewestImages: 4,
  needsCaptions: false,
  weights: "diffusers_lora_file",
  base: "flux-1",
};

const portrait: Trainer = {
  ...fast,
  fields: {
    images_data_url: { type: "url", required: true },
    trigger_phrase: { type: "string" },
    steps: STEPS,
    learning_rate: RATE,
    multiresolution_training: { type: "boolean" },
    subject_crop: { type: "boolean" },
    create_masks: { type: "boolean" },
    data_archive_format: { type: "string" },
    resume_from_checkpoint: { type: "string" },
  },
  fewestImages: 1,
};

const turbo: Trainer = {
  ...fast,
  fields: {
    images_data_url: { type: "url", required: true },
    trigger_phrase: { type: "string" },
    steps: STEPS,
    learning_rate: RATE,
    training_style: { type: "string", of: ["subject", "style"] },
    face_crop: { type: "boolean" },
  },
  fewestImages: 1,
};

const qwen: Trainer = {
  ...fast,
  fields: {
    image_data_url: { type: "url", required: true },
    trigger_phrase: { type: "string" },
    steps: STEPS,
    learning_rate: RATE,
  },
  archive: "image_data_url",
  fewestImages: 1,
  weights: "lora_file",
  base: "qwen",
};

const drawing: Fields = {
  prompt: { type: "string", required: true },
  image_size: { type: "size" },
  num_inference_steps: { type: "integer", least: 1, most: 50 },
  guidance_scale: { type: "number", least: 0, most: 35 },
  num_images: { type: "integer", least: 1, most: 4 },
  seed: { type: "integer" },
  enable_safety_checker: { type: "boolean" },
  enable_prompt_expansion: { type: "boolean" },
  output_format: { type: "string", of: ["jpeg", "png", "webp"] },
  acceleration: { type: "string", of: ["none", "regular", "high"] },
  sync_mode: { type: "boolean" },
};

const fluxLora: Painter = {
  kind: "draw",
  fields: {
    ...drawing,
    loras: { type: "loras" },
    output_format: { type: "string", of: ["jpeg", "png"] },
    acceleration: { type: "string", of: ["none", "regular"] },
  },
  format: "jpeg",
  base: "flux-1",
};

const over: Fields = {
  image_url: { type: "url", required: true },
  strength: { type: "number", least: 0, most: 1 },
};
const fluxOver: Painter = { ...fluxLora, fields: { ...fluxLora.fields, ...over } };

/** Of this family each takes at most three LoRAs. */
const lora3: Painter = {
  kind: "draw",
  fields: { ...drawing, loras: { type: "loras", most: 3 } },
  format: "png",
};
const zImage: Painter = { ...lora3, base: "z-image" };

/** What the simulated account can reach. `fal-ai/flux-pro-trainer` is gone there, and so here. */
export const ENDPOINTS: Record<string, Endpoint> = {
  "fal-ai/flux-lora-portrait-trainer": portrait,
  "fal-ai/flux-lora-fast-training": fast,
  "fal-ai/flux-krea-trainer": { ...fast, base: "flux-krea" },
  "fal-ai/turbo-flux-trainer": turbo,
  "fal-ai/flux-2-trainer": flux2,
  "fal-ai/flux-2-trainer-v2": flux2,
  "fal-ai/flux-2-klein-4b-base-trainer": flux2,
  "fal-ai/flux-2-klein-9b-base-trainer": flux2,
  "fal-ai/qwen-image-trainer": qwen,
  "fal-ai/qwen-image-trainer-v2": captioned,
  "fal-ai/qwen-image-2512-trainer": captioned,
  "fal-ai/qwen-image-2512-trainer-v2": captioned,
  "fal-ai/z-image-base-trainer": { ...captioned, base: "z-image" },
  "fal-ai/z-image-turbo-trainer-v2": { ...captioned, base: "z-image" },
  "fal-ai/z-image-trainer": {
    ...captioned,
    base: "z-image",
    fields: {
      ...captioned.fields,
      training_type: { type: "string", of: ["content", "style", "balanced"] },
    },
  },
  "fal-ai/flux-lora": fluxLora,
  "fal-ai/flux-lora/image-to-image": fluxOver,
  "fal-ai/flux-krea-lora": { ...fluxLora, base: "flux-krea" },
  "fal-ai/flux-krea-lora/image-to-image": { ...fluxOver, base: "flux-krea" },
  "fal-ai/flux-2/lora": { ...lora3, base: "flux-2", sides: { least: 512, most: 2048 } },
  "fal-ai/z-image/turbo/lora": zImage,
  "fal-ai/z-image/turbo/image-to-image/lora": { ...zImage, fields: { ...zImage.fields, ...over } },
  "fal-ai/qwen-image-2512/lora": { ...lora3, base: "qwen" },
  "fal-ai/esrgan": {
    kind: "enlarge",
    fields: {
      image_url: { type: "url", required: true },
      scale: { type: "number", least: 1, most: 8 },
      face: { type: "boolean" },
      model: { type: "string" },
      tile: { type: "integer" },
      output_format: { type: "string", of: ["png", "jpeg"] },
    },
    format: "png",
  },
  "fal-ai/flux-pro/v1.1-ultra-finetuned": {
    kind: "draw",
    fields: {
      prompt: { type: "string", required: true },
      finetune_id: { type: "string", required: true },
      finetune_strength: { type: "number", required: true, least: 0, most: 2 },
      aspect_ratio: { type: "string" },
      num_images: { type: "integer", least: 1, most: 4 },
      output_format: { type: "string", of: ["jpeg", "png"] },
      safety_tolerance: { type: "string", of: ["1", "2", "3", "4", "5", "6"] },
      raw: { type: "boolean" },
      seed: { type: "integer" },
      image_url: { type: "url" },
      image_prompt_strength: { type: "number", least: 0, most: 1 },
      enhance_prompt: { type: "boolean" },
      sync_mode: { type: "boolean" },
    },
    format: "jpeg",
  },
  "fal-ai/whisper": {
    kind: "transcribe",
    fields: {
      audio_url: { type: "url", required: true },
      task: { type: "string", of: ["transcribe", "translate"] },
      language: { type: "string" },
      diarize: { type: "boolean" },
      chunk_level: { type: "string", of: ["none", "segment", "word"] },
      version: { type: "string", of: ["3"] },
      batch_size: { type: "integer", least: 1, most: 64 },
      prompt: { type: "string" },
      num_speakers: { type: "integer", least: 1 },
    },
  },
};
