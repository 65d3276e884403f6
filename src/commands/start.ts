/** `frontrow start`, the default: a node that runs until a signal ends it. */
import { pino } from 'pino';
import type { Logger } from 'pino';
import type { Config } from '../config.js';
import { startNode } from '../node.js';
import type { RunningNode } from '../node.js';
import { EXIT } from './exit.js';
import { exitFor } from './failures.js';

/** Ctrl-C under npm reaches the node twice, from the terminal and from npm; only a signal later than this is a second wish. */
const SECOND_SIGNAL_MS = 1_000;
/** After a disk failed, answers under way get this long to leave as "not carried out". */
const FAILURE_LINGER_MS = 200;

/** Resolves when the node serves. */
export async function start(config: Config): Promise<void> {
  const logger = pino({ level: config.logLevel, base: null }, pino.destination({ fd: 2, sync: false }));
  failOnBugs(logger);
  const node = await startOrExit(config, logger);
  announce(node);
  stopOnSignals(node, logger);
}

async function startOrExit(config: Config, logger: Logger): Promise<RunningNode> {
  const onJournalFailure = (reason: string): void => {
    logger.fatal(
      { reason },
      'the journal cannot be written: nothing more is acknowledged and the node stops; everything acknowledged is kept',
    );
    setTimeout(() => logger.flush(() => process.exit(EXIT.io)), FAILURE_LINGER_MS);
  };
  try {
    return await startNode({ config, logger, onJournalFailure });
  } catch (error) {
    exitFor(error);
  }
}

/** Plain lines for whoever started the process, and for tools that wait for them. Logs go to standard error. */
function announce(node: RunningNode): void {
  const lines = [
    ...node.found,
    ...(node.adminKeyFile === null ? [] : [`Admin key: ${node.adminKeyFile}`]),
    ...(node.demoConcertId === null ? [] : [`Demo concert: ${node.demoConcertId}`]),
    `Operators: ${node.url}/ops`,
    `Docs: ${node.url}/docs`,
    `gRPC on ${node.grpcAddress} (${node.grpcSecurity})`,
    `Health and metrics: ${node.opsUrl}/readyz ${node.opsUrl}/metrics`,
    `Frontrow is ready: ${node.url}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function stopOnSignals(node: RunningNode, logger: Logger): void {
  let stoppingSince: number | null = null;
  const stop = (signal: NodeJS.Signals): void => {
    if (stoppingSince !== null) {
      if (performance.now() - stoppingSince < SECOND_SIGNAL_MS) return;
      logger.warn({ signal }, 'asked twice to stop: ending at once');
      logger.flush(() => process.exit(EXIT.interrupted));
      return;
    }
    stoppingSince = performance.now();
    logger.info({ signal }, 'stopping: no new requests, finishing those under way');
    node.stop().then(
      (finished) => {
        if (!finished) logger.warn('some work was still under way; it goes on at the next start');
        process.stdout.write('Frontrow has stopped.\n');
        logger.flush(() => process.exit(EXIT.ok));
      },
      (error: unknown) => bug(logger, error),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/** A process in an unknown state must not go on selling seats; the journal has everything, and the next start recovers. */
function failOnBugs(logger: Logger): void {
  process.on('uncaughtException', (error) => bug(logger, error));
  process.on('unhandledRejection', (error) => bug(logger, error));
}

function bug(logger: Logger, error: unknown): void {
  logger.fatal({ err: error }, 'a bug: the node stops; everything acknowledged is kept');
  logger.flush(() => process.exit(EXIT.bug));
}
