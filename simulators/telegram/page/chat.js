import { avatar, byId, h } from "./dom.js";
import { renderGroup, summary } from "./message.js";
import { myRoom, state } from "./state.js";
import { renderText } from "./text.js";

const ACTIONS = {
  typing: "typing",
  upload_photo: "sending a photo",
  record_video: "recording a video",
  upload_video: "sending a video",
  record_voice: "recording a voice message",
  upload_voice: "sending a voice message",
  upload_document: "sending a file",
  choose_sticker: "choosing a sticker",
  find_location: "looking for a place",
  record_video_note: "recording a video note",
  upload_video_note: "sending a video note",
};

/** What is drawn now: by key of the group, what it was drawn from. */
let drawnFor;
const drawn = new Map();

/** Draws the open chat; what has not changed is left alone, so that sound plays on. */
export function drawChat(acts) {
  const room = myRoom();
  drawHead(room);
  const list = byId("messages");
  if (drawnFor !== state.me) {
    list.replaceChildren();
    drawn.clear();
    drawnFor = state.me;
  }
  const atEnd = stuck;
  const groups = groupMessages(room);
  const keys = new Set(groups.map(({ key }) => key));
  for (const [key, { element }] of drawn) {
    if (keys.has(key)) continue;
    element.remove();
    drawn.delete(key);
  }
  let before = null;
  for (const group of groups) {
    const signature = JSON.stringify(group.messages ?? group.draft ?? group.day);
    const there = drawn.get(group.key);
    let element = there?.element;
    if (there?.signature !== signature) {
      element = drawGroup(group, acts);
      if (there) there.element.replaceWith(element);
      drawn.set(group.key, { signature, element });
    }
    const place = before ? before.nextSibling : list.firstChild;
    if (place !== element) list.insertBefore(element, place);
    before = element;
  }
  if (atEnd) scrollToEnd();
  drawPinned(room);
}

function drawGroup(group, acts) {
  if (group.day) return h("div", { class: "day" }, group.day);
  if (group.draft) return drawDraft(group.draft);
  return renderGroup(group.messages, { me: state.me, acts });
}

/** Days, albums, single messages, and what the bot is writing. */
function groupMessages(room) {
  const groups = [];
  let lastDay;
  for (const message of room?.messages.values() ?? []) {
    const day = new Date(message.date * 1000).toLocaleDateString("en-GB", { day: "numeric", month: "long" });
    if (day !== lastDay) groups.push({ key: `day ${day}`, day });
    lastDay = day;
    const last = groups.at(-1);
    const album = message.media_group_id;
    if (album && last?.album === album) last.messages.push(message);
    else
      groups.push({
        key: album ? `album ${album}` : `message ${message.message_id}`,
        album,
        messages: [message],
      });
  }
  for (const [at, draft] of (room?.drafts ?? []).entries()) {
    if (!isOver(room, draft.ms))
      groups.push({ key: `draft ${at}`, draft: { text: draft.text, entities: draft.entities } });
  }
  return groups;
}

const isOver = (room, ms) => Date.now() - (room.seenAt ?? Date.now()) > ms;

function drawDraft({ text, entities }) {
  const words = text === "" ? ["Thinking…"] : renderText(text, entities);
  return h(
    "article",
    { class: "message theirs draft", "aria-label": "The bot is writing" },
    h(
      "div",
      { class: "bubble" },
      h("div", { class: "words" }, words, h("span", { class: "caret", "aria-hidden": "true" })),
    ),
  );
}

function drawHead(room) {
  const name = state.bot.first_name ?? "Bot";
  const picture = byId("bot-avatar");
  if (picture.dataset.name !== name) {
    picture.replaceChildren(...avatar(name, state.bot.id).childNodes);
    picture.dataset.name = name;
  }
  setText(byId("bot-name"), name);
  const action = room?.action && !isOver(room, room.action.ms) ? ACTIONS[room.action.name] : undefined;
  const status = byId("chat-status");
  setText(
    status,
    room?.blocked
      ? "you have blocked this bot"
      : action
        ? `${action}…`
        : `@${state.bot.username ?? ""} · bot`,
  );
  status.classList.toggle("active", Boolean(action));
  setText(byId("block"), room?.blocked ? "Unblock" : "Block");
}

function drawPinned(room) {
  const pinned = [...(room?.messages.values() ?? [])].filter((message) => message.is_pinned).at(-1);
  const bar = byId("pinned");
  bar.hidden = !pinned;
  const text = pinned ? `📌 ${summary(pinned)}` : "";
  if (bar.textContent !== text) bar.replaceChildren(text);
  bar.onclick = () => pinned && jumpTo(pinned.message_id);
}

export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Whether new messages pull the chat along: yes until one scrolls up. */
let stuck = true;

/** Shows the way down once one has scrolled up, and stays at the end while pictures arrive. */
export function startScrolling() {
  const list = byId("messages");
  list.addEventListener("scroll", () => {
    const away = list.scrollHeight - list.scrollTop - list.clientHeight;
    stuck = away < 120;
    byId("to-end").hidden = away < 400;
  });
  const settle = () => stuck && scrollToEnd();
  new ResizeObserver(settle).observe(list);
  list.addEventListener("load", settle, true);
  list.addEventListener("loadedmetadata", settle, true);
  byId("to-end").addEventListener("click", scrollToEnd);
}

export function scrollToEnd() {
  const list = byId("messages");
  stuck = true;
  list.scrollTop = list.scrollHeight;
}

/** Brings a message into view and lets it shine for a moment. */
export function jumpTo(messageId) {
  const element = byId("messages").querySelector(`[data-id="${Number(messageId)}"]`);
  if (!element) return;
  element.scrollIntoView({ block: "center", behavior: "smooth" });
  element.classList.add("found");
  setTimeout(() => element.classList.remove("found"), 1500);
}
