import { listen, post, read } from "./api.js";
import { drawChat, jumpTo, scrollToEnd, startScrolling } from "./chat.js";
import { startComposer } from "./composer.js";
import { byId } from "./dom.js";
import { drawPanel, startPanel } from "./panel.js";
import { drawPeople, startPeople } from "./people.js";
import { myRoom, myself, state, take, takeAll } from "./state.js";
import { showAlert, toast } from "./toast.js";

/** The bot's answers to taps that somebody waits for: by query id, what to call with them. */
const taps = new Map();
/** Taps that were answered before the page knew their number. */
const answered = new Set();
/** A client stops its spinner after this long, whatever the bot does. */
const TAP_MS = 30_000;

const acts = {
  /** A press on a button under a message; resolves when the bot has answered it. */
  async press(message, button) {
    const user = state.me;
    try {
      if (button.pay) {
        const { ok, error_message } = await post("pay", { user, message: message.message_id });
        if (!ok) showAlert(error_message ?? "The payment failed");
      } else if (button.copy_text) {
        await navigator.clipboard.writeText(button.copy_text.text);
        toast("Copied");
      } else if (button.web_app) {
        window.open(button.web_app.url, "_blank", "noopener");
      } else if (button.login_url) {
        const { url } = await post("login", { user, message: message.message_id });
        window.open(url, "_blank", "noopener");
      } else if (button.callback_data !== undefined) {
        const { id } = await post("tap", { user, message: message.message_id, data: button.callback_data });
        if (answered.delete(id)) return;
        await new Promise((resolve) => {
          taps.set(id, resolve);
          setTimeout(resolve, TAP_MS);
        });
      } else toast("This kind of button does nothing here");
    } catch (error) {
      toast(error.message);
    }
  },
  command: (text) => send(text),
  jump: jumpTo,
  open: (message, button) => composer.openActions(message, button),
};

/** Ends the wait for an answer, or notes that it came first. */
function takeAnswer(id) {
  const end = taps.get(id);
  taps.delete(id);
  if (end) end();
  else answered.add(id);
}

async function send(text, options = {}) {
  try {
    await post("text", { user: state.me, text, ...options });
    scrollToEnd();
  } catch (error) {
    toast(error.message);
  }
}

function choose(id) {
  state.me = id;
  state.unread.delete(id);
  localStorage.setItem("me", String(id));
  document.body.classList.remove("people-open");
  composer.reset();
  draw();
  scrollToEnd();
}

const composer = startComposer({ send });
startPeople({ choose });
startPanel();
startScrolling();

/** Draws at most once a frame, however much happens. */
let planned = false;
function drawSoon() {
  if (planned) return;
  planned = true;
  requestAnimationFrame(() => {
    planned = false;
    draw();
  });
}

function draw() {
  drawPeople({ choose });
  drawChat(acts);
  composer.draw(myRoom(), myself());
  drawPanel();
}

async function load() {
  takeAll(await read("state"));
  if (state.users.length === 0) {
    const user = await post("users", { first_name: "Anna", username: "anna", language_code: "ru" });
    takeAll(await read("state"));
    state.me = user.id;
  }
  const last = Number(localStorage.getItem("me"));
  state.me = state.users.some(({ id }) => id === last) ? last : state.users[0].id;
  draw();
  scrollToEnd();
  document.body.dataset.ready = "true";
}

listen(
  (news) => {
    take(news);
    if (news.type === "answer") {
      takeAnswer(news.queryId);
      const { text, show_alert, url } = news.answer;
      if (news.userId === state.me && text) (show_alert ? showAlert : toast)(text);
      if (news.userId === state.me && url) window.open(url, "_blank", "noopener");
    }
    drawSoon();
  },
  (connected) => {
    byId("connection").textContent = connected ? "" : "The simulator does not answer. It is tried again.";
    if (connected) void load();
  },
);

// Actions and drafts fade by themselves.
setInterval(drawSoon, 1000);
