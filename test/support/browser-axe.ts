/** What axe-core finds on a page, as findings that a test can compare with none. The page's content security policy stays on. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { BrowserContext, Page } from 'playwright-core';

/** Findings of these keep somebody from using the page. */
const HEAVY: ReadonlySet<string> = new Set(['serious', 'critical']);
const NODES_SHOWN = 3;
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

declare const axe: { run(options: object): Promise<AxeResults> };

/** Every page of the context has axe-core from then on. */
export async function bringAxe(context: BrowserContext): Promise<void> {
  await context.addInitScript({ content: axeSource });
}

/** One line for each serious or critical finding; `bringAxe` came before the page was opened. */
export async function heavyFindings(page: Page): Promise<readonly string[]> {
  const { violations } = await page.evaluate(() => axe.run({ resultTypes: ['violations'] }));
  return violations
    .filter(({ impact }) => HEAVY.has(impact ?? ''))
    .map(({ id, help, nodes }) => {
      const places = nodes
        .slice(0, NODES_SHOWN)
        .map(({ target, failureSummary }) => `${target.join(' ')} (${(failureSummary ?? '').replace(/\s+/g, ' ')})`);
      return `${new URL(page.url()).pathname} ${id}: ${help}, ${nodes.length} times, such as ${places.join('; ')}`;
    });
}
