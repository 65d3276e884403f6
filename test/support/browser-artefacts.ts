/**
 * What tests in a browser leave behind to be looked at: screenshots, figures that depend on the machine, and what was on the screen when a test failed. In
 * `artefacts/web`, which git ignores.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

const FOLDER = fileURLToPath(new URL('../../../artefacts/web/', import.meta.url));

/** Path of a file in a folder of its own for each kind; the folder is there. */
export async function artefactPath(kind: string, name: string): Promise<string> {
  const folder = join(FOLDER, slug(kind));
  await mkdir(folder, { recursive: true });
  return join(folder, name);
}

/** Those of an earlier run would be taken for today's. */
export async function clearArtefacts(kind: string): Promise<void> {
  await rm(join(FOLDER, slug(kind)), { recursive: true, force: true });
}

/** What a page looks like, and what an assistive technology hears of it. Never rejects: it is called when something has failed already. */
export async function keepForensics(kind: string, page: Page, index: number, lines: readonly string[]): Promise<string> {
  const picture = await artefactPath(kind, `${index}.png`);
  const heard = await page
    .locator('body')
    .ariaSnapshot({ timeout: 2_000 })
    .catch((error: unknown) => String(error));
  await page.screenshot({ path: picture, timeout: 5_000 }).catch(() => undefined);
  await writeFile(await artefactPath(kind, `${index}.txt`), [page.url(), ...lines, heard].join('\n\n'));
  return picture;
}

/** A figure that no test can hold a machine to: printed, and kept in a file of its own. */
export async function tellFigure(name: string, text: string): Promise<void> {
  process.stdout.write(`${name}: ${text}\n`);
  await writeFile(await artefactPath('figures', `${slug(name)}.txt`), `${text}\n`);
}

export function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9/]+/g, '-')
    .replace(/^-|-$/g, '');
}
