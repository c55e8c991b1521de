/** How much care a training gets: more steps take longer and cost more. */
export const PRESETS = ["fast", "balanced", "quality"] as const;
export type Preset = (typeof PRESETS)[number];

/** How one of FAL's trainers is asked, and what it answers. Field names differ from trainer to trainer (fal.ai/models, "API"). */
export interface Trainer {
  endpoint: string;
  /** The model that its weights fit: a LoRA works only with its own base. */
  painter: string;
  /** Field with the address of the archive. */
  archive: "images_data_url" | "image_data_url";
  /** Field with the word that stands for the subject. */
  trigger: "trigger_phrase" | "trigger_word" | "default_caption";
  /** Field of the answer with the weights. */
  weights: "diffusers_lora_file" | "lora_file";
  /** Everything else, by who is trained. */
  person: Readonly<Record<string, unknown>>;
  style: Readonly<Record<string, unknown>>;
  presets: Readonly<Record<Preset, { steps: number; learning_rate?: number }>>;
  /** What it usually takes with its balanced preset: an estimate, until trainings of our own have ended. */
  usualSeconds: number;
  /** After this long it is believed to be lost, queue and all. */
  deadlineSeconds: number;
}

const HOUR = 3600;

const captioned = (endpoint: string, painter: string): Trainer => ({
  endpoint,
  painter,
  archive: "image_data_url",
  // Without captions these trainers fail; the default one makes the trigger the name of what is seen.
  trigger: "default_caption",
  weights: "diffusers_lora_file",
  person: {},
  style: {},
  presets: { fast: { steps: 700 }, balanced: { steps: 1000 }, quality: { steps: 2000 } },
  usualSeconds: 900,
  deadlineSeconds: 2 * HOUR,
});

const fast = (endpoint: string, painter: string): Trainer => ({
  endpoint,
  painter,
  archive: "images_data_url",
  trigger: "trigger_word",
  weights: "diffusers_lora_file",
  person: { is_style: false, create_masks: true },
  style: { is_style: true, create_masks: false },
  presets: { fast: { steps: 700 }, balanced: { steps: 1000 }, quality: { steps: 2000 } },
  usualSeconds: 300,
  deadlineSeconds: HOUR,
});

const ALL: readonly Trainer[] = [
  {
    endpoint: "fal-ai/flux-lora-portrait-trainer",
    painter: "fal-ai/flux-lora",
    archive: "images_data_url",
    trigger: "trigger_phrase",
    weights: "diffusers_lora_file",
    person: { multiresolution_training: true, subject_crop: true, create_masks: false },
    style: { multiresolution_training: true, subject_crop: false, create_masks: false },
    presets: {
      fast: { steps: 1000, learning_rate: 0.0002 },
      balanced: { steps: 2500, learning_rate: 0.00009 },
      quality: { steps: 4000, learning_rate: 0.00005 },
    },
    usualSeconds: 900,
    deadlineSeconds: 2 * HOUR,
  },
  fast("fal-ai/flux-lora-fast-training", "fal-ai/flux-lora"),
  fast("fal-ai/flux-krea-trainer", "fal-ai/flux-krea-lora"),
  {
    ...fast("fal-ai/turbo-flux-trainer", "fal-ai/flux-lora"),
    trigger: "trigger_phrase",
    person: { training_style: "subject", face_crop: true },
    style: { training_style: "style", face_crop: false },
  },
  captioned("fal-ai/flux-2-trainer", "fal-ai/flux-2/lora"),
  captioned("fal-ai/flux-2-trainer-v2", "fal-ai/flux-2/lora"),
  captioned("fal-ai/qwen-image-2512-trainer", "fal-ai/qwen-image-2512/lora"),
  captioned("fal-ai/qwen-image-2512-trainer-v2", "fal-ai/qwen-image-2512/lora"),
  captioned("fal-ai/z-image-turbo-trainer-v2", "fal-ai/z-image/turbo/lora"),
];

export const TRAINERS: readonly string[] = ALL.map(({ endpoint }) => endpoint);

/** The trainer of an endpoint. Throws on one that we cannot ask. */
export function trainerOf(endpoint: string): Trainer {
  const found = ALL.find((one) => one.endpoint === endpoint);
  if (!found) throw new Error(`no trainer ${endpoint}`);
  return found;
}

