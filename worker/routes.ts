import { Hono } from "hono";
import { nameTrouble, Unavailable } from "../ports/errors.ts";
import { forTheDoor } from "../ports/postgres.ts";
import { actOnJob, logIn, logOut, sendAdminStyle, showAdmin } from "./admin/page.ts";
import { health } from "./health.ts";
import { metrics } from "./metrics.ts";
import { answerUpload } from "./upload/answer.ts";
import { sendScript, sendStyle, showUpload } from "./upload/page.ts";
import type { Visit } from "./visit.ts";
import { falWebhook } from "./webhooks/fal.ts";
import { telegramWebhook } from "./webhooks/telegram.ts";

/** Every address this Worker answers. */
export const routes = new Hono<{ Bindings: Visit }>()
  .post("/webhook/telegram", (c) => telegramWebhook(c.req.raw, c.env))
  .all("/webhook/telegram", () => notHere("POST"))
  .post("/webhook/fal/status", (c) => falWebhook(c.req.raw, c.env))
  // `curl -I` is how operators see that the address is reachable; it learns nothing else.
  .get("/webhook/fal/status", () => new Response("ready"))
  .all("/webhook/fal/status", () => notHere("GET, HEAD, POST"))
  .get("/upload.js", sendScript)
  .get("/upload.css", sendStyle)
  .get("/upload/:token", (c) => showUpload(c.req.param("token"), c.env))
  .post("/upload/:token/:act", (c) =>
    answerUpload(c.req.raw, c.req.param("token"), c.req.param("act"), c.env),
  )
  .get("/admin", (c) => showAdmin(c.req.raw, c.env))
  .get("/admin/login", (c) => logIn(c.req.raw, c.env))
  .post("/admin/jobs", (c) => actOnJob(c.req.raw, c.env))
  .post("/admin/logout", (c) => logOut(c.req.raw, c.env))
  .get("/admin.css", sendAdminStyle)
  .get("/health", (c) => health(c.env))
  .get("/metrics", (c) => metrics(c.req.raw, c.env))
  .get("/health/live", () => new Response("alive"))
  .onError((error, c) => answerTrouble(error, c.env))
  .notFound(() => new Response("not found", { status: 404 }));

/** What no door has answered itself: pages and figures, whose reader may come again. */
function answerTrouble(error: Error, { ports: { log } }: Visit): Response {
  const trouble = forTheDoor(error);
  log.error("request.failed", { error: nameTrouble(trouble) });
  return trouble instanceof Unavailable
    ? new Response("try again", { status: 503, headers: { "retry-after": String(trouble.waitSeconds) } })
    : new Response("something broke", { status: 500 });
}

const notHere = (allow: string) => new Response("method not allowed", { status: 405, headers: { allow } });
