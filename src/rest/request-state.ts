/** What the facade learns about a request before its handler runs. Declared on the request once, so that every request has the same hidden class. */
import type { FastifyInstance } from 'fastify';
import type { AdmissionView } from '../domain/queue/protocol.js';
import type { Refusal, RefusalCode } from '../domain/refusals.js';
import type { QueueClaims } from '../ticketing/fans.js';
import type { OpenRequest } from './deadlines.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** On the node clock, ms: nobody waits for the answer after it. */
    deadline: number;
    /** Its place among the requests that wait for their answer; null before and after that. */
    open: OpenRequest | null;
    /** From a valid access token; empty when there is none. */
    userId: string;
    /** Why there is no user, as soon as somebody has looked; null before. */
    userRefusal: Refusal | null;
    /** From a genuine queue token of that user. */
    queueClaims: QueueClaims | null;
    /** Why the queue token does not do, where that is not the last word. */
    queueRefusal: Refusal | null;
    admission: AdmissionView | null;
    /** What is wrong with the body; said only after the checks that come first. */
    bodyRefusal: Refusal | null;
    /** The code of the refusal that was sent. */
    refusedWith: RefusalCode | null;
  }

  interface FastifyContextConfig {
    /** The refusals a route is documented with. */
    refusals?: readonly RefusalCode[];
    /** Those among them that are 404 on this route, because they are about the resource the path names. */
    missing?: readonly RefusalCode[];
  }
}

export function declareRequestState(app: FastifyInstance): void {
  app.decorateRequest('deadline', 0);
  app.decorateRequest('open', null);
  app.decorateRequest('userId', '');
  app.decorateRequest('userRefusal', null);
  app.decorateRequest('queueClaims', null);
  app.decorateRequest('queueRefusal', null);
  app.decorateRequest('admission', null);
  app.decorateRequest('bodyRefusal', null);
  app.decorateRequest('refusedWith', null);
}
