// Original file: proto/frontrow/v1/ticketing.proto

import type { Section as _frontrow_v1_Section, Section__Output as _frontrow_v1_Section__Output } from '../../frontrow/v1/Section.js';
import type { Long } from '@grpc/proto-loader';

export interface Seats {
  'scheduleId'?: (string);
  /**
   * Grows with every change of any seat.
   */
  'version'?: (number | string | Long);
  /**
   * In order: the first seat of the first row of the first section is seat 1.
   */
  'sections'?: (_frontrow_v1_Section)[];
  /**
   * One byte a seat, seat 1 first: the number of its SeatStatus.
   */
  'statuses'?: (Buffer | Uint8Array | string);
  /**
   * Seats that the user holds, pays for or has booked; ascending.
   */
  'mine'?: (number)[];
}

export interface Seats__Output {
  'scheduleId': (string);
  /**
   * Grows with every change of any seat.
   */
  'version': (number);
  /**
   * In order: the first seat of the first row of the first section is seat 1.
   */
  'sections': (_frontrow_v1_Section__Output)[];
  /**
   * One byte a seat, seat 1 first: the number of its SeatStatus.
   */
  'statuses': (Buffer);
  /**
   * Seats that the user holds, pays for or has booked; ascending.
   */
  'mine': (number)[];
}
