/**
 * What must go wrong, step by step, for a missing protection to show. In each the node that has the sale is cut off at the moment that matters; a build with all
 * its protections keeps every promise in all of them.
 */
import { randomUUID } from 'node:crypto';
import type { HoldAnswer } from '../../bench/support/frontrow-api.js';
import { comes, PRICE, seatsMustShow, succeeds, until } from './stage.js';
import type { Stage } from './stage.js';

/** Resolves with the node that the log is to be read from. */
export type Scenario = (stage: Stage) => Promise<number>;

const CHARGED = 5_000;
const AGAIN = 700;
/** An unanswered question is given up after three seconds, and asked again soon. */
const REFUND_MS_MAX = 6_000;
/** From the end of a cut to the arrival of what was on its way. */
const ARRIVAL_MS_MAX = 5_000;
const TRIES_MAX = 3;

/** A hold is on its way to NATS when its node is cut off. Another node takes over and sells the seat; only then the hold arrives. */
export const lateHold: Scenario = async (stage) => {
  const sale = await stage.openSale();
  const { here, there, scheduleId } = sale;
  const [anna, ben] = [await stage.fan(sale, here), await stage.fan(sale, there)];
  await stage.hold(stage.patient(here), anna, sale, 1);
  await stage.cutFromNats(here);
  await succeeds(stage.hold(stage.once(here), anna, sale, 2));
  await stage.takenOver(`schedule/${scheduleId}`, there);
  await stage.hold(stage.patient(there), ben, sale, 2);
  await stage.heal();
  return here;
};

/** A first charge is on its way to NATS when its node is cut off. Another node takes over, finds no wallet, and is to write its first record after the late one. */
export const lateCharge: Scenario = async (stage) => {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) if (await chargedLate(stage, 0, 1)) return 1;
  throw new Error('no charge was on its way when its node was cut off');
};

/** False when it did not get that far. */
async function chargedLate(stage: Stage, here: number, there: number): Promise<boolean> {
  const carol = await stage.guest(here);
  const wallet = `wallet/${carol.userId}`;
  const seen = stage.observations(carol);
  // In memory from then on: an entity that must be read first would not come to write.
  await succeeds(stage.patient(here).balance(carol));
  await stage.cutFromNats(here);
  seen.chargeWanted();
  await succeeds(stage.once(here).charge(carol, CHARGED, randomUUID()));
  await stage.takenOver(wallet, there);
  await succeeds(stage.patient(there).balance(carol));
  await stage.world.network.heal(here);
  const hasArrived = await comes(async () => (await stage.events(there)).some(({ entity }) => entity === wallet), ARRIVAL_MS_MAX);
  if (hasArrived) {
    seen.chargeWanted();
    seen.charge(await stage.patient(there).charge(carol, AGAIN, randomUUID()));
  }
  await stage.heal();
  return hasArrived;
}

/** A node is cut off from NATS, asked to hold a seat, and killed. */
export const lostHold: Scenario = async (stage) => {
  const sale = await stage.openSale();
  const { here, there, scheduleId } = sale;
  const [anna, ben] = [await stage.fan(sale, here), await stage.fan(sale, there)];
  // An append that is still under way would keep the next hold waiting.
  await isLogged(stage, here, await stage.hold(stage.patient(here), anna, sale, 1));
  await stage.cutFromNats(here);
  await succeeds(stage.hold(stage.once(here), anna, sale, 2));
  await stage.world.cluster.kill(here);
  await stage.takenOver(`schedule/${scheduleId}`, there);
  // With a record of the new owner in the log nothing that is still on its way can get there.
  await isLogged(stage, there, await stage.hold(stage.patient(there), ben, sale, 3));
  await stage.heal();
  return there;
};

function isLogged(stage: Stage, by: number, { reservationId }: HoldAnswer): Promise<void> {
  const isThere = async (): Promise<boolean> => (await stage.events(by)).some(({ data }) => data['reservationId'] === reservationId);
  return until(`hold ${reservationId} is in the log`, isThere);
}

/** A node is cut off from NATS, another one takes over and sells a seat; then the first one is asked about that seat. */
export const staleWord: Scenario = async (stage) => {
  const sale = await stage.openSale();
  const { here, there, scheduleId } = sale;
  const [anna, ben] = [await stage.fan(sale, here), await stage.fan(sale, there)];
  await stage.hold(stage.patient(here), anna, sale, 1);
  await stage.cutFromNats(here);
  await stage.takenOver(`schedule/${scheduleId}`, there);
  await stage.hold(stage.patient(there), ben, sale, 2);
  await seatsMustShow();
  await succeeds(stage.look(stage.once(here), anna, sale));
  await stage.heal();
  return there;
};

/** A payment takes its points on another node, whose word does not come back before the grace is over. */
export const unheardPayment: Scenario = async (stage) => {
  const sale = await stage.openSale();
  const { here, there } = sale;
  const dora = await stage.fan(sale, there);
  dora.seen.chargeWanted();
  dora.seen.charge(await stage.patient(there).charge(dora, PRICE, randomUUID()));
  const { reservationId } = await stage.hold(stage.patient(here), dora, sale, 1);
  await stage.world.network.cutPeers(here, 'from-target');
  const paying = succeeds(stage.once(here).pay(dora, dora.token, reservationId, randomUUID()));
  const happened = async (): Promise<boolean> => {
    const types = (await stage.events(there)).filter(({ data }) => data['reservationId'] === reservationId).map(({ type }) => type);
    return types.includes('PointsUsed') && types.includes('PaymentAborted');
  };
  await until('points were taken for a payment that is aborted', happened);
  await stage.heal();
  await paying;
  const isRefunded = async (): Promise<boolean> =>
    (await stage.events(there)).some(({ type, entity }) => type === 'PointsRefunded' && entity === `wallet/${dora.userId}`);
  await comes(isRefunded, REFUND_MS_MAX);
  return there;
};
