/** Where the acts begin that are played over REST and over gRPC. Scenes are set over REST on both sides. */
import type { Answer, Fan, TestFacade } from '../support/test-facade.js';

export interface Scene {
  readonly fan: Fan;
  /** Those that both sides have, by what they are called. */
  readonly ids: Readonly<Record<string, string>>;
  readonly concertId: string;
  readonly scheduleId: string;
  /** Empty where there is none. */
  readonly reservationId: string;
  readonly paymentId: string;
}

/** A sale with a fan inside. */
export async function inside(facade: TestFacade, queue: object = {}, schedule: object = {}): Promise<Scene> {
  const { concertId, scheduleId } = await facade.concert(queue, schedule);
  return sceneOf(await facade.fanIn(concertId), { concertId, scheduleId });
}

/** The same with a fan who waits behind another one. */
export async function waiting(facade: TestFacade): Promise<Scene> {
  const { concertId, scheduleId } = await facade.concert({ maxActive: 1 });
  await facade.fanIn(concertId);
  return sceneOf(await facade.fanIn(concertId), { concertId, scheduleId });
}

/** A sale with a fan who is in no line. */
export async function outside(facade: TestFacade): Promise<Scene> {
  return sceneOf(facade.fan(), { ...(await facade.concert()) });
}

/** A fan inside who has left. */
export async function left(facade: TestFacade): Promise<Scene> {
  const scene = await inside(facade);
  accepted(await scene.fan.delete('/api/v1/tokens/current'));
  return scene;
}

/** A fan who holds seat 1 and has so many points. */
export function holding(points: number): (facade: TestFacade) => Promise<Scene> {
  return async (facade) => {
    const scene = await inside(facade);
    if (points > 0) accepted(await scene.fan.charge(points));
    const { reservationId } = accepted(await scene.fan.hold(scene.scheduleId, [1])).body;
    return sceneOf(scene.fan, { ...scene.ids, reservationId });
  };
}

/** A fan who has paid for seat 1. */
export async function paid(facade: TestFacade): Promise<Scene> {
  const scene = await holding(60_000)(facade);
  const { paymentId } = accepted(await scene.fan.pay(scene.reservationId)).body;
  return sceneOf(scene.fan, { ...scene.ids, paymentId });
}

/** The fan of the scene stays, and what is there is another fan's. */
export function byAnother(scene: (facade: TestFacade) => Promise<Scene>): (facade: TestFacade) => Promise<Scene> {
  return async (facade) => {
    const made = await scene(facade);
    return sceneOf(await facade.fanIn(made.concertId), made.ids);
  };
}

function sceneOf(fan: Fan, ids: Readonly<Record<string, string>>): Scene {
  const { concertId = '', scheduleId = '', reservationId = '', paymentId = '' } = ids;
  return { fan, ids: { ...ids, userId: fan.userId }, concertId, scheduleId, reservationId, paymentId };
}

function accepted(answer: Answer): Answer {
  if (answer.status >= 400) throw new Error(answer.text);
  return answer;
}
