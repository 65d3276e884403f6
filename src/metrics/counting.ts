/**
 * Counts what happens on every request and with every event. prom-client works out the name of a series from its labels at each observation, which is most
 * of what an observation costs; here a series is found by a few look-ups, and prom-client is told when somebody asks for the page.
 */
import { Counter, Gauge, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';

interface Named {
  readonly name: string;
  readonly help: string;
  readonly registry: Registry;
}

/** What is read when somebody asks for the page. */
export function addGauge({ name, help, registry }: Named, read: () => number): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read());
    },
  });
}

/** A counter with one label or two. */
export class Tally {
  private readonly counts = new Map<string, Map<string, Count>>();

  constructor({ name, help, registry }: Named, first: string, second?: string) {
    const { counts } = this;
    new Counter({
      name,
      help,
      labelNames: second === undefined ? [first] : [first, second],
      registers: [registry],
      collect() {
        this.reset();
        for (const [a, bySecond] of counts) {
          for (const [b, { count }] of bySecond) this.inc(second === undefined ? { [first]: a } : { [first]: a, [second]: b }, count);
        }
      },
    });
  }

  count(first: string, second = ''): void {
    inMap(inMap(this.counts, first, newMap<string, Count>), second, newCount).count += 1;
  }
}

interface Count {
  count: number;
}

type Labels = Readonly<Record<string, string | number>>;

interface Answered {
  readonly labels: Labels;
  /** By bound: how many took so long, and longer than the bound before. The page wants sums. */
  readonly within: Float64Array;
  count: number;
  seconds: number;
}

/** A histogram of how long things took; those who know the labels find the series. */
abstract class Times<Label extends string> extends Histogram<Label> {
  private readonly series: Answered[] = [];

  constructor(
    private readonly named: Named,
    labelNames: readonly Label[],
    /** Ascending, seconds. */
    private readonly bounds: readonly number[],
  ) {
    const { name, help, registry } = named;
    super({ name, help, labelNames: [...labelNames], buckets: [...bounds], registers: [registry] });
  }

  protected newSeries(labels: Readonly<Record<Label, string | number>>): Answered {
    const made = { labels, within: new Float64Array(this.bounds.length), count: 0, seconds: 0 };
    this.series.push(made);
    return made;
  }

  protected add(times: Answered, seconds: number): void {
    times.count += 1;
    times.seconds += seconds;
    const { bounds } = this;
    for (let at = 0; at < bounds.length; at += 1) {
      if (seconds > (bounds[at] ?? Infinity)) continue;
      times.within[at] = (times.within[at] ?? 0) + 1;
      return;
    }
  }

  /** Where the page and `get` take the values from, although the types of prom-client do not speak of it. */
  getForPromString(): Promise<object> {
    const { name, help } = this.named;
    const values = this.series.flatMap((times) => this.valuesOf(times));
    return Promise.resolve({ name, help, type: 'histogram', aggregator: 'sum', values });
  }

  private valuesOf({ labels: sharedLabels, within, count, seconds }: Answered): object[] {
    const { name } = this.named;
    let sum = 0;
    const buckets = this.bounds.map((le, at) => {
      sum += within[at] ?? 0;
      return { labels: { le }, sharedLabels, value: sum, metricName: `${name}_bucket` };
    });
    return [
      ...buckets,
      { labels: { le: '+Inf' }, sharedLabels, value: count, metricName: `${name}_bucket` },
      { labels: {}, sharedLabels, value: seconds, metricName: `${name}_sum` },
      { labels: {}, sharedLabels, value: count, metricName: `${name}_count` },
    ];
  }
}

/** Answered requests and how long they took, by route, method and status. */
export class RequestTimes extends Times<'route' | 'method' | 'status'> {
  private readonly answered = new Map<string, Map<string, Map<number, Answered>>>();

  constructor(named: Named, bounds: readonly number[]) {
    super(named, ['route', 'method', 'status'], bounds);
  }

  took(route: string, method: string, status: number, seconds: number): void {
    const byStatus = inMap(inMap(this.answered, route, newMap<string, Map<number, Answered>>), method, newMap<number, Answered>);
    let times = byStatus.get(status);
    if (times === undefined) byStatus.set(status, (times = this.newSeries({ route, method, status })));
    this.add(times, seconds);
  }
}

/** Calls that ended and how long they took, by method and status. */
export class CallTimes extends Times<'method' | 'status'> {
  private readonly ended = new Map<string, Map<string, Answered>>();

  constructor(named: Named, bounds: readonly number[]) {
    super(named, ['method', 'status'], bounds);
  }

  took(method: string, status: string, seconds: number): void {
    const byStatus = inMap(this.ended, method, newMap<string, Answered>);
    let times = byStatus.get(status);
    if (times === undefined) byStatus.set(status, (times = this.newSeries({ method, status })));
    this.add(times, seconds);
  }
}

const newMap = <Key, Value>(): Map<Key, Value> => new Map();
const newCount = (): Count => ({ count: 0 });

function inMap<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
