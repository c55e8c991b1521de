import type { Avatar } from "../../domain/avatars/index.ts";
import { WISH_LETTERS } from "../../domain/images/index.ts";
import { asData, DATA_RULE } from "../../domain/quotes/index.ts";
import { Refused } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";

const TASK = `You turn somebody's wish for a picture, in whatever language, into one prompt in English for a text-to-image model.
Keep everything that was wished, and nothing of it may be lost. Then make it a picture: setting, light, composition, lens or
technique, mood, in at most 90 words. Add no persons, no writing, no brands and no names that were not wished.
Write what is to be seen, not what is to be done. If the wish names a style (oil, anime, photo), keep to it; otherwise it
is a photograph.`;

const WITH_PERSON = `The picture shows one particular person, whose face a trained model draws: call them "the person" and say nothing
about their face, hair, age, sex or skin unless it was wished.`;

const WITH_STYLE = "A trained model draws the manner of the picture: say nothing about style or technique.";

/** What else the model has to say: whether the wish is one that nobody may have drawn. */
const CONCERNS = ["none", "minor", "sexual"] as const;

const SCHEMA = {
  type: "object",
  additionalProperties: false,
  required: ["prompt", "concern"],
  properties: {
    prompt: { type: "string", description: "The prompt in English" },
    concern: {
      type: "string",
      enum: CONCERNS,
      description:
        "minor: a person below 18 is to be seen. sexual: nudity or anything sexual. Otherwise none.",
    },
  },
};

/**
 * The prompt for a wish. Without a model it is the wish itself. Throws Refused("prompt-declined" | "prompt-minor" |
 * "prompt-sexual") and Unavailable("writing").
 */
export async function writePrompt(
  { writing, log }: Pick<Ports, "writing" | "log">,
  wish: string,
  avatar: Pick<Avatar, "subject"> | null,
): Promise<string> {
  if (writing.model === null) return wish;
  const isStyle = avatar?.subject === "style";
  const hasLikeness = avatar !== null && !isStyle;
  const task = [TASK, hasLikeness ? WITH_PERSON : "", isStyle ? WITH_STYLE : "", DATA_RULE];
  try {
    const { json } = await writing.write({
      task: task.filter(Boolean).join("\n"),
      material: asData(wish),
      schema: { name: "picture", schema: SCHEMA },
      mostTokens: 3000,
    });
    const { prompt, concern } = (json ?? {}) as { prompt?: unknown; concern?: unknown };
    if (concern === "minor" && hasLikeness) throw new Refused("prompt-minor");
    if (concern === "sexual" && hasLikeness) throw new Refused("prompt-sexual");
    const text = typeof prompt === "string" ? prompt.trim() : "";
    return text === "" ? wish : [...text].slice(0, WISH_LETTERS.most).join("");
  } catch (error) {
    if (!(error instanceof Refused) || error.reason.startsWith("prompt-")) throw error;
    if (error.reason === "writing-declined") throw new Refused("prompt-declined", error);
    // A model that cannot write today must not keep anybody from drawing: their own words are drawn.
    log.warn("prompt.unwritten", { reason: error.reason });
    return wish;
  }
}
