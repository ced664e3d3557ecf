# One image for every service; the command says which. Built for the LTS of Node.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/schemas ./schemas
COPY --from=build /app/pipelines ./pipelines
COPY --from=build /app/services ./services
COPY --from=build /app/dashboards/dist ./dashboards/dist
# state lies in a volume that the user of the image owns; what listens beyond the container needs --access, and TLS or a word about it
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
# statements of DuckDB, and compression for Kafka, run on Node's pool: with its four threads the one waits for the other
ENV VARDINTENSITET_DATA=/data VARDINTENSITET_HOST=0.0.0.0 UV_THREADPOOL_SIZE=16
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "--import", "tsx", "services/cli.ts"]
CMD ["--help"]
