import type { Place, Places } from "../places.ts";

/** What is remembered about objects out of place, in memory. */
export function makePlaces() {
  const noted = new Map<string, Place & { version: number; sha256?: string | undefined; linked?: number }>();
  let paused = false;
  const places: Places = {
    find: async (_, key) => noted.get(key) ?? null,
    isPaused: async () => paused,
    pause: async () => {
      paused = true;
    },
    async begin(_, key) {
      const version = (noted.get(key)?.version ?? 0) + 1;
      noted.set(key, { version, gone: false, written: false });
      return version;
    },
    async finish(_, key, version, facts) {
      noted.set(key, { version, gone: false, written: true, sha256: facts?.sha256 });
    },
    async bury(_, keys) {
      for (const key of keys) {
        const place = noted.get(key);
        if (place) noted.set(key, { ...place, gone: true, version: place.version + 1 });
      }
    },
    async link(_, key, seconds) {
      const place = noted.get(key);
      if (place) noted.set(key, { ...place, linked: seconds });
    },
  };
  return { places, noted, resume: () => (paused = false) };
}
