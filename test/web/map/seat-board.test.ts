/** What seats are right now, for one who looks. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { HallRows } from '../../../src/web/map/hall.js';
import { AVAILABLE, BLOCKED, BOOKED, HELD, MINE, SELECTED } from '../../../src/web/map/looks.js';
import { SeatBoard } from '../../../src/web/map/seat-board.js';
import type { Changed } from '../../../src/web/map/seat-board.js';
import { THEATRE } from './halls.js';

const seats = suite('the board of seats');

function openBoard(): { readonly board: SeatBoard; readonly heard: Changed[] } {
  const board = new SeatBoard(new HallRows(THEATRE));
  board.replace(new Uint8Array(280));
  const heard: Changed[] = [];
  board.subscribe((changed) => heard.push(changed));
  return { board, heard };
}

seats('has no free seat until it is told of one', () => {
  const board = new SeatBoard(new HallRows(THEATRE));
  assert.equal(board.free, 0);
  board.replace(new Uint8Array(280));
  assert.deepEqual([board.free, board.freeInSection(0), board.freeInRow(4)], [280, 80, 24]);
});

seats('tells which seats have changed, and of nothing else', () => {
  const { board, heard } = openBoard();
  board.apply([
    { seat: 3, status: HELD },
    { seat: 4, status: AVAILABLE },
  ]);
  board.apply([{ seat: 3, status: HELD }]);
  assert.deepEqual(heard, [[3]]);
  assert.equal(board.look(3), HELD);
});

seats('tells of what a snapshot has changed only', () => {
  const { board, heard } = openBoard();
  const statuses = new Uint8Array(280);
  statuses[9] = BOOKED;
  board.replace(statuses);
  assert.deepEqual(heard, [[10]]);
});

seats('counts free seats by row and section', () => {
  const { board } = openBoard();
  board.apply([
    { seat: 1, status: HELD },
    { seat: 2, status: BOOKED },
    { seat: 81, status: BLOCKED },
  ]);
  assert.deepEqual(
    [board.free, board.freeInSection(0), board.freeInSection(1), board.freeInRow(0), board.freeInRow(4)],
    [277, 78, 143, 18, 23],
  );
  board.apply([
    { seat: 1, status: BOOKED },
    { seat: 2, status: AVAILABLE },
  ]);
  assert.deepEqual([board.free, board.freeInRow(0)], [278, 19]);
});

seats('lets go of a selected seat that somebody else has taken, and says so', () => {
  const { board } = openBoard();
  board.select([7, 5, 6]);
  assert.deepEqual(board.selected, [5, 6, 7]);
  const lost = board.apply([
    { seat: 6, status: HELD },
    { seat: 8, status: HELD },
  ]);
  assert.deepEqual(lost, [6]);
  assert.deepEqual(board.selected, [5, 7]);
  assert.equal(board.look(6), HELD);
});

seats('does not select again by itself what has become free again', () => {
  const { board } = openBoard();
  board.select([5]);
  board.apply([{ seat: 5, status: HELD }]);
  board.apply([{ seat: 5, status: AVAILABLE }]);
  assert.deepEqual([board.selected, board.look(5)], [[], AVAILABLE]);
});

seats('selects only what is free and not mine', () => {
  const { board } = openBoard();
  board.apply([{ seat: 1, status: BOOKED }]);
  board.setMine([2]);
  board.select([1, 2, 3, 999]);
  assert.deepEqual(board.selected, [3]);
});

seats('shows mine before selected, and selected before free', () => {
  const { board, heard } = openBoard();
  board.select([3, 4]);
  board.apply([{ seat: 3, status: HELD }]);
  board.setMine([3]);
  assert.deepEqual([board.look(3), board.look(4), board.look(5)], [MINE, SELECTED, AVAILABLE]);
  heard.length = 0;
  board.setMine([3]);
  assert.deepEqual(heard, [], 'what was mine before is no news');
  board.setMine([]);
  assert.deepEqual([heard, board.look(3)], [[[3]], HELD]);
});

seats('tells what has been selected and what has been let go', () => {
  const { board, heard } = openBoard();
  board.select([3, 4]);
  board.select([4, 5]);
  assert.deepEqual(heard, [
    [3, 4],
    [3, 5],
  ]);
});

seats('says of a filter that anything may look different, once', () => {
  const { board, heard } = openBoard();
  board.showSections((section) => section === 1);
  board.showSections((section) => section === 1);
  assert.deepEqual(heard, ['all']);
  assert.deepEqual([board.isDimmed(0), board.isDimmed(1)], [true, false]);
});

seats('does not tell those who have gone', () => {
  const { board } = openBoard();
  const heard: Changed[] = [];
  board.subscribe((changed) => heard.push(changed))();
  board.apply([{ seat: 3, status: HELD }]);
  assert.deepEqual(heard, []);
});

seats.run();
