/** For operators: a sale with simulated fans, so that there is something to watch. */
import { refuse, unlessRefused } from '../../domain/refusals.js';
import type { RouteContext } from '../route.js';
import { addRoute } from '../route.js';
import { showDemoSale } from '../sale-views.js';
import { NoContent } from '../schemas/common.js';
import { DEMO_FANS_DEFAULT, DemoSale, NewDemoSale } from '../schemas/overview.js';

const PATH = '/api/v1/admin/demo-sale';
const DEMO_DISABLED = refuse('DEMO_DISABLED');

export function adminDemoRoutes(context: RouteContext): void {
  const { demoSales } = context.deps;
  addRoute(context, {
    method: 'GET',
    path: PATH,
    audience: 'admin',
    guards: null,
    doc: {
      operationId: 'seeDemoSale',
      tag: 'Operators',
      summary: 'See the demo sale',
      description: 'The last one of the node that answers.',
    },
    success: { status: 200, schema: DemoSale, description: 'The demo sale.' },
    refusals: ['DEMO_DISABLED'],
    handle: async () => (demoSales === null ? DEMO_DISABLED : showDemoSale(demoSales.view)),
  });
  addRoute(context, {
    method: 'POST',
    path: PATH,
    audience: 'admin',
    guards: null,
    doc: {
      operationId: 'startDemoSale',
      tag: 'Operators',
      summary: 'Start a demo sale',
      description:
        'Puts a fresh concert on sale and sends simulated fans there, from within the node: they get in line, look, hold, pay or give up, in their own time. ' +
        'Real fans may join. One at a time on a node.',
    },
    body: NewDemoSale,
    bodyOptional: true,
    success: { status: 202, schema: DemoSale, description: 'The fans are on their way.' },
    refusals: ['DEMO_DISABLED', 'DEMO_RUNNING'],
    handle: async ({ body, options }) => {
      if (demoSales === null) return DEMO_DISABLED;
      return unlessRefused(await demoSales.start(body.fans ?? DEMO_FANS_DEFAULT, options), showDemoSale);
    },
  });
  addRoute(context, {
    method: 'DELETE',
    path: PATH,
    audience: 'admin',
    guards: null,
    doc: {
      operationId: 'stopDemoSale',
      tag: 'Operators',
      summary: 'Stop the demo sale',
      description: 'Its fans do nothing more; what they hold runs out by itself. Also when none is running.',
    },
    success: { status: 204, schema: NoContent, description: 'None is running.' },
    refusals: ['DEMO_DISABLED'],
    handle: async () => {
      if (demoSales === null) return DEMO_DISABLED;
      await demoSales.stop();
      return null;
    },
  });
}
