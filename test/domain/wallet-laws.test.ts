import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'uvu';
import { isRefusal } from '../../src/domain/refusals.js';
import { walletDecider } from '../../src/domain/wallet/decider.js';
import type { UseView, WalletCommand, WalletEvent, WalletReply, WalletSign } from '../../src/domain/wallet/protocol.js';
import { CLOCK_TOLERANCE_MS, type WalletState } from '../../src/domain/wallet/state.js';
import { holdLaws, type Step } from '../support/decider-laws.js';
import { Simulation } from '../support/simulation.js';

const USER = '6ba7b810-9dad-41d1-80b4-00c04fd430c8';
const START = 1_800_000_000_000;
const PAYMENTS = 12;
const HOUR = 3_600_000;

/**
 * Payment n always costs the same and always began at the same time, so repeats are true repeats. All began before the story, but for the first, whose
 * schedule lives on a node with a clock that is ahead.
 */
const payment = fc.integer({ min: 1, max: PAYMENTS });
const useOf = (number: number): Extract<WalletCommand, { type: 'Use' }> => ({
  type: 'Use',
  paymentId: `p-${number}`,
  reservationId: `r-${number}`,
  amount: (number * 37) % 100,
  startedAt: number === 1 ? START + CLOCK_TOLERANCE_MS : START - number * 2 * HOUR,
});
const command: fc.Arbitrary<WalletCommand> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constant('Charge' as const), amount: fc.integer({ min: -2, max: 120 }), maxPoints: fc.constant(200) }),
  },
  { weight: 6, arbitrary: payment.map(useOf) },
  { weight: 3, arbitrary: payment.map((number): WalletCommand => ({ type: 'Refund', paymentId: `p-${number}` })) },
  { weight: 1, arbitrary: fc.constant<WalletCommand>({ type: 'GetBalance' }) },
);
const ms = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: 0, max: 6 * HOUR }));
const steps: fc.Arbitrary<Step<WalletCommand>[]> = fc.array(fc.record({ ms, command }), { maxLength: 60, size: 'max' });

type WalletSimulation = Simulation<WalletState, WalletCommand, WalletEvent, WalletSign, WalletReply>;

function booksOf(simulation: WalletSimulation): { charged: number; used: number; refunded: number } {
  const sum = (events: readonly { readonly amount: number }[]): number => events.reduce((total, { amount }) => total + amount, 0);
  return {
    charged: sum(simulation.events('PointsCharged')),
    used: sum(simulation.events('PointsUsed')),
    refunded: sum(simulation.events('PointsRefunded')),
  };
}

function netDebitOf(simulation: WalletSimulation, paymentId: string): number {
  const uses = simulation.events('PointsUsed').filter((event) => event.paymentId === paymentId).length;
  return uses - simulation.events('PointsRefunded').filter((event) => event.paymentId === paymentId).length;
}

test('whatever is asked: points are conserved, never below 0, and a payment takes them at most once', () => {
  fc.assert(
    fc.property(steps, (story) => {
      holdLaws(walletDecider, USER, [], story, walletDecider.encode, (simulation) => {
        const { charged, used, refunded } = booksOf(simulation);
        assert.equal(simulation.state.balance, charged - used + refunded);
        assert.ok(simulation.state.balance >= 0 && Number.isSafeInteger(simulation.state.balance));
        for (let number = 1; number <= PAYMENTS; number += 1) {
          const uses = simulation.events('PointsUsed').filter((event) => event.paymentId === `p-${number}`).length;
          assert.ok(uses <= 1, 'taken at most once');
          assert.ok([0, 1].includes(netDebitOf(simulation, `p-${number}`)), 'given back at most once');
        }
      });
    }),
    { numRuns: 200 },
  );
});

test('whatever is asked: the answer to a payment agrees with the books, then and ever after', () => {
  fc.assert(
    fc.property(steps, (story) => {
      const simulation: WalletSimulation = new Simulation(walletDecider, USER);
      const declined = new Set<string>();
      for (const step of story) {
        const answer = simulation.after(step.ms).when(step.command);
        if (step.command.type !== 'Use' || isRefusal(answer)) continue;
        const { paymentId } = step.command;
        if ((answer as UseView).outcome === 'USED') {
          assert.equal(netDebitOf(simulation, paymentId), 1, 'USED means that it took the points');
          assert.ok(!declined.has(paymentId), 'once declined, never used');
        } else {
          declined.add(paymentId);
        }
      }
    }),
    { numRuns: 200 },
  );
});

test('whatever is asked: after a refund within the memory nothing is left debited', () => {
  fc.assert(
    fc.property(steps, payment, (story, number) => {
      const simulation: WalletSimulation = new Simulation(walletDecider, USER);
      for (const step of story) simulation.after(Math.min(step.ms, 1_000)).when(step.command);
      simulation.must({ type: 'Refund', paymentId: `p-${number}` });
      simulation.must(useOf(number));
      assert.equal(netDebitOf(simulation, `p-${number}`), 0);
    }),
    { numRuns: 200 },
  );
});

test('whatever is charged twice under one id is charged once', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ id: fc.integer({ min: 1, max: 6 }), amount: fc.integer({ min: 1, max: 9 }) }), { maxLength: 40 }),
      (charges) => {
        const simulation: WalletSimulation = new Simulation(walletDecider, USER);
        const expected = new Map<number, number>();
        for (const { id, amount } of charges) {
          const known = expected.get(id);
          const answer = simulation.must<Extract<WalletReply, { type: string }>>(
            { type: 'Charge', amount: known ?? amount, maxPoints: 1_000 },
            id.toString(16).padStart(32, '0'),
          );
          expected.set(id, known ?? amount);
          assert.equal(answer.amount, expected.get(id));
        }
        assert.equal(
          simulation.state.balance,
          [...expected.values()].reduce((sum, amount) => sum + amount, 0),
        );
      },
    ),
  );
});

test.run();
