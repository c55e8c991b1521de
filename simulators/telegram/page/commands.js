import { byId, h } from "./dom.js";
import { state } from "./state.js";

/** Shows the bot's commands that begin so; undefined closes the list. */
export function showCommands(beginning, choose) {
  const known = state.commands[state.me] ?? [];
  const fitting =
    beginning === undefined ? [] : known.filter(({ command }) => command.startsWith(beginning.toLowerCase()));
  const list = byId("commands");
  list.hidden = fitting.length === 0;
  byId("commands-open").setAttribute("aria-expanded", String(fitting.length > 0));
  list.replaceChildren(
    ...fitting.map(({ command, description }) =>
      h(
        "li",
        {},
        h(
          "button",
          { type: "button", onclick: () => choose(command) },
          h("strong", {}, `/${command}`),
          h("span", {}, description),
        ),
      ),
    ),
  );
}
