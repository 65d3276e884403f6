/**
 * Which node should own which shard: a consistent-hash ring with virtual nodes and bounded loads.
 *
 * The ring has one arc for each shard, and in each arc one virtual node of each node, at a place that only the node's id and the arc decide. A shard goes to the
 * first virtual node that its arc comes to; so a node that joins takes shards from all others alike, and one that leaves gives its own to all others alike.
 *
 *  - A node's places are drawn without repetition: of its virtual nodes one is in the first 1,024th of its arc, one in the second, and so on. Every node is as
 *    often near as every other, and loads differ half as much as with places drawn one by one.
 *  - No node gets more than 1.15 times the mean (or the mean rounded up). One that is come to by more shards keeps those that are nearest to it; the others go on
 *    to the next virtual node in their arc, which keeps them if they are nearer than others that it has. What comes of that does not depend on the order in which
 *    shards are looked at: it is the one placement in which no shard and node would both be better off with each other.
 *
 * A join or a leave moves 1/n of the shards or a little more, with up to 24 nodes never more than 1.5/n. With many more the bound on the load leaves hardly any room
 * (1 shard of 11, at 100 nodes), so a shard that moves may push others on: 1.6/n in the mean.
 *
 * All of it is integer arithmetic or exact in doubles, so every node comes to the same in every version.
 */
import { SHARD_COUNT } from './shards.js';

/** The largest load is at most so many times the mean. */
const LOAD_FACTOR = 1.15;

/** @returns the owner's node id, by shard; empty when there is no member. The order of the members makes no difference. */
export function placement(memberIds: readonly string[]): readonly string[] {
  const nodes = [...new Set(memberIds)].sort().map((id) => new RingNode(id));
  if (nodes.length === 0) return [];
  const mean = SHARD_COUNT / nodes.length;
  const loadMax = Math.max(Math.ceil(mean), Math.floor(LOAD_FACTOR * mean));
  const owners = new Array<string>(SHARD_COUNT).fill('');
  for (let shard = 0; shard < SHARD_COUNT; shard += 1) {
    let seeking: Seeking | null = { shard, past: -1 };
    while (seeking !== null) seeking = nextOf(nodes, seeking).offer(seeking.shard, loadMax);
  }
  for (const { id, shards } of nodes) for (const shard of shards) owners[shard] = id;
  return owners;
}

/** A shard without a node, and how far along its arc it has come. */
interface Seeking {
  readonly shard: number;
  readonly past: number;
}

/** The node whose virtual node comes next in the arc. There is always one: all of them together have room for more than all shards. */
function nextOf(nodes: readonly RingNode[], { shard, past }: Seeking): RingNode {
  let next: RingNode | null = null;
  let nextPlace = Infinity;
  for (const node of nodes) {
    const place = node.placeIn(shard);
    if (place <= past || place >= nextPlace) continue;
    next = node;
    nextPlace = place;
  }
  if (next === null) throw new Error(`shard ${shard} finds no node`);
  return next;
}

class RingNode {
  readonly shards: number[] = [];
  private readonly places: Float64Array;

  constructor(readonly id: string) {
    this.places = placesOf(id);
  }

  placeIn(shard: number): number {
    return this.places[shard] ?? Infinity;
  }

  /** Takes a shard on; when that is one too many, the one that is farthest goes on along its arc. */
  offer(shard: number, loadMax: number): Seeking | null {
    this.shards.push(shard);
    if (this.shards.length <= loadMax) return null;
    let farthest = 0;
    for (let at = 1; at < this.shards.length; at += 1) {
      if (this.placeIn(this.shards[at] ?? 0) > this.placeIn(this.shards[farthest] ?? 0)) farthest = at;
    }
    const given = this.shards[farthest] ?? 0;
    this.shards[farthest] = this.shards.at(-1) ?? 0;
    this.shards.pop();
    return { shard: given, past: this.placeIn(given) };
  }
}

/** Where a node's virtual node is in each arc: 0 <= place < 1, one in each 1,024th of an arc. */
function placesOf(id: string): Float64Array {
  const random = randomOf(id);
  const places = Float64Array.from({ length: SHARD_COUNT }, (_, part) => (part + random()) / SHARD_COUNT);
  for (let left = SHARD_COUNT - 1; left > 0; left -= 1) {
    const drawn = Math.floor(random() * (left + 1));
    const place = places[left] ?? 0;
    places[left] = places[drawn] ?? 0;
    places[drawn] = place;
  }
  return places;
}

const SEEDS = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b] as const;
const FNV_PRIME = 0x01000193;
const WARM_UP = 12;

/** sfc32, seeded with the id: 0 <= random < 1, the same for the same id for good. */
function randomOf(id: string): () => number {
  let [a, b, c] = SEEDS.map((seed) => hashOf(id, seed)) as [number, number, number];
  let count = 1;
  const random = (): number => {
    const drawn = (((a + b) | 0) + count) | 0;
    count = (count + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + drawn) | 0;
    return (drawn >>> 0) / 2 ** 32;
  };
  for (let drawn = 0; drawn < WARM_UP; drawn += 1) random();
  return random;
}

/** FNV-1a over the UTF-16 code units, then mixed. */
function hashOf(text: string, seed: number): number {
  let hash = seed;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return (hash ^ (hash >>> 15)) >>> 0;
}
