/** One file as the answer to one request: in the encoding that the browser likes best, or the word that it has it already. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WebFile } from './pages-files.js';

type Encoding = 'br' | 'gzip' | 'identity';

/** The smallest last: of several that a browser likes the same, the last is taken. */
const ENCODINGS: readonly Encoding[] = ['identity', 'gzip', 'br'];
const WEIGHT = /^q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/i;
/** A plain file is always an answer, but the last to be chosen where nothing is said of it. */
const UNSAID_PLAIN = 0.0001;

export function sendFile(request: FastifyRequest, reply: FastifyReply, file: WebFile, cacheControl: string): FastifyReply {
  reply.header('etag', file.etag).header('cache-control', cacheControl);
  if (file.br !== null || file.gzip !== null) varyByEncoding(reply);
  if (hasIt(request.headers['if-none-match'], file.etag)) return reply.code(304).send();
  reply.header('content-type', file.mediaType);
  const encoding = encodingFor(request.headers['accept-encoding'], file);
  if (encoding === 'identity') return reply.send(file.plain);
  return reply.header('content-encoding', encoding).send(file[encoding]);
}

function varyByEncoding(reply: FastifyReply): void {
  const others = reply.getHeader('vary');
  reply.header('vary', others === undefined ? 'accept-encoding' : `${String(others)}, accept-encoding`);
}

/** Whether the browser holds the content with that weak tag. */
function hasIt(tags: string | undefined, etag: string): boolean {
  if (tags === undefined) return false;
  const opaque = etag.slice('W/'.length);
  return tags.split(',').some((tag) => ['*', etag, opaque].includes(tag.trim()));
}

/** As Accept-Encoding says (RFC 9110, 12.5.3); what it says in no known form counts for nothing. */
function encodingFor(accepted: string | undefined, file: WebFile): Encoding {
  if (accepted === undefined || (file.br === null && file.gzip === null)) return 'identity';
  const weights = weightsIn(accepted);
  const weightOf = (encoding: Encoding): number => {
    if (encoding === 'identity') return weights.get(encoding) ?? UNSAID_PLAIN;
    if (file[encoding] === null) return 0;
    return weights.get(encoding) ?? weights.get('*') ?? 0;
  };
  let best: Encoding = 'identity';
  for (const encoding of ENCODINGS) if (weightOf(encoding) > 0 && weightOf(encoding) >= weightOf(best)) best = encoding;
  return best;
}

function weightsIn(accepted: string): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const part of accepted.toLowerCase().split(',')) {
    const [name = '', parameter, ...more] = part.split(';').map((text) => text.trim());
    const weight = parameter === undefined ? '1' : WEIGHT.exec(parameter)?.[1];
    if (weight !== undefined && more.length === 0) weights.set(name === 'x-gzip' ? 'gzip' : name, Number(weight));
  }
  return weights;
}
