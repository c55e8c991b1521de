/** Ports on which files are served to the public. A request to any other is a probe of something else. */
const PORTS = ["", "80", "443", "8080", "8443"];

/** Names that mean a private network, or the machine itself (RFC 6761, RFC 6762, RFC 8375, ICANN's .internal). */
const PRIVATE_NAMES =
  /(^|\.)(localhost|localdomain|local|internal|intranet|private|corp|home|lan|home\.arpa|test|invalid|example|onion)$/;
/** Public names whose purpose is to lead to any address that is written into them, or to 127.0.0.1. */
const BORROWED_NAMES = /(^|\.)(nip\.io|sslip\.io|xip\.io|localtest\.me|lvh\.me|vcap\.me)$/;

/** IPv4 that is not of the public internet (IANA special-purpose registry): first address, and bits of the network. */
const SPECIAL_V4: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
];

/**
 * Whether an address that a stranger wrote may be fetched: http or https, no credentials, a usual port, and no name or
 * number of a private network. `trusted` are hosts ("files.office:9000") that the operator allows all the same. The URL
 * parser has already made one notation of all (hexadecimal, octal, whole numbers, full-width digits). What a public name
 * resolves to is not known here: Cloudflare's network does not reach private addresses (docs/links-and-uploads.md).
 */
export function mayFetch(url: URL, trusted: readonly string[]): boolean {
  if (url.protocol !== "http:" && url.protocol !== "https:") return false;
  if (url.username || url.password) return false;
  if (trusted.includes(url.host)) return true;
  if (!PORTS.includes(url.port)) return false;
  const host = url.hostname.replace(/\.$/, "");
  if (host.startsWith("[")) return isPublicV6(host.slice(1, -1));
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return !SPECIAL_V4.some((network) => isInside(host, network));
  return host.includes(".") && !PRIVATE_NAMES.test(host) && !BORROWED_NAMES.test(host);
}

function isInside(address: string, [network, bits]: readonly [string, number]): boolean {
  const shift = 32 - bits;
  return Math.floor(numberOf(address) / 2 ** shift) === Math.floor(numberOf(network) / 2 ** shift);
}

const numberOf = (address: string): number =>
  address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);

/** Only global unicast, 2000::/3, without what tunnels to IPv4 or is for protocols and books (2001::/23, 2001:db8::/32, 2002::/16, 3fff::/20). */
function isPublicV6(address: string): boolean {
  const [first = "", second = ""] = address.split(":");
  const [high, low] = [Number.parseInt(first || "0", 16), Number.parseInt(second || "0", 16)];
  if (high < 0x2000 || high > 0x3fff) return false;
  if (high === 0x2001 && (low < 0x200 || low === 0xdb8)) return false;
  return high !== 0x2002 && !(high === 0x3fff && low < 0x1000);
}
