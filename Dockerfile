# syntax=docker/dockerfile:1

# A version that `npm test` tries the packages on. It is pinned so that builds are reproducible.
FROM node:24.22.3-trixie-slim AS build
WORKDIR /app
COPY . .
# The bootstrap installs the dependencies of the lockfile, and builds the backend and the pages.
RUN --mount=type=cache,target=/root/.local/share/pnpm \
    npm run build \
    && cd apps/server \
    && node_modules/.bin/vite build --ssr ../../packages/local-s3/src/cli.ts --outDir /store

# A strict S3 for development and demos. Production uses a real store.
FROM node:24.22.3-trixie-slim AS store
WORKDIR /app
COPY --from=build /app/packages/local-s3/package.json ./
COPY --from=build /store/cli.js ./
RUN mkdir /data && chown node:node /data
USER node
EXPOSE 9000
# 403 means that the store runs and rejects unsigned requests.
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s --retries=3 \
    CMD ["node", "-e", "fetch('http://127.0.0.1:9000/').then((r) => process.exit(r.status === 403 ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "cli.js", "--dir", "/data", "--host", "0.0.0.0"]

FROM node:24.22.3-trixie-slim AS backend
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    SLIPWAY_DATA=/data
WORKDIR /app
COPY --from=build /app/apps/server/package.json apps/server/
COPY --from=build /app/apps/server/dist apps/server/dist
COPY --from=build /app/apps/web/dist apps/web/dist
RUN mkdir /data && chown node:node /data
USER node
EXPOSE 3000
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s --retries=3 \
    CMD ["node", "-e", "fetch('http://127.0.0.1:3000/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "apps/server/dist/main.js"]
