/** The operators' port: is the node alive, does it serve, what does it measure. Kept apart from the public port, so that it need not be reachable from outside. */
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';

export interface OpsDeps {
  /** True while the node serves requests: not while it starts, not while it drains. */
  readonly isReady: () => boolean;
  /** False when only a restart helps. */
  readonly isHealthy: () => boolean;
  /** The metrics in the Prometheus text format. */
  readonly metrics: () => Promise<string>;
}

const OPS_TIMEOUT_MS = 5_000;
const METRICS_MEDIA_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** @returns The app, not yet listening. */
export function buildOpsApp({ isReady, isHealthy, metrics }: OpsDeps): FastifyInstance {
  const app = Fastify({ requestTimeout: OPS_TIMEOUT_MS, connectionTimeout: OPS_TIMEOUT_MS * 2, bodyLimit: 1, logger: false });
  app.addHook('onRequest', (_request, reply, done) => {
    reply.header('cache-control', 'no-store');
    done();
  });
  app.get('/healthz', (_request, reply) => {
    const healthy = isHealthy();
    return reply.code(healthy ? 200 : 503).send({ status: healthy ? 'ok' : 'failed' });
  });
  app.get('/readyz', (_request, reply) => {
    const ready = isReady() && isHealthy();
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' });
  });
  app.get('/metrics', async (_request, reply) => reply.header('content-type', METRICS_MEDIA_TYPE).send(await metrics()));
  return app;
}
