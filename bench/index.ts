import { ack } from "./ack.ts";
import { fairness } from "./fairness.ts";
import { photos } from "./photos.ts";
import { search } from "./search.ts";
import { slicing } from "./slicing.ts";
import { transcribe } from "./transcribe.ts";
import { voice } from "./voice.ts";

/** `npm run bench -- <name>`: runs a benchmark; its last line is its figures as one JSON object. */
const BENCHES: Record<string, () => Promise<Record<string, unknown>>> = {
  ack,
  fairness,
  photos,
  search,
  slicing,
  transcribe,
  voice,
};

const name = process.argv[2] ?? "";
const bench = BENCHES[name];
if (bench) {
  const { bench: _, figures, ...rest } = await bench();
  console.log(JSON.stringify({ bench: name, figures: { ...(figures as object | undefined), ...rest } }));
} else {
  console.error(`name one of: ${Object.keys(BENCHES).join(", ")}`);
  process.exitCode = 1;
}
