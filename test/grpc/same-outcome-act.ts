/** An act that is played over REST and over gRPC. */
import type { GrpcTestService, Outcome, UnaryName } from '../support/grpc-service.js';
import type { Answer, TestFacade } from '../support/test-facade.js';
import type { Scene } from './same-outcome-scenes.js';

export interface Played {
  scene(facade: TestFacade): Promise<Scene>;
  rest(scene: Scene, facade: TestFacade): Promise<Answer>;
  grpc(scene: Scene, service: GrpcTestService): Promise<Outcome<object>>;
}

export interface Act extends Played {
  readonly method: UnaryName;
  readonly what: string;
  readonly refused: boolean;
}

export function accepted(method: UnaryName, what: string, played: Played): Act {
  return { method, what, refused: false, ...played };
}

export function refused(method: UnaryName, what: string, played: Played): Act {
  return { method, what, refused: true, ...played };
}
