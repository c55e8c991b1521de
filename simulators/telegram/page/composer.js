import { post } from "./api.js";
import { setText } from "./chat.js";
import { showCommands } from "./commands.js";
import { byId, h } from "./dom.js";
import { startFiles } from "./files.js";
import { openMenu } from "./menu.js";
import { summary } from "./message.js";
import { state } from "./state.js";
import { toast } from "./toast.js";
import { isRecording, startVoice } from "./voice.js";

/** Clients cut longer texts into several messages. */
const TEXT_UNITS = 4096;

/** The field below the chat: text, commands, files, voice, keyboards. */
export function startComposer({ send }) {
  const field = byId("text");
  /** What is being answered or edited: { kind, message }. */
  let context;

  const reset = () => {
    context = undefined;
    byId("context").hidden = true;
  };
  const setContext = (kind, message) => {
    context = { kind, message };
    const title = kind === "edit" ? "Editing" : "Answer to";
    byId("context").replaceChildren(
      h("span", {}, h("strong", {}, title), h("span", {}, summary(message))),
      h(
        "button",
        {
          type: "button",
          class: "round plain",
          "aria-label": `Cancel ${kind === "edit" ? "editing" : "the answer"}`,
          onclick: clear,
        },
        "✕",
      ),
    );
    byId("context").hidden = false;
    if (kind === "edit") field.value = message.text ?? message.caption ?? "";
    field.focus();
    adjust();
  };
  const clear = () => {
    if (context?.kind === "edit") field.value = "";
    reset();
    adjust();
  };
  /** Takes what the next message answers, and forgets it. */
  const takeReply = () => {
    const reply = context?.kind === "reply" ? { reply_to: context.message.message_id } : {};
    reset();
    return reply;
  };

  const adjust = () => {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, 180)}px`;
    const some = field.value.trim() !== "";
    byId("send").hidden = !some;
    byId("record").hidden = some;
    drawCommands(
      field.value.startsWith("/") && !field.value.includes(" ") ? field.value.slice(1) : undefined,
    );
  };

  const submit = async () => {
    const text = field.value.trim();
    if (text === "") return;
    field.value = "";
    const editing = context?.kind === "edit" ? context.message : undefined;
    const reply = takeReply();
    adjust();
    if (editing) return act("edit", { message: editing.message_id, text });
    for (let at = 0; at < text.length; at += TEXT_UNITS) await send(text.slice(at, at + TEXT_UNITS), reply);
  };

  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    void submit();
  });
  field.addEventListener("input", adjust);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") clear();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void submit();
  });

  startFiles({ takeReply });

  startVoice({ takeReply });
  byId("commands-open").addEventListener("click", () =>
    drawCommands(byId("commands").hidden ? "" : undefined),
  );
  byId("block").addEventListener("click", () =>
    act(state.rooms.get(state.me)?.blocked ? "unblock" : "block", {}),
  );
  byId("begin").addEventListener("click", async () => {
    if (state.rooms.get(state.me)?.blocked) await act("unblock", {});
    await send("/start");
  });

  const drawCommands = (beginning) =>
    showCommands(beginning, (command) => {
      field.value = "";
      adjust();
      return send(`/${command}`);
    });

  let drawnKeyboard = "";
  return {
    reset() {
      reset();
      field.value = "";
      adjust();
    },
    /** What can be done with a message. */
    openActions(message, button) {
      const own = message.from?.id === state.me;
      const editable = own && (message.text ?? message.caption) !== undefined;
      const entries = [
        ["Reply", () => setContext("reply", message)],
        ...["👍", "❤", "🔥"].map((emoji) => [
          `React ${emoji}`,
          () => act("react", { message: message.message_id, emoji }),
        ]),
        ...(message.reactions?.length
          ? [["Remove reaction", () => act("react", { message: message.message_id, emoji: "" })]]
          : []),
        ...(message.text ? [["Copy text", () => navigator.clipboard.writeText(message.text)]] : []),
        ["Forward to the bot", () => act("forward", { message: message.message_id })],
        ...(editable ? [["Edit", () => setContext("edit", message)]] : []),
        ["Delete", () => act("delete", { message: message.message_id })],
      ];
      openMenu(button, entries);
    },
    /** Shows what the open chat allows. */
    draw(room, user) {
      const commands = state.commands[state.me] ?? [];
      byId("commands-open").hidden = commands.length === 0;
      const begin = byId("begin");
      const fresh = !room?.messages.size;
      begin.hidden = !(room?.blocked || fresh);
      setText(begin, room?.blocked ? "Unblock and restart" : "Start");
      if (!isRecording()) byId("composer").hidden = Boolean(room?.blocked);
      field.placeholder =
        room?.replyKeyboard?.input_field_placeholder ?? `Message as ${user?.first_name ?? "nobody"}`;
      const keyboard = room?.replyKeyboard?.keyboard ?? [];
      const signature = JSON.stringify([keyboard, state.me]);
      byId("reply-keyboard").hidden = keyboard.length === 0 || Boolean(room?.blocked);
      if (signature === drawnKeyboard) return;
      drawnKeyboard = signature;
      byId("reply-keyboard").replaceChildren(
        ...keyboard.map((row) =>
          h(
            "div",
            { class: "row" },
            row.map(({ text }) =>
              h("button", { type: "button", class: "key", onclick: () => send(text) }, text),
            ),
          ),
        ),
      );
    },
  };
}

async function act(route, values) {
  try {
    await post(route, { user: state.me, ...values });
  } catch (error) {
    toast(error.message);
  }
}
