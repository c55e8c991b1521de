import { expect, test } from "vitest";
import { todoScreens } from "../todos/screens.ts";
import { accountScreens } from "./account.ts";
import { adminScreens } from "./admin.ts";
import { deletionScreens } from "./deletions.ts";
import { historyScreens } from "./history.ts";
import { screens } from "./screens.ts";
import { transcriptScreens } from "./transcripts.ts";
import { alertScreens } from "./watch.ts";

test("no room takes a screen's name that another has", () => {
  const rooms = [
    accountScreens,
    adminScreens,
    transcriptScreens,
    historyScreens,
    deletionScreens,
    todoScreens,
    alertScreens,
  ];
  for (const room of rooms)
    for (const [name, screen] of Object.entries(room)) expect(screens[name], name).toBe(screen);
  const names = rooms.flatMap((room) => Object.keys(room));
  expect(new Set(names).size).toBe(names.length);
});
