/** Names and addresses that only this machine, or its own network, can find (RFC 1918, RFC 6761). */
const AT_HOME =
  /^(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|0\.0\.0\.0|\[?::1|\[?f[cd])|\.(local|localhost|internal|lan)$/i;

/** Whether a vendor on the internet can be expected to reach this address. A name without a dot is a neighbour's. */
export function isReachableFromOutside(address: string): boolean {
  const { hostname } = new URL(address);
  return !AT_HOME.test(hostname) && (hostname.includes(".") || hostname.includes(":"));
}
