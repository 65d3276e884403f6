/**
 * Laws every decider keeps, whatever is asked of it in whatever order. Used with fast-check: the test supplies arbitrary commands, the laws do the rest.
 */
import assert from 'node:assert/strict';
import type { Decider } from '../../src/domain/decider.js';
import { Simulation } from './simulation.js';

/** One step of a random story. `ms`: time that passes before the command. */
export interface Step<Command> {
  readonly ms: number;
  readonly command: Command;
}

/**
 * Plays the steps and checks after each: `decide` and `due` changed nothing, the alarm is never late; and at the end: replaying the events gives the same
 * state, and a snapshot at any point plus the tail gives the same state. `check` looks at invariants of the kind after every step.
 *
 * @param comparable what two equal states have in common; leave out signs of life, which are not journaled.
 */
export function holdLaws<State, Command extends object, Event extends { readonly type: string }, Sign, Reply>(
  decider: Decider<State, Command, Event, Sign, Reply>,
  key: string,
  given: readonly Event[],
  steps: readonly Step<Command>[],
  comparable: (state: State) => unknown,
  check: (simulation: Simulation<State, Command, Event, Sign, Reply>) => void,
): void {
  const simulation = new Simulation(decider, key).given(...given);
  for (const { ms, command } of steps) {
    simulation.after(ms);
    alarmIsNotLate(simulation);
    simulation.tick();
    decidingChangesNothing(simulation, command);
    simulation.when(command);
    assert.deepEqual(decider.due(simulation.state, simulation.now), [], 'nothing is left due after a turn');
    check(simulation);
  }
  const live = comparable(simulation.state);
  assert.deepEqual(comparable(simulation.replayed()), live, 'replay of events = live state');
  for (const share of [0.25, 0.5, 1]) {
    const count = Math.floor(simulation.log.length * share);
    assert.deepEqual(comparable(simulation.fromSnapshotAfter(count)), live, `snapshot after ${count} events + tail = whole`);
  }
}

function alarmIsNotLate<State, Command extends object, Event extends { readonly type: string }, Sign, Reply>({
  decider,
  state,
  now,
}: Simulation<State, Command, Event, Sign, Reply>): void {
  if (decider.due(state, now).length === 0) return;
  const wakeAt = decider.wakeAt(state);
  assert.ok(wakeAt !== null && wakeAt <= now, `something is due at ${now} but the alarm is set to ${wakeAt}`);
}

function decidingChangesNothing<State, Command extends object, Event extends { readonly type: string }, Sign, Reply>(
  { decider, state, now }: Simulation<State, Command, Event, Sign, Reply>,
  command: Command,
): void {
  const before = decider.encode(state);
  decider.decide(state, command, { now, id: 'f'.repeat(32) });
  decider.due(state, now);
  assert.deepEqual(decider.encode(state), before, 'decide and due never mutate');
}
