/** Asks the simulator; rejects with its own words. */
export async function post(route, body = {}) {
  const response = await fetch(`/__sim/${route}`, { method: "POST", body: JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? `the simulator answered ${response.status}`);
  return answer;
}

/** Hands over a file ahead of its message; resolves with the number to name it by. */
export async function stash(blob) {
  const response = await fetch("/__sim/stash", { method: "POST", body: blob });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? "the file could not be handed over");
  return answer.id;
}

export async function read(route) {
  const response = await fetch(`/__sim/${route}`);
  return response.json();
}

/** Calls `tell` with everything that happens, and `connected` when the line opens or breaks. */
export function listen(tell, connected) {
  const source = new EventSource("/__sim/events");
  source.onopen = () => connected(true);
  source.onerror = () => connected(false);
  source.onmessage = ({ data }) => tell(JSON.parse(data));
}

export const fileUrl = (id) => `/__sim/file/${encodeURIComponent(id)}`;
