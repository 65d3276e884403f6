/**
 * What generic clients ask of any gRPC server: does it serve (grpc.health.v1.Health), and what does it offer (grpc.reflection). Both tell nobody a secret and
 * ask nobody who they are, so that balancers and tools can use them; both packages trust their callers, so what they keep is bounded here.
 */
import { status } from '@grpc/grpc-js';
import type { Server, ServerDuplexStream, ServerWritableStream, UntypedServiceImplementation } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import type { PackageDefinition } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { HealthImplementation, protoPath as healthProto } from 'grpc-health-check';
import { packageDefinition } from './protocol.js';

/** Under which health is asked for: the server as a whole, and the service. */
const HEALTH_NAMES = ['', 'frontrow.v1.Ticketing'] as const;

const GOING_AWAY = { code: status.UNAVAILABLE, details: 'The node goes away.' };

type Watch = ServerWritableStream<{ readonly service: string }, { readonly status: string }>;
type Reflection = ServerDuplexStream<unknown, unknown>;
type Stream = Watch | Reflection;

export class SideServices {
  private readonly health = new HealthImplementation();
  private readonly open = new Set<Stream>();

  constructor() {
    this.serving(false);
  }

  addTo(server: Pick<Server, 'addService'>): void {
    const { open } = this;
    this.health.addToServer({
      addService: (service, implementation) => {
        const watch = implementation['watch'] as (call: Watch) => void;
        server.addService(service, {
          ...(implementation as UntypedServiceImplementation),
          watch: boundedWatch(open, watch),
        });
      },
    });
    new ReflectionService({ ...described(packageDefinition), ...described(loadSync(healthProto)) }).addToServer({
      addService(service, implementation) {
        const info = implementation['ServerReflectionInfo'] as (call: Reflection) => void;
        server.addService(service, { ...implementation, ServerReflectionInfo: boundedReflection(open, info) });
      },
    });
  }

  /** Whoever watches is told. */
  serving(is: boolean): void {
    for (const name of HEALTH_NAMES) this.health.setStatus(name, is ? 'SERVING' : 'NOT_SERVING');
  }

  /** Ends what would stay open for as long as the caller likes. */
  end(): void {
    for (const call of this.open) call.emit('error', GOING_AWAY);
  }
}

/** Each message of a definition brings the files of all of them, and the package reads every file that it is given, twice: a hundred messages would cost a node much of its start. */
function described(definition: PackageDefinition): PackageDefinition {
  return Object.fromEntries(
    Object.entries(definition)
      .filter(([, { fileDescriptorProtos }]) => Array.isArray(fileDescriptorProtos))
      .slice(0, 1),
  );
}

function keepWhileOpen(open: Set<Stream>, call: Stream): void {
  open.add(call);
  call.once('close', () => open.delete(call));
}

/** The package remembers every name that was ever watched. A service that is not here never comes, so nobody need remember who waits for it. */
function boundedWatch(open: Set<Stream>, watch: (call: Watch) => void) {
  return (call: Watch): void => {
    keepWhileOpen(open, call);
    if (HEALTH_NAMES.some((name) => name === call.request.service)) watch(call);
    else call.write({ status: 'SERVICE_UNKNOWN' });
  };
}

/** The package answers as fast as it is asked; here nothing more is read while answers wait to be fetched. */
function boundedReflection(open: Set<Stream>, info: (call: Reflection) => void) {
  return (call: Reflection): void => {
    keepWhileOpen(open, call);
    info(call);
    call.on('data', () => {
      if (call.writableNeedDrain) call.pause();
    });
    call.on('drain', () => call.resume());
  };
}
