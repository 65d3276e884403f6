/** `npm run onsale`: plays an on-sale and audits the books. Exit codes are in options.ts. */
import { CommanderError } from 'commander';
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { NodeUnreachable } from '../support/api-client.js';
import { Refused } from '../support/frontrow-api.js';
import { NodeFailed, NodeProcess, temporaryDataDir } from '../support/node-process.js';
import { writeService } from '../support/service-keys.js';
import type { OnsaleOptions } from './options.js';
import { parseOptions } from './options.js';
import { checkNode, NodeUnusable } from './check-node.js';
import { SERVICE_RIGHTS } from './entrance.js';
import type { Door } from './entrance.js';
import { playSale } from './play.js';
import { createProgress } from './progress.js';
import type { Progress } from './progress.js';
import { writeReport } from './report.js';
import { isClean } from './result.js';
import type { SaleResult } from './result.js';
import { summaryOf } from './summary.js';

const EXIT = { clean: 0, broken: 1, usage: 2, unreachable: 3, interrupted: 130 } as const;

async function main(): Promise<number> {
  const options = optionsOrExitCode();
  if (typeof options === 'number') return options;
  const progress = createProgress(process.stdout);
  try {
    const result = options.url === null ? await playOnOwnNode(options, progress) : await playOnRunning(options.url, options, progress);
    progress.end();
    process.stdout.write(`${summaryOf(result)}\n`);
    if (options.report !== null) {
      await writeReport(options.report, result);
      process.stdout.write(`Report: ${pathToFileURL(options.report).href}\n`);
    }
    return isClean(result) ? EXIT.clean : EXIT.broken;
  } catch (error) {
    progress.end();
    const isNodes =
      error instanceof NodeUnusable || error instanceof NodeFailed || error instanceof NodeUnreachable || error instanceof Refused;
    if (!isNodes) throw error;
    process.stderr.write(`onsale: ${error.message}\n`);
    return EXIT.unreachable;
  }
}

function optionsOrExitCode(): OnsaleOptions | number {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.clean : EXIT.usage;
    throw error;
  }
}

async function playOnRunning(url: string, options: OnsaleOptions, progress: Progress): Promise<SaleResult> {
  const { adminKeyFile, serviceKeyFile, grpc } = options;
  const adminKey = await keyIn(adminKeyFile, 'admin key', 'The node says at its start where it keeps it; give that as --admin-key-file.');
  if (grpc === null) return playOn(url, adminKey, { protocol: 'rest', url }, options, progress);
  const hint = 'It is the one whose hash stands in FRONTROW_GRPC_SERVICES of the node.';
  const serviceKey = serviceKeyFile === null ? null : await keyIn(serviceKeyFile, 'service key', hint);
  return playOn(url, adminKey, { protocol: 'grpc', address: grpc, serviceKey }, options, progress);
}

async function keyIn(file: string, name: string, hint: string): Promise<string> {
  const key = await readFile(file, 'utf8').catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new NodeUnusable(`the ${name} cannot be read (${why}). ${hint}`);
  });
  return key.trim();
}

async function playOnOwnNode(options: OnsaleOptions, progress: Progress): Promise<SaleResult> {
  const data = await temporaryDataDir();
  let keep = false;
  try {
    const service = options.protocol === 'grpc' ? await writeService(data.path, 'on-sale', SERVICE_RIGHTS) : null;
    const env = service === null ? {} : { FRONTROW_GRPC_SERVICES: service.file };
    const node = await NodeProcess.start({ dataDir: data.path, env });
    try {
      const door: Door =
        service === null ? { protocol: 'rest', url: node.url } : { protocol: 'grpc', address: node.grpcAddress, serviceKey: service.key };
      const result = await playOn(node.url, await node.adminKey(), door, options, progress);
      keep = !isClean(result);
      return result;
    } catch (error) {
      keep = true;
      if (node.output !== '') progress.say(`The node wrote:\n${node.output}`);
      throw error;
    } finally {
      await node.stop();
    }
  } finally {
    if (keep) progress.say(`The node's data is kept for whoever looks into it: ${data.path}`);
    else await data.remove();
  }
}

async function playOn(url: string, adminKey: string, door: Door, options: OnsaleOptions, progress: Progress): Promise<SaleResult> {
  await checkNode(url, adminKey, door);
  const stop = new AbortController();
  const interrupt = (): void => {
    if (stop.signal.aborted) process.exit(EXIT.interrupted);
    progress.say('Sending the fans home; the books are audited all the same. Once more ends at once.');
    stop.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  try {
    return await playSale(options, { url, adminKey, door, progress, stop: stop.signal });
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

process.exitCode = await main();
