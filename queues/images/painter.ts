import type { Avatar } from "../../domain/avatars/index.ts";
import type { Env } from "../../ports/env.ts";
import { trainerOf } from "../../ports/fal/index.ts";

/** The model that draws: the one whose base an avatar was trained on, otherwise the one that the operator chose. */
export const choosePainter = (
  env: Pick<Env, "FAL_PAINTER">,
  avatar: Pick<Avatar, "trainer"> | null,
): string => (avatar?.trainer ? trainerOf(avatar.trainer).painter : env.FAL_PAINTER);
