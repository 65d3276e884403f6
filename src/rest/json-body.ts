/**
 * Reads request bodies without letting a bad one win over the checks that come before it: what is wrong with a body is kept on the request, and a guard says
 * it when its turn comes. Only the size limit answers at once, because a body that is too large is not read.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { invalid, refuse } from '../domain/refusals.js';
import type { Refusal } from '../domain/refusals.js';
import { OPTIONAL_BODY } from './route.js';

type Done = (error: Error | null, body?: unknown) => void;

const NOT_JSON = invalid('', 'the body is not valid JSON');
const NO_BODY = invalid('', 'the body is empty');
const WRONG_TYPE = refuse('UNSUPPORTED_MEDIA_TYPE');

export function acceptJsonOnly(app: FastifyInstance): void {
  // Fastify's own parser refuses "__proto__" and "constructor.prototype", which a plain JSON.parse would let in.
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') {
      // Many clients name a type with every request, also when they send nothing.
      if (needsBody(request)) keep(request, NO_BODY, done);
      else done(null, undefined);
      return;
    }
    void parseJson(request, body, (error: Error | null, parsed?: unknown) => {
      if (error === null) done(null, parsed);
      else keep(request, NOT_JSON, done);
    });
  });
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request: FastifyRequest, body: Buffer, done: Done) => {
    if (body.length === 0) done(null, undefined);
    else keep(request, WRONG_TYPE, done);
  });
}

function needsBody({ routeOptions: { schema } }: FastifyRequest): boolean {
  return schema?.body !== undefined && !(OPTIONAL_BODY in schema);
}

function keep(request: FastifyRequest, refusal: Refusal, done: Done): void {
  request.bodyRefusal = refusal;
  done(null, undefined);
}
