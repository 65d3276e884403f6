/** Sales, halls and what is measured of them, as the contract shows them. */
import type { ScheduleView, SectionSpec, SeatsView } from '../domain/schedule/protocol.js';
import type { SaleSample } from '../ticketing/sale-histories.js';
import { packedStatuses } from '../ticketing/seat-chunks.js';
import type { HallView, SaleView } from '../ticketing/showcase.js';
import type { DemoSaleView, NodeSample } from './deps.js';
import { showConcert, time, timeOrNull } from './views.js';

/** What many ask for at once is spelled once: the same object is the same answer. */
export function spelledOnce<View extends object>(show: (view: View) => object): (view: View) => Buffer {
  const spelled = new WeakMap<View, Buffer>();
  return (view) => {
    let text = spelled.get(view);
    if (text === undefined) spelled.set(view, (text = Buffer.from(JSON.stringify(show(view)))));
    return text;
  };
}

/** For everybody. */
export function showSale({ concert, queue: { settings, waiting, active }, schedules }: SaleView) {
  const { maxActive, waitingTimeoutSeconds, activeTimeoutSeconds, sessionSeconds } = settings;
  const { concertId, title, onSale, schedules: listed } = showConcert(concert);
  const seen = new Map(schedules.map((schedule) => [schedule.scheduleId, schedule]));
  return {
    concertId,
    title,
    onSale,
    waitingRoom: { waiting, active, maxActive, waitingTimeoutSeconds, activeTimeoutSeconds, sessionSeconds },
    schedules: listed.flatMap((summary) => {
      const schedule = seen.get(summary.scheduleId);
      return schedule === undefined ? [] : [{ ...summary, ...showOffer(schedule) }];
    }),
  };
}

function showOffer({ onSale, availableSeats, spec: { sections } }: ScheduleView) {
  let [priceFrom, priceTo] = [Infinity, 0];
  for (const { price } of sections) {
    priceFrom = Math.min(priceFrom, price);
    priceTo = Math.max(priceTo, price);
  }
  return { onSale, availableSeats, priceFrom, priceTo };
}

/** For operators. */
export function showSaleOverview({ concert: { concertId, title, onSale }, queue, schedules }: SaleView) {
  const { settings, waiting, active, admitted } = queue;
  return { concertId, title, onSale, queue: { ...settings, waiting, active, admitted }, schedules: schedules.map(showScheduleOverview) };
}

function showScheduleOverview({ scheduleId, spec, onSale, totalSeats, ...seats }: ScheduleView) {
  return {
    scheduleId,
    date: spec.date,
    startsAt: time(spec.startsAt),
    timeZone: spec.timeZone,
    onSale,
    onSaleAt: timeOrNull(spec.onSaleAt),
    salesCloseAt: time(spec.salesCloseAt),
    totalSeats,
    seats: { available: seats.availableSeats, held: seats.heldSeats, booked: seats.bookedSeats, blocked: seats.blockedSeats },
  };
}

export function showHall({ scheduleId, concertTitle, spec, totalSeats }: HallView) {
  return {
    scheduleId,
    concertId: spec.concertId,
    concertTitle,
    date: spec.date,
    startsAt: time(spec.startsAt),
    timeZone: spec.timeZone,
    onSaleAt: timeOrNull(spec.onSaleAt),
    salesCloseAt: time(spec.salesCloseAt),
    totalSeats,
    holdSeconds: spec.holdMs / 1000,
    maxSeatsPerUser: spec.maxSeatsPerUser,
    sections: showSections(spec.sections),
  };
}

export function showSeats({ scheduleId, version, sections, statuses }: SeatsView) {
  return {
    scheduleId,
    version,
    totalSeats: statuses.length,
    sections: showSections(sections),
    statuses: packedStatuses(statuses).toString('base64'),
  };
}

function showSections(sections: readonly SectionSpec[]) {
  return sections.map(({ name, price, rows }) => ({ name, price, rows: rows.map((row) => ({ name: row.name, seats: row.seats })) }));
}

export function showSaleSample({ at, ...counts }: SaleSample) {
  return { at: time(at), ...counts };
}

export function showNodeSample({ at, ...figures }: NodeSample) {
  return { at: time(at), ...figures };
}

export function showDemoSale({ startedAt, ...sale }: DemoSaleView) {
  return { ...sale, startedAt: timeOrNull(startedAt) };
}
