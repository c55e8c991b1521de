import pg from "pg";
import { BadRequest } from "./request.ts";

export interface Upstream {
  host: string;
  port: number;
}

/** Connection strings in use at a time; the one unused for longest gives way. */
const MOST_POOLS = 16;
const CONNECT_TIMEOUT_MS = 10_000;
const IDLE_MS = 60_000;

/** Connections to Postgres, opened with the client's own user, password and database, so that Postgres itself decides who may. */
export interface Pools {
  take(connectionString: string): Promise<pg.PoolClient>;
  close(): Promise<void>;
}

export function openPools({ host, port }: Upstream, max: number): Pools {
  const pools = new Map<string, pg.Pool>();

  /** Whoever knows the whole string, password included, has passed Postgres' check when the pool was filled. */
  function find(connectionString: string): pg.Pool {
    const known = pools.get(connectionString);
    if (known) {
      if (pools.size > 1) {
        pools.delete(connectionString);
        pools.set(connectionString, known);
      }
      return known;
    }
    const pool = new pg.Pool({
      ...readCredentials(connectionString),
      host,
      port,
      max,
      ssl: false,
      keepAlive: true,
      idleTimeoutMillis: IDLE_MS,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    });
    // A connection that breaks is seen by whoever uses it; when nobody does, the pool replaces it.
    pool.on("error", () => undefined);
    pool.on("connect", (client) => client.on("error", () => undefined));
    pools.set(connectionString, pool);
    for (const [name, oldest] of pools) {
      if (pools.size <= MOST_POOLS) break;
      pools.delete(name);
      void oldest.end();
    }
    return pool;
  }

  return {
    async take(connectionString) {
      const pool = find(connectionString);
      try {
        return await pool.connect();
      } catch (error) {
        if (pool.totalCount === 0 && pools.get(connectionString) === pool) {
          pools.delete(connectionString);
          void pool.end();
        }
        throw error;
      }
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.end()));
      pools.clear();
    },
  };
}

/** Host, port and every parameter of the string are ignored: there is one Postgres behind this proxy. */
function readCredentials(connectionString: string): { user: string; password: string; database: string } {
  try {
    const { protocol, username, password, pathname } = new URL(connectionString);
    if (!/^postgres(ql)?:$/.test(protocol)) throw new Error("not a Postgres URL");
    const user = decodeURIComponent(username);
    const database = decodeURIComponent(pathname.slice(1)) || user;
    return { user, password: decodeURIComponent(password), database };
  } catch {
    throw new BadRequest("Neon-Connection-String must be a postgresql:// URL");
  }
}
