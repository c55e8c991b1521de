import type { Avatar } from "../../domain/avatars/index.ts";
import type { Outgoing } from "../../ports/telegram/message.ts";
import { button as imageButton } from "../images/buttons.ts";
import type { Translate } from "../translate.ts";
import { button, toList } from "./buttons.ts";

/** The first question: who. */
export const whoScreen = (t: Translate): Outgoing => ({
  html: t("avatar-who"),
  buttons: [
    [
      button(t, "avatar-woman", { act: "make", subject: "woman" }),
      button(t, "avatar-man", { act: "make", subject: "man" }),
    ],
    [
      button(t, "avatar-other", { act: "make", subject: "other" }),
      button(t, "avatar-style", { act: "make", subject: "style" }),
    ],
    [button(t, "avatar-why", { act: "why" })],
    toList(t),
  ],
});

export const whyScreen = (t: Translate): Outgoing => ({
  html: t("avatar-why-answer"),
  buttons: [[button(t, "avatar-back", { act: "new" })]],
});

/** The first question of the wizard that has no answer yet. */
export function nextQuestion(
  avatar: Avatar,
  { least, most, kept }: { least: number; most: number; kept: number },
  t: Translate,
): Outgoing {
  const { id, name } = avatar;
  if (avatar.awaits === "name" || name === null) return nameQuestion(avatar, t);
  if (avatar.consentedAt === null)
    return {
      html: t(avatar.subject === "style" ? "avatar-consent-style" : "avatar-consent", { name }),
      buttons: [
        [button(t, "avatar-agree", { act: "consent", avatarId: id })],
        [button(t, "avatar-back-to-name", { act: "name", avatarId: id })],
        [button(t, "avatar-leave", { act: "leave" })],
      ],
    };
  if (avatar.state === "ready")
    return {
      html: t("avatar-photos-more", { name, kept, least, most }),
      buttons: [
        ...(kept >= least ? [[button(t, "photos-review", { act: "again", avatarId: id })]] : []),
        ...(kept > 0 ? [[button(t, "photos-look", { act: "photos", avatarId: id })]] : []),
        [button(t, "avatar-leave-photos", { act: "leave" })],
      ],
    };
  const asked = t(avatar.subject === "style" ? "avatar-photos-style" : "avatar-photos", {
    name,
    least,
    most,
  });
  const isEmptied = kept === 0 && avatar.photosGoneAt !== null;
  return {
    html: isEmptied ? `${t("avatar-photos-expired")}\n\n${asked}` : asked,
    buttons: [
      ...(kept >= least ? [[button(t, "photos-review", { act: "check", avatarId: id })]] : []),
      ...(kept > 0 ? [[button(t, "photos-look", { act: "photos", avatarId: id })]] : []),
      [button(t, "avatar-leave", { act: "leave" })],
    ],
  };
}

/** Photos that were not asked for: what their avatar needs first, or what can be done with a photo. */
export function photosUnasked(
  avatar: Avatar | null,
  limits: Parameters<typeof nextQuestion>[1],
  t: Translate,
): Outgoing {
  if (!avatar)
    return {
      html: t("photos-unasked"),
      buttons: [
        [button(t, "menu-avatars", { act: "list" }), imageButton(t, "menu-pictures", { act: "home" })],
      ],
    };
  const { html, ...rest } = nextQuestion(avatar, limits, t);
  return { html: `${t("photos-too-early")}\n\n${html}`, ...rest };
}

export const nameQuestion = ({ id, state, consentedAt }: Avatar, t: Translate): Outgoing => ({
  html: t("avatar-name"),
  buttons: [
    // Of a draft the answer before can be changed; of an avatar that exists only the name.
    state === "draft" && consentedAt === null
      ? [button(t, "avatar-back", { act: "new" })]
      : [button(t, "avatar-back", { act: "card", avatarId: id })],
    [button(t, "avatar-leave", { act: "leave" })],
  ],
});

export const nameRefused = (t: Translate): Outgoing => ({
  html: t("avatar-name-wrong"),
  buttons: [[button(t, "avatar-leave", { act: "leave" })]],
});

export const leftWizard = (t: Translate): Outgoing => ({ html: t("avatar-left"), buttons: [toList(t)] });

export const tooManyDrafts = (t: Translate): Outgoing => ({
  html: t("avatar-too-many-drafts"),
  buttons: [toList(t)],
});
