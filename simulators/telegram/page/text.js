import { h, safeUrl } from "./dom.js";

const INLINE = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code" };

/** Text with its entities as nodes. Offsets are UTF-16 units, as JavaScript counts. */
export function renderText(text, entities = []) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return renderRange(text, 0, text.length, sorted);
}

function renderRange(text, from, to, entities) {
  const nodes = [];
  let at = from;
  for (let index = 0; index < entities.length; ) {
    const entity = entities[index];
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    const inner = [];
    for (index++; index < entities.length && entities[index].offset < end; index++)
      inner.push(entities[index]);
    const start = Math.max(entity.offset, at);
    nodes.push(wrap(entity, text.slice(start, end), renderRange(text, start, end, inner)));
    at = end;
    // A block ends its line by itself.
    if (/pre|blockquote/.test(entity.type) && text[at] === "\n") at += 1;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

function wrap({ type, url, language }, text, children) {
  if (INLINE[type]) return h(INLINE[type], {}, children);
  if (type === "pre") return h("pre", { "data-language": language }, h("code", {}, children));
  if (type === "blockquote") return h("blockquote", {}, children);
  if (type === "expandable_blockquote") return expandable(children);
  if (type === "spoiler") return spoiler(children);
  const address = { text_link: url, url: text, email: `mailto:${text}` }[type];
  const href = address && safeUrl(address);
  if (href) return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, children);
  if (type === "bot_command")
    return h("button", { type: "button", class: "command", "data-command": text }, children);
  if (type === "mention" || type === "hashtag") return h("span", { class: "tag" }, children);
  return h("span", {}, children);
}

function expandable(children) {
  const quote = h("blockquote", { class: "folded" }, children);
  const toggle = h(
    "button",
    {
      type: "button",
      class: "fold",
      "aria-expanded": "false",
      "aria-label": "Show the whole quote",
      onclick() {
        const folded = quote.classList.toggle("folded");
        toggle.setAttribute("aria-expanded", String(!folded));
        toggle.setAttribute("aria-label", folded ? "Show the whole quote" : "Fold the quote");
      },
    },
    "⌄",
  );
  quote.append(toggle);
  return quote;
}

function spoiler(children) {
  const element = h(
    "span",
    { class: "spoiler", role: "button", tabIndex: 0, "aria-label": "Hidden text, press to show" },
    children,
  );
  const reveal = () => {
    element.classList.add("shown");
    element.removeAttribute("role");
    element.removeAttribute("aria-label");
  };
  element.addEventListener("click", reveal);
  element.addEventListener("keydown", (event) => event.key === "Enter" && reveal());
  return element;
}