/** FAL takes no more than this (its trainers' schemas), and fewer steps than this learn nothing. */
const STEPS = { least: 100, most: 10_000 };

/** The older trainer counted iterations, and 500 was its usual number: it stands for a preset's own steps. */
const USUAL_ITERATIONS = 500;

export interface TrainerSettings {
  FAL_TRAINER?: string | undefined;
  FAL_DEFAULT_MODE?: string | undefined;
  FAL_DEFAULT_ITERATIONS?: number | undefined;
  FAL_DEFAULT_PRIORITY?: "quality" | "speed" | "high_res_only" | undefined;
}

/** How this installation trains a person or a style: as its owner chose, otherwise as is usual here. */
export function planTraining(
  settings: TrainerSettings,
  isStyle: boolean,
  chosen: Preset | null,
): { trainer: Trainer; preset: Preset; steps: number } {
  const usual = isStyle ? "fal-ai/flux-lora-fast-training" : "fal-ai/flux-lora-portrait-trainer";
  const trainer = trainerOf(settings.FAL_TRAINER ?? usual);
  const preset = chosen ?? usualPreset(settings);
  const share = (settings.FAL_DEFAULT_ITERATIONS ?? USUAL_ITERATIONS) / USUAL_ITERATIONS;
  const steps = Math.round(trainer.presets[preset].steps * share);
  return { trainer, preset, steps: Math.min(STEPS.most, Math.max(STEPS.least, steps)) };
}

const asPreset = (mode: string | undefined): Preset | undefined => PRESETS.find((one) => one === mode);

/** The mode, where it names a preset; what older installations said in it means nothing any more. Then the priority. */
const usualPreset = ({ FAL_DEFAULT_MODE, FAL_DEFAULT_PRIORITY }: TrainerSettings): Preset =>
  asPreset(FAL_DEFAULT_MODE) ?? PRESET_OF[FAL_DEFAULT_PRIORITY ?? "balanced"];

const PRESET_OF: Record<"quality" | "speed" | "high_res_only" | "balanced", Preset> = {
  quality: "quality",
  speed: "fast",
  high_res_only: "balanced",
  balanced: "balanced",
};

/** What a training takes besides its steps: the way to a machine, the model's start, the photos' preparation. */
const START_SECONDS = 120;

/** How long a training of so many steps takes, as far as anybody can tell before one has ended: seconds. */
export const estimateSeconds = ({ usualSeconds, presets }: Trainer, steps: number): number =>
  START_SECONDS + Math.round(((usualSeconds - START_SECONDS) * steps) / presets.balanced.steps);

/** What a trainer is sent. */
export function trainerInput(
  trainer: Trainer,
  order: { archiveUrl: string; trigger: string; isStyle: boolean; preset: Preset; steps: number },
): Record<string, unknown> {
  const { learning_rate } = trainer.presets[order.preset];
  return {
    [trainer.archive]: order.archiveUrl,
    [trainer.trigger]: order.trigger,
    ...(order.isStyle ? trainer.style : trainer.person),
    steps: order.steps,
    ...(learning_rate !== undefined && { learning_rate }),
  };
}

/** Settings of the first version that no living trainer knows: named, so that nobody believes in them. */
export function retiredSettings(settings: {
  FAL_DEFAULT_MODE?: string | undefined;
  FAL_LORA_RANK?: string | undefined;
  FAL_FINETUNE_TYPE?: string | undefined;
}): string[] {
  const retired: string[] = [];
  if (settings.FAL_LORA_RANK) retired.push("FAL_LORA_RANK: the living trainers choose the rank themselves");
  if (settings.FAL_FINETUNE_TYPE && settings.FAL_FINETUNE_TYPE !== "lora")
    retired.push("FAL_FINETUNE_TYPE: only LoRA is trained, fal-ai/flux-pro-trainer has ended");
  if (settings.FAL_DEFAULT_MODE && !asPreset(settings.FAL_DEFAULT_MODE))
    retired.push(
      "FAL_DEFAULT_MODE: the user is asked whether a person or a style is trained; today it is fast, balanced or quality",
    );
  return retired;
}
