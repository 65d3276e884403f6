/** Whether the checkers catch a build: it is made, run through scenarios, and audited. */
import assert from 'node:assert/strict';
import type { ViolationCode } from '../../src/audit/violations.js';
import { brokenBuild } from './broken-build.js';
import type { Replacement } from './broken-build.js';
import type { Scenario } from './scenarios.js';
import { Stage } from './stage.js';

export type Finding = ViolationCode | 'SEAT_ORDER';

/** Payments end soon; nothing is wrong with that. */
export const SHORT_GRACE: Replacement = {
  file: 'domain/schedule/protocol.js',
  text: 'PAYMENT_GRACE_MS = 30_000;',
  by: 'PAYMENT_GRACE_MS = 1_500;',
};

/** How often a scenario is played until it shows what it should: a busy machine may miss the moment. */
const TRIES_MAX = 3;

/** What the checkers find when the scenarios were played, one after the other, on a build with these replacements. */
export async function findingsOf(replacements: readonly Replacement[], scenarios: readonly Scenario[]): Promise<readonly string[]> {
  const build = await brokenBuild(replacements);
  try {
    const stage = await Stage.open(build.main);
    try {
      let node = 0;
      for (const scenario of scenarios) node = await scenario(stage);
      return await stage.findings(node);
    } finally {
      await stage.close();
    }
  } finally {
    await build.remove();
  }
}

export async function assertCaught(replacements: readonly Replacement[], scenario: Scenario, expected: Finding): Promise<void> {
  let found: readonly string[] = [];
  for (let tries = 0; tries < TRIES_MAX && !found.includes(expected); tries += 1) found = await findingsOf(replacements, [scenario]);
  assert.ok(found.includes(expected), `found: ${found.join(', ') || 'nothing'}`);
}
