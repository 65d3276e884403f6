/**
 * A real node and a real browser for one test file. Each scene gets visitors with browsers of their own, as different people have; when it is over they are
 * gone, and it has failed if anything happened in one of them that should not (see browser-watch.ts). When a scene fails, what was on the screens is kept.
 */
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { NodeProcess, temporaryDataDir } from '../../bench/support/node-process.js';
import { clearArtefacts, keepForensics } from './browser-artefacts.js';
import { Backstage } from './browser-backstage.js';
import { contextOptionsOf, PHONE } from './browser-look.js';
import type { Look } from './browser-look.js';
import { ACTION_MS_MAX } from './browser-patience.js';
import { browserProgram } from './browser-program.js';
import { BrowserWatch } from './browser-watch.js';

export interface StageOptions {
  /** Further settings of the node, FRONTROW_*. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface VisitorOptions extends Partial<Look> {
  /** @default false */
  readonly nodeMayBeGone?: boolean;
}

/** One person with a browser. */
export class Visitor {
  constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    readonly watch: BrowserWatch,
    readonly look: Look,
  ) {}

  /** The same person opens another tab. */
  tab(): Promise<Page> {
    return this.context.newPage();
  }

  /** Who the app says this person is; null when it has not asked for an account yet. */
  async guest(): Promise<{ readonly userId: string; readonly accessToken: string } | null> {
    const { origins } = await this.context.storageState();
    for (const { value } of origins.flatMap(({ localStorage }) => localStorage)) {
      const kept = parsed(value);
      if (typeof kept?.userId === 'string' && typeof kept.accessToken === 'string')
        return { userId: kept.userId, accessToken: kept.accessToken };
    }
    return null;
  }
}

/** What a test does with visitors; they are gone when it is over. */
export interface Scene {
  visitor(options?: VisitorOptions): Promise<Visitor>;
}

export class BrowserStage {
  private constructor(
    private readonly browser: Browser,
    private process: NodeProcess,
    readonly backstage: Backstage,
    private readonly cleaners: (() => Promise<unknown>)[],
  ) {}

  static async open({ env = {} }: StageOptions = {}): Promise<BrowserStage> {
    const cleaners: (() => Promise<unknown>)[] = [];
    try {
      const program = await browserProgram();
      const [browser, node] = await bothOrNone(launch(program, cleaners), startNode(env, cleaners));
      const backstage = new Backstage(node.url, await node.adminKey());
      cleaners.push(() => backstage.close());
      return new BrowserStage(browser, node, backstage, cleaners);
    } catch (error) {
      await closeAll(cleaners);
      throw error;
    }
  }

  get url(): string {
    return this.process.url;
  }

  get node(): NodeProcess {
    return this.process;
  }

  /** Of the program, for what is printed. */
  get browserVersion(): string {
    return this.browser.version();
  }

  /** kill -9. */
  async killNode(): Promise<void> {
    await this.process.kill();
  }

  /** The same node again: its data, its ports. */
  async restartNode(): Promise<void> {
    this.process = await this.process.restart();
    const started = this.process;
    this.cleaners.push(() => started.kill());
  }

  /** Plays a scene and closes all its visitors. Rejects when it fails, and when something happened that should not. */
  async scene(name: string, play: (scene: Scene) => Promise<void>): Promise<void> {
    const visitors: Visitor[] = [];
    const kind = `failed/${name}`;
    await clearArtefacts(kind);
    try {
      await play({
        visitor: async (options) => {
          const visitor = await this.visitor(options);
          visitors.push(visitor);
          return visitor;
        },
      });
      assert.deepEqual(
        visitors.flatMap(({ watch }) => watch.problems),
        [],
        'something happened in the browser that should not',
      );
    } catch (error) {
      const pages = visitors.flatMap(({ context, watch }) => context.pages().map((page) => ({ page, watch })));
      const pictures = await Promise.all(
        pages.map(({ page, watch }, index) => keepForensics(kind, page, index, [...watch.problems, ...watch.written])),
      );
      throw new Error([messageOf(error), ...visitors.flatMap(({ watch }) => watch.problems), ...pictures].join('\n'), { cause: error });
    } finally {
      await Promise.all(visitors.map(({ context }) => context.close()));
    }
  }

  async close(): Promise<void> {
    await closeAll(this.cleaners);
  }

  private async visitor({ nodeMayBeGone = false, ...wanted }: VisitorOptions = {}): Promise<Visitor> {
    const look = { ...PHONE, ...wanted };
    const context = await this.browser.newContext(contextOptionsOf(look, this.url));
    context.setDefaultTimeout(ACTION_MS_MAX);
    const watch = new BrowserWatch(context, { origin: this.url, nodeMayBeGone });
    return new Visitor(context, await context.newPage(), watch, look);
  }
}

async function launch(
  program: { readonly path: string; readonly env: Readonly<Record<string, string>> },
  cleaners: (() => Promise<unknown>)[],
): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: program.path,
    env: { ...process.env, ...program.env },
  });
  cleaners.push(() => browser.close());
  return browser;
}

async function startNode(env: Readonly<Record<string, string>>, cleaners: (() => Promise<unknown>)[]): Promise<NodeProcess> {
  const { path, remove } = await temporaryDataDir();
  cleaners.push(remove);
  // Browsers need the same processors: that makes the node slow, and is no reason to turn anybody away.
  const node = await NodeProcess.start({ dataDir: path, env: { FRONTROW_OVERLOAD_DELAY_MS: '1000', ...env } });
  cleaners.push(() => node.kill());
  return node;
}

/** Rejects only when both have come to something: what one of them started is known by then, and can be ended. */
async function bothOrNone<One, Other>(one: Promise<One>, other: Promise<Other>): Promise<readonly [One, Other]> {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
}

/** In reverse, so that a node is gone before its directory. */
async function closeAll(cleaners: (() => Promise<unknown>)[]): Promise<void> {
  for (const clean of cleaners.splice(0).reverse()) await clean();
}

function parsed(text: string): { readonly userId?: unknown; readonly accessToken?: unknown } | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
