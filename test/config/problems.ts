/** What the settings of an environment are refused for. */
import assert from 'node:assert/strict';
import { ConfigInvalid, readConfig } from '../../src/config.js';

/** A line each; none when they make a configuration. */
export function problemsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    assert.ok(error instanceof ConfigInvalid, String(error));
    return error.problems;
  }
  return [];
}

/** Of settings of which one is wrong. */
export function onlyProblemOf(env: NodeJS.ProcessEnv): string {
  const problems = problemsOf(env);
  assert.equal(problems.length, 1, problems.join('\n'));
  return problems[0] ?? '';
}
