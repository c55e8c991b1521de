import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { ALLOWED_UPDATES, offersOf, setCommands, setWebhook } from "../cli/telegram.ts";
import { startCron } from "./cron.ts";
import { portIsFree } from "./free-port.ts";
import {
  nameStorage,
  putUpFal,
  putUpOpenAI,
  putUpPostgres,
  putUpProxy,
  putUpTelegram,
  type Site,
} from "./parts.ts";
import { chosenPort, planStack } from "./plan.ts";
import { describeBusyPort, findHolder } from "./port-holder.ts";
import { startRelay } from "./relay.ts";
import { keepSecrets } from "./secrets.ts";
import type { Settings } from "./settings.ts";
import { startWorker } from "./wrangler-dev.ts";

interface StackOptions {
  project: string;
  settings: Settings;
  print: (line: string) => void;
  ask: ((question: string) => Promise<string>) | undefined;
}

export interface Stack {
  /** Settles when everything answers. Rejects with what is wrong, in words for people. */
  ready: Promise<void>;
  /** Settles with the name of a part that ended although nobody asked it to. */
  broken: Promise<string>;
  /** Ends every part that was started, the last one first. */
  stop(): Promise<void>;
}

/** Starts what the settings do not name, then the worker with all of it, and prints one line per part. */
export function startStack({ project, settings, print, ask }: StackOptions): Stack {
  const local = join(project, ".local");
  const closers: (() => unknown)[] = [];
  let stopping: Promise<void> | undefined;
  const { promise: broken, resolve: breakDown } = Promise.withResolvers<string>();

  const tell = (part: string, what: string) => print(`${part.padEnd(10)} ${what}`);
  /** A part that came up after the stop was asked for is ended at once. */
  const keep = async <T>(part: T, close: (part: T) => unknown): Promise<T> => {
    if (stopping) await close(part);
    else closers.push(() => close(part));
    if (stopping) throw new Error("stopped while starting");
    return part;
  };
  const guard = (name: string, ended: Promise<unknown>) => {
    const report = () => !stopping && breakDown(name);
    ended.then(report, report);
  };

  async function bringUp(): Promise<void> {
    const plan = planStack(settings);
    if (plan.problems.length > 0) throw new Error(plan.problems.join("\n"));
    const port = chosenPort(settings);
    if (!(await portIsFree(port))) throw new Error(describeBusyPort(port, findHolder(port)));
    mkdirSync(join(local, "logs"), { recursive: true });
    const { PORT: _port, ...named } = settings;
    const secrets = keepSecrets(join(local, "secrets.json"));
    const vars: Settings = { ENVIRONMENT: "local", TELEGRAM_WEBHOOK_SECRET: secrets.webhookSecret, ...named };
    const worker = `http://127.0.0.1:${port}`;
    const webhook = `${worker}/webhook/telegram`;
    const { simulated } = plan;
    const site: Site = { local, worker, secrets, vars, simulated, neighbours: [], keep, tell, guard };

    await putUpPostgres(site);
    if (plan.needsProxy) await putUpProxy(site);
    nameStorage(site);
    await putUpOpenAI(site);
    await putUpFal(site);
    const telegram = await putUpTelegram(site, ask);

    const logFile = join(local, "logs/worker.log");
    const running = await keep(await startWorker({ project, port, settings: vars, logFile }), (it) =>
      it.close(),
    );
    guard("worker", running.ended);
    tell("worker", `${worker}, log in .local/logs/worker.log`);

    if (telegram.pollFrom) {
      const route = { bot: telegram.pollFrom, webhook, secret: vars.TELEGRAM_WEBHOOK_SECRET ?? "" };
      const relay = startRelay(route, {
        kinds: ALLOWED_UPDATES,
        tell: (trouble) => tell("telegram", trouble),
      });
      await keep(relay, (it) => it.close());
    } else {
      const bot = { token: vars.TELEGRAM_BOT_TOKEN ?? "", apiRoot: vars.TELEGRAM_API_ROOT ?? "" };
      await setCommands(bot, offersOf(vars));
      await setWebhook(bot, { url: webhook, secret: vars.TELEGRAM_WEBHOOK_SECRET ?? "" });
    }

    const cron = await keep(startCron(worker), (it) => it.close());
    // The local queue lives in memory: what was under way when it last stopped is sent again now.
    await cron.tick();
    tell("cron", "every minute");
    running.show(print);
    print(`chat ${telegram.chat}`);
    print(`ready ${worker}`);
  }

  const ready = bringUp();
  return {
    ready,
    broken,
    stop() {
      stopping ??= (async () => {
        for (const close of closers.reverse()) await close();
      })();
      return stopping;
    },
  };
}
