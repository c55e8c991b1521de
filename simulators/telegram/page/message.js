import { h, safeUrl } from "./dom.js";
import { renderMedia } from "./media.js";
import { renderText } from "./text.js";

/** What a bubble may ask of the page. */
// acts: { tap(message, button), pay(message), command(text), open(message) → menu entries, jump(messageId) }

/** One bubble: a message, or the messages of an album. */
export function renderGroup(messages, { me, acts }) {
  const [first] = messages;
  const service = renderService(first);
  if (service) return h("div", { class: "service", "data-id": String(first.message_id) }, service);
  const own = first.from?.id === me;
  const text = messages.find((message) => message.text ?? message.caption) ?? first;
  const words = text.text ?? text.caption;
  const kind = kindOf(first);
  const bubble = h(
    "div",
    { class: `bubble ${kind}${words ? "" : " wordless"}` },
    renderOrigin(first),
    renderReply(first, acts),
    messages.length > 1 && (kind === "photo" || kind === "video")
      ? h("div", { class: `album n${Math.min(messages.length, 10)}` }, messages.map(renderMedia))
      : messages.map(renderMedia),
    renderInvoice(first),
    first.rich_message &&
      h(
        "div",
        { class: "words" },
        (first.rich_message.html ?? first.rich_message.markdown ?? "").replace(/<[^>]+>/g, ""),
      ),
    words && h("div", { class: "words" }, renderText(words, text.entities ?? text.caption_entities)),
    renderFoot(messages, own),
  );
  bubble.addEventListener("click", ({ target }) => {
    const command = target.closest?.("[data-command]")?.dataset.command;
    if (command) acts.command(command);
  });
  const actions = h(
    "button",
    {
      type: "button",
      class: "more",
      "aria-label": "Message actions",
      onclick: (event) => acts.open(text, event.currentTarget),
    },
    "⋯",
  );
  return h(
    "article",
    {
      class: `message ${own ? "own" : "theirs"}`,
      "data-id": String(first.message_id),
      "aria-label": own ? "Your message" : "Message from the bot",
    },
    h(
      "div",
      { class: "stack" },
      h("div", { class: "line" }, bubble, actions),
      renderKeyboard(messages.at(-1), acts),
    ),
  );
}

function kindOf(message) {
  const kinds = ["photo", "video_note", "video", "animation", "voice", "audio", "document", "invoice"];
  return kinds.find((kind) => message[kind]) ?? "text";
}

function renderService({ successful_payment: paid, refunded_payment: refunded, pinned_message: pinned }) {
  if (paid) return `Payment of ⭐️${paid.total_amount} went through`;
  if (refunded) return `⭐️${refunded.total_amount} came back`;
  if (pinned) return `Pinned: ${(pinned.text ?? pinned.caption ?? "a message").slice(0, 60)}`;
  return undefined;
}

function renderOrigin({ forward_origin: origin, via_bot: bot }) {
  if (bot) return h("div", { class: "origin" }, `via @${bot.username}`);
  if (!origin) return undefined;
  const name = origin.sender_user?.first_name ?? origin.sender_user_name ?? origin.chat?.title ?? "somebody";
  return h("div", { class: "origin" }, "Forwarded from ", h("strong", {}, name));
}

function renderReply({ reply_to_message: target, quote }, acts) {
  if (!target) return undefined;
  return h(
    "button",
    {
      type: "button",
      class: "reply",
      "aria-label": "Go to the message this answers",
      onclick: () => acts.jump(target.message_id),
    },
    h("strong", {}, target.from?.first_name ?? ""),
    h("span", {}, quote?.text ?? summary(target)),
  );
}

/** A message in one line. */
export function summary(message) {
  const words = message.text ?? message.caption ?? message.rich_message?.html;
  const sign = {
    voice: "🎤 Voice message",
    audio: "🎵 Audio",
    video: "🎬 Video",
    video_note: "⏺ Video note",
    photo: "🖼 Photo",
    document: "📄 ",
    invoice: "⭐️ ",
    successful_payment: "Payment",
    animation: "GIF",
  };
  const kind = Object.keys(sign).find((name) => message[name]);
  const title = kind
    ? `${sign[kind]}${message[kind].file_name && kind === "document" ? message[kind].file_name : ""}${message.invoice?.title ?? ""}`
    : "";
  return (
    [title, words?.replace(/\s+/g, " ").slice(0, 140)].filter(Boolean).join(title && words ? ", " : "") ||
    "Message"
  );
}

function renderInvoice({ invoice }) {
  if (!invoice) return undefined;
  return h(
    "div",
    { class: "invoice-card" },
    h("span", { class: "price" }, `⭐️ ${invoice.total_amount}`),
    h("strong", {}, invoice.title),
    h("span", {}, invoice.description),
  );
}

function renderFoot(messages, own) {
  const last = messages.at(-1);
  const reactions = messages.flatMap((message) => message.reactions ?? []);
  const time = new Date(last.date * 1000);
  return h(
    "div",
    { class: "foot-line" },
    reactions.map(({ emoji, from }) => h("span", { class: "reaction", title: `Reaction of ${from}` }, emoji)),
    h(
      "span",
      { class: "meta" },
      messages.some((message) => message.is_pinned) && h("span", { title: "Pinned" }, "📌 "),
      messages.some((message) => message.edit_date) && h("span", { class: "edited" }, "edited "),
      h(
        "time",
        { dateTime: time.toISOString(), title: time.toLocaleString() },
        time.toTimeString().slice(0, 5),
      ),
      own && h("span", { class: "ticks", "aria-label": "sent" }, " ✓✓"),
    ),
  );
}

function renderKeyboard(message, acts) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows) return undefined;
  return h(
    "div",
    { class: "inline-keyboard", role: "group", "aria-label": "Buttons" },
    rows.map((row) =>
      h(
        "div",
        { class: "row" },
        row.map((button) => renderButton(message, button, acts)),
      ),
    ),
  );
}

function renderButton(message, button, acts) {
  const style = button.style ? ` ${button.style}` : "";
  if (button.url) {
    const href = safeUrl(button.url);
    return h(
      "a",
      { class: `key${style}`, href, target: "_blank", rel: "noopener noreferrer" },
      button.text,
      h("span", { class: "corner", "aria-hidden": "true" }, "↗"),
    );
  }
  const element = h(
    "button",
    {
      type: "button",
      class: `key${style}${button.pay ? " pay" : ""}`,
      disabled: button.disabled !== undefined,
      async onclick() {
        element.classList.add("waiting");
        element.setAttribute("aria-busy", "true");
        await acts.press(message, button);
        element.classList.remove("waiting");
        element.removeAttribute("aria-busy");
      },
    },
    button.text,
  );
  return element;
}
