/**
 * Makes an element. Words only ever become text nodes, so that nothing that came in a message can become markup.
 * `on…` properties are listeners, `class`, `aria-…` and `data-…` attributes, the rest properties of the element.
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class" || name === "role" || name.includes("-")) element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(
    ...children.flat().filter((child) => child !== undefined && child !== null && child !== false),
  );
  return element;
}

export const byId = (id) => document.getElementById(id);

/** Links of messages: only these schemes, everything else stays text. */
export function safeUrl(url) {
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `https://${url}`;
  return /^(https?|mailto|tg):/i.test(whole) ? whole : undefined;
}

export function clock(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export function bytesOf(size) {
  if (size === undefined) return "";
  if (size < 1024) return `${size} B`;
  return size < 2 ** 20 ? `${(size / 1024).toFixed(1)} KB` : `${(size / 2 ** 20).toFixed(1)} MB`;
}

/** A round picture with the first letters of a name, in a colour of its own. */
export function avatar(name, id) {
  const letters = [...name.trim()].filter((_, at, all) => at === 0 || all[at - 1] === " ").slice(0, 2);
  const element = h("div", { class: "avatar", "aria-hidden": "true" }, letters.join("").toUpperCase());
  element.style.setProperty("--hue", String((Number(id) * 47) % 360));
  return element;
}
