import { post } from "./api.js";
import { avatar, byId, h } from "./dom.js";
import { summary } from "./message.js";
import { state } from "./state.js";
import { toast } from "./toast.js";

export function startPeople({ choose }) {
  const dialog = byId("person-dialog");
  const form = dialog.querySelector("form");
  byId("add-person").addEventListener("click", () => {
    form.reset();
    dialog.returnValue = "";
    dialog.showModal();
  });
  dialog.addEventListener("close", async () => {
    if (dialog.returnValue !== "add") return;
    try {
      const user = await post("users", Object.fromEntries(new FormData(form)));
      if (!state.users.some(({ id }) => id === user.id)) state.users.push(user);
      choose(user.id);
    } catch (error) {
      toast(error.message);
    }
  });
  byId("show-people").addEventListener("click", () => document.body.classList.toggle("people-open"));
}

let drawn = "";

/** One line for everybody: name, language, the last words. */
export function drawPeople({ choose }) {
  const lines = state.users.map((user) => {
    const room = state.rooms.get(user.id);
    const last = [...(room?.messages.values() ?? [])].at(-1);
    return {
      user,
      last: last && { ...last, reply_to_message: undefined },
      chosen: user.id === state.me,
      unread: state.unread.has(user.id),
    };
  });
  const signature = JSON.stringify(lines);
  if (signature === drawn) return;
  drawn = signature;
  byId("people").replaceChildren(
    ...lines.map(({ user, last, chosen, unread }) => {
      const words = last ? `${last.from?.is_bot ? "" : "You: "}${summary(last)}` : "has not written yet";
      return h(
        "li",
        {},
        h(
          "button",
          {
            type: "button",
            class: "person",
            "aria-current": chosen ? "true" : undefined,
            onclick: () => choose(user.id),
          },
          avatar(user.first_name, user.id),
          h(
            "span",
            { class: "person-text" },
            h(
              "span",
              { class: "person-name" },
              h("strong", {}, user.first_name),
              h("span", { class: "language" }, user.language_code ?? "–"),
            ),
            h("span", { class: "last" }, words),
          ),
          unread && h("span", { class: "unread", "aria-label": "unread" }),
        ),
      );
    }),
  );
}
