/** The client over TLS: what works, and what an operator is told when both sides are not set up for each other. */
import { ServerCredentials } from '@grpc/grpc-js';
import assert from 'node:assert/strict';
import { test } from 'uvu';
import type { TlsOptions } from '../../src/grpc/client/index.js';
import { connect } from '../../src/grpc/client/index.js';
import { failure, FakeServices } from './client-support.js';
import type { Certificate } from './tls-certificates.js';
import { Certificates, read } from './tls-certificates.js';

const certificates = new Certificates();
const authority = certificates.authority('frontrow-ca');
const stranger = certificates.authority('another-ca');
const own = authority.sign({ commonName: 'frontrow', names: ['DNS:localhost'] });
const till = authority.sign({ commonName: 'till' });

const services = new FakeServices();
test.after.each(() => services.stop());
test.after(() => certificates.remove());

interface Server {
  readonly certificate?: Certificate;
  readonly asksForCertificate?: boolean;
}

/** What the balance is asked with; the service is reached as localhost, which its certificate names. */
async function balanceOver(tls: true | TlsOptions | undefined, server: Server | null) {
  const credentials =
    server === null
      ? ServerCredentials.createInsecure()
      : ServerCredentials.createSsl(read(authority.cert), [pair(server.certificate ?? own)], server.asksForCertificate ?? false);
  const service = await services.start({ GetBalance: (_call, callback) => callback(null, { balance: 7 }) }, { credentials });
  return service.client({ address: `localhost:${service.port}`, tls }).getBalance({}, { deadlineMs: 10_000 });
}

const pair = ({ cert, key }: Certificate) => ({ private_key: read(key), cert_chain: read(cert) });
const pem = ({ cert, key }: Certificate) => ({ cert: read(cert), key: read(key).toString() });
const ca = read(authority.cert);

test('a service is reached over TLS, under the name in its certificate', async () => {
  assert.equal((await balanceOver({ ca }, {})).balance, 7);
  const certificate = authority.sign({ commonName: 'frontrow', names: ['DNS:tickets.example'] });
  assert.equal((await balanceOver({ ca, serverName: 'tickets.example' }, { certificate })).balance, 7);
});

test('a client shows its certificate to a service that asks for it', async () => {
  assert.equal((await balanceOver({ ca, ...pem(till) }, { asksForCertificate: true })).balance, 7);
});

test('a service whose certificate is not accepted is not tried again, and the error says what to check', async () => {
  const expired = authority.sign({ commonName: 'frontrow', names: ['DNS:localhost'], until: new Date(Date.now() - 60_000) });
  const elsewhere = authority.sign({ commonName: 'frontrow', names: ['DNS:tickets.example'] });
  for (const [tls, server, said] of [
    [{ ca: read(stranger.cert) }, {}, /\(self-signed certificate in certificate chain\)$/],
    [true, {}, /\(self-signed certificate in certificate chain\)$/],
    [{ ca }, { certificate: expired }, /\(certificate has expired\)$/],
    [{ ca }, { certificate: elsewhere }, /localhost\. is not in the cert's altnames: DNS:tickets\.example\)$/],
  ] as const) {
    const error = await failure(balanceOver(tls, server));
    assert.deepEqual([error.code, error.retryable], ['UNAVAILABLE', false]);
    assert.match(error.message, /the service's certificate is not accepted: check `tls.ca`, `tls.serverName` and its dates/);
    assert.match(error.message, said);
  }
});

test('TLS with a service that does not speak it is found out at once', async () => {
  const error = await failure(balanceOver({ ca }, null));
  assert.deepEqual([error.code, error.retryable], ['UNAVAILABLE', false]);
  assert.match(error.message, /the service does not speak TLS here: leave out `tls`/);
});

test('a service that wants TLS, or another certificate, hangs up: the error says what it may be', async () => {
  for (const [tls, server] of [
    [undefined, {}],
    [{ ca }, { asksForCertificate: true }],
    [{ ca, ...pem(stranger.sign({ commonName: 'till' })) }, { asksForCertificate: true }],
  ] as const) {
    const error = await failure(balanceOver(tls, server));
    assert.equal(error.code, 'UNAVAILABLE');
    assert.match(error.message, /does it want TLS, or another client certificate|does not accept this client's certificate/);
  }
});

test('a path where a certificate belongs is found out', () => {
  assert.throws(
    () => connect({ address: 'localhost:1', tls: { ca: authority.cert } }),
    new TypeError('tls.ca is not PEM; give what is in the file, not its path'),
  );
});

test.run();
