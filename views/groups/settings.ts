import type { Group } from "../../domain/groups/index.ts";
import type { User } from "../../domain/users/index.ts";
import type { Button, Outgoing } from "../../ports/telegram/message.ts";
import type { Translate } from "../translate.ts";
import { type GroupTap, packGroupTap } from "./taps.ts";

/** How a group is set up, for its admins to change by a tap. */
export function groupSettings(
  group: Group,
  { coins, hearsAll, payer }: { coins: boolean; hearsAll: boolean; payer: User | null },
  t: Translate,
): Outgoing {
  const button = (tap: GroupTap, chosen: boolean): Button => ({
    text: `${chosen ? "✅ " : ""}${t(`group-${tap.set}-${tap.to}`)}`,
    data: packGroupTap(tap),
  });
  const pays = payer?.username ? `@${payer.username}` : t("group-payer-somebody");
  return {
    html: [
      t("group-settings"),
      t(`group-help-${group.mode}`),
      ...(coins ? [payer === null ? t("group-pays-asker") : t("group-pays", { who: pays })] : []),
      ...(hearsAll ? [] : [t("group-deaf")]),
    ].join("\n\n"),
    buttons: [
      (["auto", "request", "off"] as const).map((to) => button({ set: "mode", to }, group.mode === to)),
      (["off", "on"] as const).map((to) => button({ set: "sound", to }, group.silent === (to === "off"))),
      (["ru", "en", "kk"] as const).map((to) => button({ set: "locale", to }, group.locale === to)),
      ...(coins
        ? [
            (["me", "asker"] as const).map((to) =>
              button({ set: "payer", to }, to === "asker" && payer === null),
            ),
          ]
        : []),
    ],
  };
}
