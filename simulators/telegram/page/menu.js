import { h } from "./dom.js";

/** A small menu at a button; arrow keys, Escape and a click elsewhere work as everywhere. */
export function openMenu(button, entries) {
  document.querySelector(".menu")?.remove();
  const close = () => {
    menu.remove();
    document.removeEventListener("pointerdown", elsewhere, true);
  };
  const elsewhere = ({ target }) => menu.contains(target) || close();
  const menu = h(
    "div",
    { class: "menu", role: "menu" },
    entries.map(([title, act]) =>
      h(
        "button",
        {
          type: "button",
          role: "menuitem",
          onclick() {
            close();
            act();
          },
        },
        title,
      ),
    ),
  );
  menu.addEventListener("keydown", ({ key }) => {
    const items = [...menu.children];
    const at = items.indexOf(document.activeElement);
    if (key === "Escape") {
      close();
      button.focus();
    } else if (key === "ArrowDown") items[(at + 1) % items.length]?.focus();
    else if (key === "ArrowUp") items.at(at - 1)?.focus();
  });
  document.body.append(menu);
  const box = button.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(box.left, innerWidth - menu.offsetWidth - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(box.bottom + 4, innerHeight - menu.offsetHeight - 8))}px`;
  document.addEventListener("pointerdown", elsewhere, true);
  menu.firstElementChild?.focus();
}
