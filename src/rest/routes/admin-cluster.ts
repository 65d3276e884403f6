/** For operators: which nodes there are, and who owns what. */
import type { RouteContext } from '../route.js';
import { addRoute } from '../route.js';
import { Cluster } from '../schemas/cluster.js';
import { time } from '../views.js';

export function adminClusterRoutes(context: RouteContext): void {
  addRoute(context, {
    method: 'GET',
    path: '/api/v1/admin/cluster',
    audience: 'admin',
    guards: null,
    doc: {
      operationId: 'seeCluster',
      tag: 'Operators',
      summary: 'See the cluster',
      description: 'Nodes, shards and revisions, as the node that answers knows them.',
    },
    success: { status: 200, schema: Cluster, description: 'The cluster.' },
    refusals: [],
    handle: async () => {
      const view = context.deps.cluster();
      return { ...view, nodes: view.nodes.map((node) => ({ ...node, startedAt: time(node.startedAt) })) };
    },
  });
}
