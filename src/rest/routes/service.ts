/** What a client should know of this service before it asks for anything. */
import type { RouteContext } from '../route.js';
import { addRoute } from '../route.js';
import { Points, nullable, shown } from '../schemas/common.js';
import { Type } from 'typebox';

const MAX_AGE_SECONDS = 60;

const EXAMPLE_SERVICE = {
  name: 'Frontrow',
  version: '0.1.0',
  guests: true,
  selfCharge: true,
  maxPoints: 10_000_000,
  signInUrl: null,
  demo: true,
};

const Service = shown(
  {
    name: Type.String({ description: 'What the place calls itself.', examples: [EXAMPLE_SERVICE.name] }),
    version: Type.String({ description: 'Of the program.', examples: [EXAMPLE_SERVICE.version] }),
    guests: Type.Boolean({ description: 'Whether POST /api/v1/users makes guest accounts; otherwise users sign in elsewhere.' }),
    selfCharge: Type.Boolean({ description: 'Whether fans charge their own wallets.' }),
    maxPoints: Points('Largest balance that a charge may lead to.', EXAMPLE_SERVICE.maxPoints),
    signInUrl: nullable<string>('string', {
      format: 'uri',
      description:
        'Where users sign in when there are no guests. It is told the page to come back to as `returnTo`, and comes back with `#access_token=`.',
    }),
    demo: Type.Boolean({ description: 'Whether this is a demo: operators may start a simulated sale.' }),
  },
  { examples: [EXAMPLE_SERVICE] },
);

export function serviceRoutes(context: RouteContext): void {
  const { service, brand, accessTokens } = context.deps;
  const { version, selfCharge, maxPoints, signInUrl, demo } = service;
  const facts = { name: brand.name, version, guests: accessTokens.issue !== null, selfCharge, maxPoints, signInUrl, demo };
  addRoute(context, {
    method: 'GET',
    path: '/api/v1/service',
    audience: 'public',
    guards: null,
    cacheable: true,
    maxAgeSeconds: MAX_AGE_SECONDS,
    doc: {
      operationId: 'seeService',
      tag: 'Users',
      summary: 'See what this service offers',
      description: 'Its name, whether there are guest accounts or a sign-in elsewhere, and whether fans charge their own wallets.',
    },
    success: { status: 200, schema: Service, description: 'The facts; they change only with a restart.' },
    refusals: [],
    handle: () => Promise.resolve(facts),
  });
}
