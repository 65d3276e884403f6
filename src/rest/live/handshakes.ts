/**
 * Which requests with an Upgrade header are WebSocket handshakes, and what becomes of the others.
 *
 * Once anybody listens for upgrades, Node hands over every request that has an Upgrade header and no longer answers it. HTTP clients that would rather speak
 * HTTP/2 (Java's, `curl --http2`) send one with ordinary requests. HTTP lets a server ignore such an offer, so these requests go back into the server
 * without it and are answered like any other. The same goes for handshakes that cannot succeed: they get a problem document instead of the WebSocket
 * library's own page.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { pathOf } from '../logging.js';
import { WEBSOCKET_VERSION, isLivePath } from './protocol.js';

const KEY = /^[+/0-9A-Za-z]{22}==$/;

/** @returns What emits `upgrade` for handshakes on the paths of live sockets, and for nothing else. It never listens itself. */
export function handshakesOf(server: Server): Server {
  const handshakes = createServer();
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    if (isHandshake(request)) handshakes.emit('upgrade', request, socket, head);
    else askAgainWithoutUpgrade(server, request, socket, head);
  });
  return handshakes;
}

function isHandshake({ method, url, headers }: IncomingMessage): boolean {
  return (
    method === 'GET' &&
    isLivePath(pathOf(url ?? '')) &&
    headers.upgrade?.toLowerCase() === 'websocket' &&
    headers['sec-websocket-version'] === WEBSOCKET_VERSION &&
    KEY.test(headers['sec-websocket-key'] ?? '')
  );
}

/** Puts the request back in front of what follows it on the connection, as it was but for the offer, and lets the server read the connection afresh. */
function askAgainWithoutUpgrade(server: Server, request: IncomingMessage, socket: Socket, head: Buffer): void {
  const { method, url, httpVersion, rawHeaders } = request;
  const lines = [`${method ?? ''} ${url ?? ''} HTTP/${httpVersion}`];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    const value = withoutOffer(name.toLowerCase(), rawHeaders[index + 1] ?? '');
    if (value !== '') lines.push(`${name}: ${value}`);
  }
  // The server adds listeners for these with each reading and, unlike its others, leaves them when it hands a connection over.
  socket.removeAllListeners('pause');
  socket.removeAllListeners('resume');
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  server.emit('connection', socket);
}

/** Header names that only mean something together with Upgrade. */
const OFFER = new Set(['upgrade', 'http2-settings']);

function withoutOffer(name: string, value: string): string {
  if (OFFER.has(name)) return '';
  if (name !== 'connection') return value;
  return value
    .split(',')
    .map((option) => option.trim())
    .filter((option) => !OFFER.has(option.toLowerCase()))
    .join(', ');
}
