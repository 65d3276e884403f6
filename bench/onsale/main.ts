/** `npm run onsale`: plays an on-sale and audits the books. Exit codes are in options.ts. */
import { CommanderError } from 'commander';
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { NodeUnreachable } from '../support/api-client.js';
import { Refused } from '../support/frontrow-api.js';
import { NodeFailed, NodeProcess, temporaryDataDir } from '../support/node-process.js';
import type { OnsaleOptions } from './options.js';
import { parseOptions } from './options.js';
import { playSale } from './play.js';
import { createProgress } from './progress.js';
import type { Progress } from './progress.js';
import { writeReport } from './report.js';
import { isClean } from './result.js';
import type { SaleResult } from './result.js';
import { summaryOf } from './summary.js';

const EXIT = { clean: 0, broken: 1, usage: 2, unreachable: 3, interrupted: 130 } as const;

/** The node is not there, or does not let us in; the message says what to do. */
class NodeUnusable extends Error {
  override readonly name = 'NodeUnusable';
}

async function main(): Promise<number> {
  const options = optionsOrExitCode();
  if (typeof options === 'number') return options;
  const progress = createProgress(process.stdout);
  try {
    const result =
      options.url === null ? await playOnOwnNode(options, progress) : await playOn(options.url, await keyFrom(options), options, progress);
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

async function keyFrom({ adminKeyFile }: OnsaleOptions): Promise<string> {
  const key = await readFile(adminKeyFile, 'utf8').catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new NodeUnusable(
      `the admin key cannot be read (${why}). The node says at its start where it keeps it; give that as --admin-key-file.`,
    );
  });
  return key.trim();
}

async function playOnOwnNode(options: OnsaleOptions, progress: Progress): Promise<SaleResult> {
  const data = await temporaryDataDir();
  let keep = false;
  try {
    const node = await NodeProcess.start({ dataDir: data.path });
    try {
      const result = await playOn(node.url, await node.adminKey(), options, progress);
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

async function playOn(url: string, adminKey: string, options: OnsaleOptions, progress: Progress): Promise<SaleResult> {
  await checkNode(url, adminKey);
  const stop = new AbortController();
  const interrupt = (): void => {
    if (stop.signal.aborted) process.exit(EXIT.interrupted);
    progress.say('Sending the fans home; the books are audited all the same. Once more ends at once.');
    stop.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  try {
    return await playSale(options, { url, adminKey, progress, stop: stop.signal });
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

/** Before thousands of fans set out: is the node there, and is the key its own? */
async function checkNode(url: string, adminKey: string): Promise<void> {
  const ask = async (): Promise<Response> => {
    try {
      return await fetch(`${url}/api/v1/admin/events?limit=1`, {
        headers: { authorization: `Bearer ${adminKey}` },
        signal: AbortSignal.timeout(10_000),
      });
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      throw new NodeUnusable(`no node answers at ${url} (${cause}). Start one with "npm start", or leave out --url to have one started.`);
    }
  };
  const { status } = await ask();
  if (status === 401)
    throw new NodeUnusable(`the node at ${url} does not take this admin key; its own is named in the node's start lines.`);
  if (status !== 200) throw new NodeUnusable(`what answers at ${url} with ${status} does not seem to be a Frontrow node.`);
}

process.exitCode = await main();
