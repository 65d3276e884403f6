/** Cuts between network namespaces, with real processes in them. Where the system permits none, that it says so. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { test } from 'uvu';
import { NamespaceNetwork, NamespacesUnavailable } from '../../../bench/chaos/namespaces.js';

/** Long enough for what is not cut to come through; nothing is expected to happen in it. */
const QUIET_MS = 150;
/** Prints its port, then whatever it hears, and says it again. */
const ECHO = `
  const server = require('node:net').createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      process.stdout.write(bytes);
      socket.write(bytes);
    });
  });
  server.listen(0, process.argv[1], () => process.stdout.write(server.address().port + ';'));
`;
/** Says what it is told, and prints what it hears. */
const CALLER = `
  const socket = require('node:net').connect({ host: process.argv[1], port: Number(process.argv[2]) });
  process.stdin.pipe(socket);
  socket.pipe(process.stdout);
`;

const processes: ChildProcess[] = [];
let network: NamespaceNetwork | null = null;
let refusal: NamespacesUnavailable | null = null;

test.before(async () => {
  try {
    network = await NamespaceNetwork.lay(2);
  } catch (error) {
    if (!(error instanceof NamespacesUnavailable)) throw error;
    refusal = error;
  }
});
test.after.each(async () => {
  for (const node of [0, 1]) await network?.heal(node);
  for (const child of processes.splice(0)) child.kill('SIGKILL');
});
test.after(() => network?.close());

interface Talker {
  say(text: string): void;
  heard(): string;
}

function started(within: readonly string[], script: string, args: readonly string[]): Talker {
  const [program = '', ...rest] = [...within, process.execPath, '-e', script, ...args];
  const child = spawn(program, rest, { stdio: ['pipe', 'pipe', 'inherit'] });
  processes.push(child);
  let text = '';
  child.stdout.on('data', (bytes) => (text += String(bytes)));
  return { say: (words) => void child.stdin.write(words), heard: () => text };
}

/** On that node, or where NATS servers are. */
async function echoOn(
  laid: NamespaceNetwork,
  place: number | 'nats',
): Promise<{ readonly host: string; readonly port: string; heard(): string }> {
  const { host, within } = place === 'nats' ? { host: laid.natsHost, within: [] } : laid.waysOf(place);
  const echo = started(within, ECHO, [host]);
  await until(() => echo.heard().includes(';'));
  const port = echo.heard().split(';')[0] ?? '';
  return { host, port, heard: () => echo.heard().split(';')[1] ?? '' };
}

const callerOn = (laid: NamespaceNetwork, node: number, { host, port }: { readonly host: string; readonly port: string }): Talker =>
  started(laid.waysOf(node).within, CALLER, [host, port]);

async function until(is: () => boolean): Promise<void> {
  while (!is()) await new Promise((resolve) => setTimeout(resolve, 5));
}

const quiet = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, QUIET_MS));

/** Where namespaces are permitted; elsewhere that it is said why not. */
function withNetwork(name: string, body: (laid: NamespaceNetwork) => Promise<void>): void {
  test(name, async () => {
    if (network === null) assert.match(refusal?.message ?? '', /\w/);
    else await body(network);
  });
}

for (const [target, cut] of [
  [1, 'cutPeers'],
  ['nats', 'cutServers'],
] as const) {
  const whom = target === 'nats' ? 'NATS' : 'its peers';

  withNetwork(`what a node and ${whom} say is lost, both ways, until it is healed`, async (laid) => {
    const echo = await echoOn(laid, target);
    const caller = callerOn(laid, 0, echo);
    caller.say('a');
    await until(() => caller.heard() === 'a');
    assert.equal(await laid[cut](0, 'both'), 2);
    caller.say('b');
    await quiet();
    assert.deepEqual([caller.heard(), echo.heard()], ['a', 'a']);
    await laid.heal(0);
    await until(() => caller.heard() === 'ab');
  });

  withNetwork(`what ${whom} say to a node is lost although it is heard`, async (laid) => {
    const echo = await echoOn(laid, target);
    const caller = callerOn(laid, 0, echo);
    caller.say('a');
    await until(() => caller.heard() === 'a');
    assert.equal(await laid[cut](0, 'from-target'), 1);
    caller.say('b');
    await until(() => echo.heard() === 'ab');
    await quiet();
    assert.equal(caller.heard(), 'a');
  });

  withNetwork(`what a node says to ${whom} is lost`, async (laid) => {
    const echo = await echoOn(laid, target);
    const caller = callerOn(laid, 0, echo);
    caller.say('a');
    await until(() => caller.heard() === 'a');
    assert.equal(await laid[cut](0, 'from-caller'), 1);
    caller.say('b');
    await quiet();
    assert.equal(echo.heard(), 'a');
  });
}

withNetwork('a connection that is tried during a cut comes about when it is healed', async (laid) => {
  const echo = await echoOn(laid, 1);
  await laid.cutPeers(0, 'both');
  const caller = callerOn(laid, 0, echo);
  caller.say('a');
  await quiet();
  assert.equal(echo.heard(), '');
  await laid.heal(0);
  await until(() => caller.heard() === 'a');
});

withNetwork('a node that is cut from its peers still hears NATS', async (laid) => {
  await laid.cutPeers(0, 'both');
  const caller = callerOn(laid, 0, await echoOn(laid, 'nats'));
  caller.say('a');
  await until(() => caller.heard() === 'a');
});

test.run();
