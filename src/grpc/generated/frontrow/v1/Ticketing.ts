// Original file: proto/frontrow/v1/ticketing.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { Account as _frontrow_v1_Account, Account__Output as _frontrow_v1_Account__Output } from '../../frontrow/v1/Account.js';
import type { Balance as _frontrow_v1_Balance, Balance__Output as _frontrow_v1_Balance__Output } from '../../frontrow/v1/Balance.js';
import type { ChargeRequest as _frontrow_v1_ChargeRequest, ChargeRequest__Output as _frontrow_v1_ChargeRequest__Output } from '../../frontrow/v1/ChargeRequest.js';
import type { ConfigureQueueRequest as _frontrow_v1_ConfigureQueueRequest, ConfigureQueueRequest__Output as _frontrow_v1_ConfigureQueueRequest__Output } from '../../frontrow/v1/ConfigureQueueRequest.js';
import type { CreateConcertRequest as _frontrow_v1_CreateConcertRequest, CreateConcertRequest__Output as _frontrow_v1_CreateConcertRequest__Output } from '../../frontrow/v1/CreateConcertRequest.js';
import type { CreateScheduleRequest as _frontrow_v1_CreateScheduleRequest, CreateScheduleRequest__Output as _frontrow_v1_CreateScheduleRequest__Output } from '../../frontrow/v1/CreateScheduleRequest.js';
import type { CreateUserRequest as _frontrow_v1_CreateUserRequest, CreateUserRequest__Output as _frontrow_v1_CreateUserRequest__Output } from '../../frontrow/v1/CreateUserRequest.js';
import type { CreatedConcert as _frontrow_v1_CreatedConcert, CreatedConcert__Output as _frontrow_v1_CreatedConcert__Output } from '../../frontrow/v1/CreatedConcert.js';
import type { EventsUpdate as _frontrow_v1_EventsUpdate, EventsUpdate__Output as _frontrow_v1_EventsUpdate__Output } from '../../frontrow/v1/EventsUpdate.js';
import type { GetBalanceRequest as _frontrow_v1_GetBalanceRequest, GetBalanceRequest__Output as _frontrow_v1_GetBalanceRequest__Output } from '../../frontrow/v1/GetBalanceRequest.js';
import type { GetPaymentRequest as _frontrow_v1_GetPaymentRequest, GetPaymentRequest__Output as _frontrow_v1_GetPaymentRequest__Output } from '../../frontrow/v1/GetPaymentRequest.js';
import type { GetPositionRequest as _frontrow_v1_GetPositionRequest, GetPositionRequest__Output as _frontrow_v1_GetPositionRequest__Output } from '../../frontrow/v1/GetPositionRequest.js';
import type { GetReservationRequest as _frontrow_v1_GetReservationRequest, GetReservationRequest__Output as _frontrow_v1_GetReservationRequest__Output } from '../../frontrow/v1/GetReservationRequest.js';
import type { GetSeatTimelineRequest as _frontrow_v1_GetSeatTimelineRequest, GetSeatTimelineRequest__Output as _frontrow_v1_GetSeatTimelineRequest__Output } from '../../frontrow/v1/GetSeatTimelineRequest.js';
import type { GetSeatsRequest as _frontrow_v1_GetSeatsRequest, GetSeatsRequest__Output as _frontrow_v1_GetSeatsRequest__Output } from '../../frontrow/v1/GetSeatsRequest.js';
import type { GetTokenRequest as _frontrow_v1_GetTokenRequest, GetTokenRequest__Output as _frontrow_v1_GetTokenRequest__Output } from '../../frontrow/v1/GetTokenRequest.js';
import type { HoldRequest as _frontrow_v1_HoldRequest, HoldRequest__Output as _frontrow_v1_HoldRequest__Output } from '../../frontrow/v1/HoldRequest.js';
import type { IssueAccessTokenRequest as _frontrow_v1_IssueAccessTokenRequest, IssueAccessTokenRequest__Output as _frontrow_v1_IssueAccessTokenRequest__Output } from '../../frontrow/v1/IssueAccessTokenRequest.js';
import type { IssueTokenRequest as _frontrow_v1_IssueTokenRequest, IssueTokenRequest__Output as _frontrow_v1_IssueTokenRequest__Output } from '../../frontrow/v1/IssueTokenRequest.js';
import type { LeaveQueueRequest as _frontrow_v1_LeaveQueueRequest, LeaveQueueRequest__Output as _frontrow_v1_LeaveQueueRequest__Output } from '../../frontrow/v1/LeaveQueueRequest.js';
import type { LeaveQueueResponse as _frontrow_v1_LeaveQueueResponse, LeaveQueueResponse__Output as _frontrow_v1_LeaveQueueResponse__Output } from '../../frontrow/v1/LeaveQueueResponse.js';
import type { ListConcertsRequest as _frontrow_v1_ListConcertsRequest, ListConcertsRequest__Output as _frontrow_v1_ListConcertsRequest__Output } from '../../frontrow/v1/ListConcertsRequest.js';
import type { ListConcertsResponse as _frontrow_v1_ListConcertsResponse, ListConcertsResponse__Output as _frontrow_v1_ListConcertsResponse__Output } from '../../frontrow/v1/ListConcertsResponse.js';
import type { ListDatesRequest as _frontrow_v1_ListDatesRequest, ListDatesRequest__Output as _frontrow_v1_ListDatesRequest__Output } from '../../frontrow/v1/ListDatesRequest.js';
import type { ListDatesResponse as _frontrow_v1_ListDatesResponse, ListDatesResponse__Output as _frontrow_v1_ListDatesResponse__Output } from '../../frontrow/v1/ListDatesResponse.js';
import type { ListEventsRequest as _frontrow_v1_ListEventsRequest, ListEventsRequest__Output as _frontrow_v1_ListEventsRequest__Output } from '../../frontrow/v1/ListEventsRequest.js';
import type { ListEventsResponse as _frontrow_v1_ListEventsResponse, ListEventsResponse__Output as _frontrow_v1_ListEventsResponse__Output } from '../../frontrow/v1/ListEventsResponse.js';
import type { ListPaymentsRequest as _frontrow_v1_ListPaymentsRequest, ListPaymentsRequest__Output as _frontrow_v1_ListPaymentsRequest__Output } from '../../frontrow/v1/ListPaymentsRequest.js';
import type { ListPaymentsResponse as _frontrow_v1_ListPaymentsResponse, ListPaymentsResponse__Output as _frontrow_v1_ListPaymentsResponse__Output } from '../../frontrow/v1/ListPaymentsResponse.js';
import type { ListReservationsRequest as _frontrow_v1_ListReservationsRequest, ListReservationsRequest__Output as _frontrow_v1_ListReservationsRequest__Output } from '../../frontrow/v1/ListReservationsRequest.js';
import type { ListReservationsResponse as _frontrow_v1_ListReservationsResponse, ListReservationsResponse__Output as _frontrow_v1_ListReservationsResponse__Output } from '../../frontrow/v1/ListReservationsResponse.js';
import type { ListTransactionsRequest as _frontrow_v1_ListTransactionsRequest, ListTransactionsRequest__Output as _frontrow_v1_ListTransactionsRequest__Output } from '../../frontrow/v1/ListTransactionsRequest.js';
import type { ListTransactionsResponse as _frontrow_v1_ListTransactionsResponse, ListTransactionsResponse__Output as _frontrow_v1_ListTransactionsResponse__Output } from '../../frontrow/v1/ListTransactionsResponse.js';
import type { LookUpReservationRequest as _frontrow_v1_LookUpReservationRequest, LookUpReservationRequest__Output as _frontrow_v1_LookUpReservationRequest__Output } from '../../frontrow/v1/LookUpReservationRequest.js';
import type { LookUpUserRequest as _frontrow_v1_LookUpUserRequest, LookUpUserRequest__Output as _frontrow_v1_LookUpUserRequest__Output } from '../../frontrow/v1/LookUpUserRequest.js';
import type { PayRequest as _frontrow_v1_PayRequest, PayRequest__Output as _frontrow_v1_PayRequest__Output } from '../../frontrow/v1/PayRequest.js';
import type { Payment as _frontrow_v1_Payment, Payment__Output as _frontrow_v1_Payment__Output } from '../../frontrow/v1/Payment.js';
import type { Position as _frontrow_v1_Position, Position__Output as _frontrow_v1_Position__Output } from '../../frontrow/v1/Position.js';
import type { Queue as _frontrow_v1_Queue, Queue__Output as _frontrow_v1_Queue__Output } from '../../frontrow/v1/Queue.js';
import type { QueueToken as _frontrow_v1_QueueToken, QueueToken__Output as _frontrow_v1_QueueToken__Output } from '../../frontrow/v1/QueueToken.js';
import type { QueueUpdate as _frontrow_v1_QueueUpdate, QueueUpdate__Output as _frontrow_v1_QueueUpdate__Output } from '../../frontrow/v1/QueueUpdate.js';
import type { ReleaseRequest as _frontrow_v1_ReleaseRequest, ReleaseRequest__Output as _frontrow_v1_ReleaseRequest__Output } from '../../frontrow/v1/ReleaseRequest.js';
import type { Reservation as _frontrow_v1_Reservation, Reservation__Output as _frontrow_v1_Reservation__Output } from '../../frontrow/v1/Reservation.js';
import type { ReservationFile as _frontrow_v1_ReservationFile, ReservationFile__Output as _frontrow_v1_ReservationFile__Output } from '../../frontrow/v1/ReservationFile.js';
import type { Schedule as _frontrow_v1_Schedule, Schedule__Output as _frontrow_v1_Schedule__Output } from '../../frontrow/v1/Schedule.js';
import type { SeatTimeline as _frontrow_v1_SeatTimeline, SeatTimeline__Output as _frontrow_v1_SeatTimeline__Output } from '../../frontrow/v1/SeatTimeline.js';
import type { Seats as _frontrow_v1_Seats, Seats__Output as _frontrow_v1_Seats__Output } from '../../frontrow/v1/Seats.js';
import type { SeatsUpdate as _frontrow_v1_SeatsUpdate, SeatsUpdate__Output as _frontrow_v1_SeatsUpdate__Output } from '../../frontrow/v1/SeatsUpdate.js';
import type { SetBlockedSeatsRequest as _frontrow_v1_SetBlockedSeatsRequest, SetBlockedSeatsRequest__Output as _frontrow_v1_SetBlockedSeatsRequest__Output } from '../../frontrow/v1/SetBlockedSeatsRequest.js';
import type { Transaction as _frontrow_v1_Transaction, Transaction__Output as _frontrow_v1_Transaction__Output } from '../../frontrow/v1/Transaction.js';
import type { UserFile as _frontrow_v1_UserFile, UserFile__Output as _frontrow_v1_UserFile__Output } from '../../frontrow/v1/UserFile.js';
import type { WatchEventsRequest as _frontrow_v1_WatchEventsRequest, WatchEventsRequest__Output as _frontrow_v1_WatchEventsRequest__Output } from '../../frontrow/v1/WatchEventsRequest.js';
import type { WatchQueueRequest as _frontrow_v1_WatchQueueRequest, WatchQueueRequest__Output as _frontrow_v1_WatchQueueRequest__Output } from '../../frontrow/v1/WatchQueueRequest.js';
import type { WatchSeatsRequest as _frontrow_v1_WatchSeatsRequest, WatchSeatsRequest__Output as _frontrow_v1_WatchSeatsRequest__Output } from '../../frontrow/v1/WatchSeatsRequest.js';

export interface TicketingClient extends grpc.Client {
  /**
   * Puts points into a wallet. Right: charge. INVALID_ARGUMENT / INVALID_AMOUNT; FAILED_PRECONDITION / MAX_POINTS_EXCEEDED.
   */
  Charge(argument: _frontrow_v1_ChargeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Transaction__Output>): grpc.ClientUnaryCall;
  Charge(argument: _frontrow_v1_ChargeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_Transaction__Output>): grpc.ClientUnaryCall;
  Charge(argument: _frontrow_v1_ChargeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Transaction__Output>): grpc.ClientUnaryCall;
  Charge(argument: _frontrow_v1_ChargeRequest, callback: grpc.requestCallback<_frontrow_v1_Transaction__Output>): grpc.ClientUnaryCall;
  /**
   * Puts points into a wallet. Right: charge. INVALID_ARGUMENT / INVALID_AMOUNT; FAILED_PRECONDITION / MAX_POINTS_EXCEEDED.
   */
  charge(argument: _frontrow_v1_ChargeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Transaction__Output>): grpc.ClientUnaryCall;
  charge(argument: _frontrow_v1_ChargeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_Transaction__Output>): grpc.ClientUnaryCall;
  charge(argument: _frontrow_v1_ChargeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Transaction__Output>): grpc.ClientUnaryCall;
  charge(argument: _frontrow_v1_ChargeRequest, callback: grpc.requestCallback<_frontrow_v1_Transaction__Output>): grpc.ClientUnaryCall;
  
  /**
   * Changes the pace of a waiting room at once. Right: admin. NOT_FOUND / CONCERT_NOT_FOUND.
   */
  ConfigureQueue(argument: _frontrow_v1_ConfigureQueueRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Queue__Output>): grpc.ClientUnaryCall;
  ConfigureQueue(argument: _frontrow_v1_ConfigureQueueRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_Queue__Output>): grpc.ClientUnaryCall;
  ConfigureQueue(argument: _frontrow_v1_ConfigureQueueRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Queue__Output>): grpc.ClientUnaryCall;
  ConfigureQueue(argument: _frontrow_v1_ConfigureQueueRequest, callback: grpc.requestCallback<_frontrow_v1_Queue__Output>): grpc.ClientUnaryCall;
  /**
   * Changes the pace of a waiting room at once. Right: admin. NOT_FOUND / CONCERT_NOT_FOUND.
   */
  configureQueue(argument: _frontrow_v1_ConfigureQueueRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Queue__Output>): grpc.ClientUnaryCall;
  configureQueue(argument: _frontrow_v1_ConfigureQueueRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_Queue__Output>): grpc.ClientUnaryCall;
  configureQueue(argument: _frontrow_v1_ConfigureQueueRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Queue__Output>): grpc.ClientUnaryCall;
  configureQueue(argument: _frontrow_v1_ConfigureQueueRequest, callback: grpc.requestCallback<_frontrow_v1_Queue__Output>): grpc.ClientUnaryCall;
  
  /**
   * Puts a concert on the list, with its waiting room. Right: admin.
   */
  CreateConcert(argument: _frontrow_v1_CreateConcertRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_CreatedConcert__Output>): grpc.ClientUnaryCall;
  CreateConcert(argument: _frontrow_v1_CreateConcertRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_CreatedConcert__Output>): grpc.ClientUnaryCall;
  CreateConcert(argument: _frontrow_v1_CreateConcertRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_CreatedConcert__Output>): grpc.ClientUnaryCall;
  CreateConcert(argument: _frontrow_v1_CreateConcertRequest, callback: grpc.requestCallback<_frontrow_v1_CreatedConcert__Output>): grpc.ClientUnaryCall;
  /**
   * Puts a concert on the list, with its waiting room. Right: admin.
   */
  createConcert(argument: _frontrow_v1_CreateConcertRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_CreatedConcert__Output>): grpc.ClientUnaryCall;
  createConcert(argument: _frontrow_v1_CreateConcertRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_CreatedConcert__Output>): grpc.ClientUnaryCall;
  createConcert(argument: _frontrow_v1_CreateConcertRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_CreatedConcert__Output>): grpc.ClientUnaryCall;
  createConcert(argument: _frontrow_v1_CreateConcertRequest, callback: grpc.requestCallback<_frontrow_v1_CreatedConcert__Output>): grpc.ClientUnaryCall;
  
  /**
   * Adds a dated performance to a concert. Right: admin. NOT_FOUND / CONCERT_NOT_FOUND.
   */
  CreateSchedule(argument: _frontrow_v1_CreateScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Schedule__Output>): grpc.ClientUnaryCall;
  CreateSchedule(argument: _frontrow_v1_CreateScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_Schedule__Output>): grpc.ClientUnaryCall;
  CreateSchedule(argument: _frontrow_v1_CreateScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Schedule__Output>): grpc.ClientUnaryCall;
  CreateSchedule(argument: _frontrow_v1_CreateScheduleRequest, callback: grpc.requestCallback<_frontrow_v1_Schedule__Output>): grpc.ClientUnaryCall;
  /**
   * Adds a dated performance to a concert. Right: admin. NOT_FOUND / CONCERT_NOT_FOUND.
   */
  createSchedule(argument: _frontrow_v1_CreateScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Schedule__Output>): grpc.ClientUnaryCall;
  createSchedule(argument: _frontrow_v1_CreateScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_Schedule__Output>): grpc.ClientUnaryCall;
  createSchedule(argument: _frontrow_v1_CreateScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Schedule__Output>): grpc.ClientUnaryCall;
  createSchedule(argument: _frontrow_v1_CreateScheduleRequest, callback: grpc.requestCallback<_frontrow_v1_Schedule__Output>): grpc.ClientUnaryCall;
  
  /**
   * Makes a guest account. Right: sell. FAILED_PRECONDITION / GUESTS_DISABLED when users come from an external issuer.
   */
  CreateUser(argument: _frontrow_v1_CreateUserRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Account__Output>): grpc.ClientUnaryCall;
  CreateUser(argument: _frontrow_v1_CreateUserRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_Account__Output>): grpc.ClientUnaryCall;
  CreateUser(argument: _frontrow_v1_CreateUserRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Account__Output>): grpc.ClientUnaryCall;
  CreateUser(argument: _frontrow_v1_CreateUserRequest, callback: grpc.requestCallback<_frontrow_v1_Account__Output>): grpc.ClientUnaryCall;
  /**
   * Makes a guest account. Right: sell. FAILED_PRECONDITION / GUESTS_DISABLED when users come from an external issuer.
   */
  createUser(argument: _frontrow_v1_CreateUserRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Account__Output>): grpc.ClientUnaryCall;
  createUser(argument: _frontrow_v1_CreateUserRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_Account__Output>): grpc.ClientUnaryCall;
  createUser(argument: _frontrow_v1_CreateUserRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Account__Output>): grpc.ClientUnaryCall;
  createUser(argument: _frontrow_v1_CreateUserRequest, callback: grpc.requestCallback<_frontrow_v1_Account__Output>): grpc.ClientUnaryCall;
  
  /**
   * Right: read.
   */
  GetBalance(argument: _frontrow_v1_GetBalanceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Balance__Output>): grpc.ClientUnaryCall;
  GetBalance(argument: _frontrow_v1_GetBalanceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_Balance__Output>): grpc.ClientUnaryCall;
  GetBalance(argument: _frontrow_v1_GetBalanceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Balance__Output>): grpc.ClientUnaryCall;
  GetBalance(argument: _frontrow_v1_GetBalanceRequest, callback: grpc.requestCallback<_frontrow_v1_Balance__Output>): grpc.ClientUnaryCall;
  /**
   * Right: read.
   */
  getBalance(argument: _frontrow_v1_GetBalanceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Balance__Output>): grpc.ClientUnaryCall;
  getBalance(argument: _frontrow_v1_GetBalanceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_Balance__Output>): grpc.ClientUnaryCall;
  getBalance(argument: _frontrow_v1_GetBalanceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Balance__Output>): grpc.ClientUnaryCall;
  getBalance(argument: _frontrow_v1_GetBalanceRequest, callback: grpc.requestCallback<_frontrow_v1_Balance__Output>): grpc.ClientUnaryCall;
  
  /**
   * Right: read. NOT_FOUND / PAYMENT_NOT_FOUND.
   */
  GetPayment(argument: _frontrow_v1_GetPaymentRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Payment__Output>): grpc.ClientUnaryCall;
  GetPayment(argument: _frontrow_v1_GetPaymentRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_Payment__Output>): grpc.ClientUnaryCall;
  GetPayment(argument: _frontrow_v1_GetPaymentRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Payment__Output>): grpc.ClientUnaryCall;
  GetPayment(argument: _frontrow_v1_GetPaymentRequest, callback: grpc.requestCallback<_frontrow_v1_Payment__Output>): grpc.ClientUnaryCall;
  /**
   * Right: read. NOT_FOUND / PAYMENT_NOT_FOUND.
   */
  getPayment(argument: _frontrow_v1_GetPaymentRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Payment__Output>): grpc.ClientUnaryCall;
  getPayment(argument: _frontrow_v1_GetPaymentRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_Payment__Output>): grpc.ClientUnaryCall;
  getPayment(argument: _frontrow_v1_GetPaymentRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Payment__Output>): grpc.ClientUnaryCall;
  getPayment(argument: _frontrow_v1_GetPaymentRequest, callback: grpc.requestCallback<_frontrow_v1_Payment__Output>): grpc.ClientUnaryCall;
  
  /**
   * The place in line. A sign of life. Right: read. FAILED_PRECONDITION / TOKEN_NOT_WAITING (with tokenStatus) when the token does not wait.
   */
  GetPosition(argument: _frontrow_v1_GetPositionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Position__Output>): grpc.ClientUnaryCall;
  GetPosition(argument: _frontrow_v1_GetPositionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_Position__Output>): grpc.ClientUnaryCall;
  GetPosition(argument: _frontrow_v1_GetPositionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Position__Output>): grpc.ClientUnaryCall;
  GetPosition(argument: _frontrow_v1_GetPositionRequest, callback: grpc.requestCallback<_frontrow_v1_Position__Output>): grpc.ClientUnaryCall;
  /**
   * The place in line. A sign of life. Right: read. FAILED_PRECONDITION / TOKEN_NOT_WAITING (with tokenStatus) when the token does not wait.
   */
  getPosition(argument: _frontrow_v1_GetPositionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Position__Output>): grpc.ClientUnaryCall;
  getPosition(argument: _frontrow_v1_GetPositionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_Position__Output>): grpc.ClientUnaryCall;
  getPosition(argument: _frontrow_v1_GetPositionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Position__Output>): grpc.ClientUnaryCall;
  getPosition(argument: _frontrow_v1_GetPositionRequest, callback: grpc.requestCallback<_frontrow_v1_Position__Output>): grpc.ClientUnaryCall;
  
  /**
   * Right: read. NOT_FOUND / RESERVATION_NOT_FOUND, another user's too.
   */
  GetReservation(argument: _frontrow_v1_GetReservationRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Reservation__Output>): grpc.ClientUnaryCall;
  GetReservation(argument: _frontrow_v1_GetReservationRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_Reservation__Output>): grpc.ClientUnaryCall;
  GetReservation(argument: _frontrow_v1_GetReservationRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Reservation__Output>): grpc.ClientUnaryCall;
  GetReservation(argument: _frontrow_v1_GetReservationRequest, callback: grpc.requestCallback<_frontrow_v1_Reservation__Output>): grpc.ClientUnaryCall;
  /**
   * Right: read. NOT_FOUND / RESERVATION_NOT_FOUND, another user's too.
   */
  getReservation(argument: _frontrow_v1_GetReservationRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Reservation__Output>): grpc.ClientUnaryCall;
  getReservation(argument: _frontrow_v1_GetReservationRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_Reservation__Output>): grpc.ClientUnaryCall;
  getReservation(argument: _frontrow_v1_GetReservationRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Reservation__Output>): grpc.ClientUnaryCall;
  getReservation(argument: _frontrow_v1_GetReservationRequest, callback: grpc.requestCallback<_frontrow_v1_Reservation__Output>): grpc.ClientUnaryCall;
  
  /**
   * The whole story of a seat, oldest first. Right: admin. NOT_FOUND / SCHEDULE_NOT_FOUND, SEAT_NOT_FOUND.
   */
  GetSeatTimeline(argument: _frontrow_v1_GetSeatTimelineRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_SeatTimeline__Output>): grpc.ClientUnaryCall;
  GetSeatTimeline(argument: _frontrow_v1_GetSeatTimelineRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_SeatTimeline__Output>): grpc.ClientUnaryCall;
  GetSeatTimeline(argument: _frontrow_v1_GetSeatTimelineRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_SeatTimeline__Output>): grpc.ClientUnaryCall;
  GetSeatTimeline(argument: _frontrow_v1_GetSeatTimelineRequest, callback: grpc.requestCallback<_frontrow_v1_SeatTimeline__Output>): grpc.ClientUnaryCall;
  /**
   * The whole story of a seat, oldest first. Right: admin. NOT_FOUND / SCHEDULE_NOT_FOUND, SEAT_NOT_FOUND.
   */
  getSeatTimeline(argument: _frontrow_v1_GetSeatTimelineRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_SeatTimeline__Output>): grpc.ClientUnaryCall;
  getSeatTimeline(argument: _frontrow_v1_GetSeatTimelineRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_SeatTimeline__Output>): grpc.ClientUnaryCall;
  getSeatTimeline(argument: _frontrow_v1_GetSeatTimelineRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_SeatTimeline__Output>): grpc.ClientUnaryCall;
  getSeatTimeline(argument: _frontrow_v1_GetSeatTimelineRequest, callback: grpc.requestCallback<_frontrow_v1_SeatTimeline__Output>): grpc.ClientUnaryCall;
  
  /**
   * The seats of a schedule, at most 100 ms old. Guarded. Right: read. NOT_FOUND / INVALID_SCHEDULE, INVALID_ARGUMENT / SCHEDULE_AMBIGUOUS.
   */
  GetSeats(argument: _frontrow_v1_GetSeatsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Seats__Output>): grpc.ClientUnaryCall;
  GetSeats(argument: _frontrow_v1_GetSeatsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_Seats__Output>): grpc.ClientUnaryCall;
  GetSeats(argument: _frontrow_v1_GetSeatsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Seats__Output>): grpc.ClientUnaryCall;
  GetSeats(argument: _frontrow_v1_GetSeatsRequest, callback: grpc.requestCallback<_frontrow_v1_Seats__Output>): grpc.ClientUnaryCall;
  /**
   * The seats of a schedule, at most 100 ms old. Guarded. Right: read. NOT_FOUND / INVALID_SCHEDULE, INVALID_ARGUMENT / SCHEDULE_AMBIGUOUS.
   */
  getSeats(argument: _frontrow_v1_GetSeatsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Seats__Output>): grpc.ClientUnaryCall;
  getSeats(argument: _frontrow_v1_GetSeatsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_Seats__Output>): grpc.ClientUnaryCall;
  getSeats(argument: _frontrow_v1_GetSeatsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Seats__Output>): grpc.ClientUnaryCall;
  getSeats(argument: _frontrow_v1_GetSeatsRequest, callback: grpc.requestCallback<_frontrow_v1_Seats__Output>): grpc.ClientUnaryCall;
  
  /**
   * The state of a token, whatever it is. A sign of life. Right: read.
   */
  GetToken(argument: _frontrow_v1_GetTokenRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_QueueToken__Output>): grpc.ClientUnaryCall;
  GetToken(argument: _frontrow_v1_GetTokenRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_QueueToken__Output>): grpc.ClientUnaryCall;
  GetToken(argument: _frontrow_v1_GetTokenRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_QueueToken__Output>): grpc.ClientUnaryCall;
  GetToken(argument: _frontrow_v1_GetTokenRequest, callback: grpc.requestCallback<_frontrow_v1_QueueToken__Output>): grpc.ClientUnaryCall;
  /**
   * The state of a token, whatever it is. A sign of life. Right: read.
   */
  getToken(argument: _frontrow_v1_GetTokenRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_QueueToken__Output>): grpc.ClientUnaryCall;
  getToken(argument: _frontrow_v1_GetTokenRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_QueueToken__Output>): grpc.ClientUnaryCall;
  getToken(argument: _frontrow_v1_GetTokenRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_QueueToken__Output>): grpc.ClientUnaryCall;
  getToken(argument: _frontrow_v1_GetTokenRequest, callback: grpc.requestCallback<_frontrow_v1_QueueToken__Output>): grpc.ClientUnaryCall;
  
  /**
   * Holds seats for the schedule's hold time, all or nothing. Exactly the seats that the user already holds: the same reservation. Guarded. Right: sell.
   * NOT_FOUND / SCHEDULE_NOT_FOUND, SEAT_NOT_FOUND; ABORTED / SEAT_UNAVAILABLE (with conflicts); FAILED_PRECONDITION / TOO_MANY_SEATS, SALES_CLOSED.
   */
  Hold(argument: _frontrow_v1_HoldRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Reservation__Output>): grpc.ClientUnaryCall;
  Hold(argument: _frontrow_v1_HoldRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_Reservation__Output>): grpc.ClientUnaryCall;
  Hold(argument: _frontrow_v1_HoldRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Reservation__Output>): grpc.ClientUnaryCall;
  Hold(argument: _frontrow_v1_HoldRequest, callback: grpc.requestCallback<_frontrow_v1_Reservation__Output>): grpc.ClientUnaryCall;
  /**
   * Holds seats for the schedule's hold time, all or nothing. Exactly the seats that the user already holds: the same reservation. Guarded. Right: sell.
   * NOT_FOUND / SCHEDULE_NOT_FOUND, SEAT_NOT_FOUND; ABORTED / SEAT_UNAVAILABLE (with conflicts); FAILED_PRECONDITION / TOO_MANY_SEATS, SALES_CLOSED.
   */
  hold(argument: _frontrow_v1_HoldRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Reservation__Output>): grpc.ClientUnaryCall;
  hold(argument: _frontrow_v1_HoldRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_Reservation__Output>): grpc.ClientUnaryCall;
  hold(argument: _frontrow_v1_HoldRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Reservation__Output>): grpc.ClientUnaryCall;
  hold(argument: _frontrow_v1_HoldRequest, callback: grpc.requestCallback<_frontrow_v1_Reservation__Output>): grpc.ClientUnaryCall;
  
  /**
   * A fresh access token for a user, for a web client that goes on alone. Right: sell. FAILED_PRECONDITION / GUESTS_DISABLED likewise.
   */
  IssueAccessToken(argument: _frontrow_v1_IssueAccessTokenRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Account__Output>): grpc.ClientUnaryCall;
  IssueAccessToken(argument: _frontrow_v1_IssueAccessTokenRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_Account__Output>): grpc.ClientUnaryCall;
  IssueAccessToken(argument: _frontrow_v1_IssueAccessTokenRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Account__Output>): grpc.ClientUnaryCall;
  IssueAccessToken(argument: _frontrow_v1_IssueAccessTokenRequest, callback: grpc.requestCallback<_frontrow_v1_Account__Output>): grpc.ClientUnaryCall;
  /**
   * A fresh access token for a user, for a web client that goes on alone. Right: sell. FAILED_PRECONDITION / GUESTS_DISABLED likewise.
   */
  issueAccessToken(argument: _frontrow_v1_IssueAccessTokenRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Account__Output>): grpc.ClientUnaryCall;
  issueAccessToken(argument: _frontrow_v1_IssueAccessTokenRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_Account__Output>): grpc.ClientUnaryCall;
  issueAccessToken(argument: _frontrow_v1_IssueAccessTokenRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Account__Output>): grpc.ClientUnaryCall;
  issueAccessToken(argument: _frontrow_v1_IssueAccessTokenRequest, callback: grpc.requestCallback<_frontrow_v1_Account__Output>): grpc.ClientUnaryCall;
  
  /**
   * Puts a user in line; who already has a live token for the concert gets the same one. Right: sell.
   * NOT_FOUND / CONCERT_NOT_FOUND, INVALID_ARGUMENT / CONCERT_REQUIRED when left out and not exactly one is on sale.
   */
  IssueToken(argument: _frontrow_v1_IssueTokenRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_QueueToken__Output>): grpc.ClientUnaryCall;
  IssueToken(argument: _frontrow_v1_IssueTokenRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_QueueToken__Output>): grpc.ClientUnaryCall;
  IssueToken(argument: _frontrow_v1_IssueTokenRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_QueueToken__Output>): grpc.ClientUnaryCall;
  IssueToken(argument: _frontrow_v1_IssueTokenRequest, callback: grpc.requestCallback<_frontrow_v1_QueueToken__Output>): grpc.ClientUnaryCall;
  /**
   * Puts a user in line; who already has a live token for the concert gets the same one. Right: sell.
   * NOT_FOUND / CONCERT_NOT_FOUND, INVALID_ARGUMENT / CONCERT_REQUIRED when left out and not exactly one is on sale.
   */
  issueToken(argument: _frontrow_v1_IssueTokenRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_QueueToken__Output>): grpc.ClientUnaryCall;
  issueToken(argument: _frontrow_v1_IssueTokenRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_QueueToken__Output>): grpc.ClientUnaryCall;
  issueToken(argument: _frontrow_v1_IssueTokenRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_QueueToken__Output>): grpc.ClientUnaryCall;
  issueToken(argument: _frontrow_v1_IssueTokenRequest, callback: grpc.requestCallback<_frontrow_v1_QueueToken__Output>): grpc.ClientUnaryCall;
  
  /**
   * Leaves the line or the sale; leaving twice is fine. Right: sell.
   */
  LeaveQueue(argument: _frontrow_v1_LeaveQueueRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_LeaveQueueResponse__Output>): grpc.ClientUnaryCall;
  LeaveQueue(argument: _frontrow_v1_LeaveQueueRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_LeaveQueueResponse__Output>): grpc.ClientUnaryCall;
  LeaveQueue(argument: _frontrow_v1_LeaveQueueRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_LeaveQueueResponse__Output>): grpc.ClientUnaryCall;
  LeaveQueue(argument: _frontrow_v1_LeaveQueueRequest, callback: grpc.requestCallback<_frontrow_v1_LeaveQueueResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Leaves the line or the sale; leaving twice is fine. Right: sell.
   */
  leaveQueue(argument: _frontrow_v1_LeaveQueueRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_LeaveQueueResponse__Output>): grpc.ClientUnaryCall;
  leaveQueue(argument: _frontrow_v1_LeaveQueueRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_LeaveQueueResponse__Output>): grpc.ClientUnaryCall;
  leaveQueue(argument: _frontrow_v1_LeaveQueueRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_LeaveQueueResponse__Output>): grpc.ClientUnaryCall;
  leaveQueue(argument: _frontrow_v1_LeaveQueueRequest, callback: grpc.requestCallback<_frontrow_v1_LeaveQueueResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * All concerts, in the order in which they were added. Right: read.
   */
  ListConcerts(argument: _frontrow_v1_ListConcertsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_ListConcertsResponse__Output>): grpc.ClientUnaryCall;
  ListConcerts(argument: _frontrow_v1_ListConcertsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_ListConcertsResponse__Output>): grpc.ClientUnaryCall;
  ListConcerts(argument: _frontrow_v1_ListConcertsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_ListConcertsResponse__Output>): grpc.ClientUnaryCall;
  ListConcerts(argument: _frontrow_v1_ListConcertsRequest, callback: grpc.requestCallback<_frontrow_v1_ListConcertsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * All concerts, in the order in which they were added. Right: read.
   */
  listConcerts(argument: _frontrow_v1_ListConcertsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_ListConcertsResponse__Output>): grpc.ClientUnaryCall;
  listConcerts(argument: _frontrow_v1_ListConcertsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_ListConcertsResponse__Output>): grpc.ClientUnaryCall;
  listConcerts(argument: _frontrow_v1_ListConcertsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_ListConcertsResponse__Output>): grpc.ClientUnaryCall;
  listConcerts(argument: _frontrow_v1_ListConcertsRequest, callback: grpc.requestCallback<_frontrow_v1_ListConcertsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * A concert's schedules that are on sale now. Guarded. Right: read. NOT_FOUND / INVALID_SCHEDULE.
   */
  ListDates(argument: _frontrow_v1_ListDatesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_ListDatesResponse__Output>): grpc.ClientUnaryCall;
  ListDates(argument: _frontrow_v1_ListDatesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_ListDatesResponse__Output>): grpc.ClientUnaryCall;
  ListDates(argument: _frontrow_v1_ListDatesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_ListDatesResponse__Output>): grpc.ClientUnaryCall;
  ListDates(argument: _frontrow_v1_ListDatesRequest, callback: grpc.requestCallback<_frontrow_v1_ListDatesResponse__Output>): grpc.ClientUnaryCall;
  /**
   * A concert's schedules that are on sale now. Guarded. Right: read. NOT_FOUND / INVALID_SCHEDULE.
   */
  listDates(argument: _frontrow_v1_ListDatesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_ListDatesResponse__Output>): grpc.ClientUnaryCall;
  listDates(argument: _frontrow_v1_ListDatesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_ListDatesResponse__Output>): grpc.ClientUnaryCall;
  listDates(argument: _frontrow_v1_ListDatesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_ListDatesResponse__Output>): grpc.ClientUnaryCall;
  listDates(argument: _frontrow_v1_ListDatesRequest, callback: grpc.requestCallback<_frontrow_v1_ListDatesResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * The event log in commit order, a page. Right: read.
   */
  ListEvents(argument: _frontrow_v1_ListEventsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_ListEventsResponse__Output>): grpc.ClientUnaryCall;
  ListEvents(argument: _frontrow_v1_ListEventsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_ListEventsResponse__Output>): grpc.ClientUnaryCall;
  ListEvents(argument: _frontrow_v1_ListEventsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_ListEventsResponse__Output>): grpc.ClientUnaryCall;
  ListEvents(argument: _frontrow_v1_ListEventsRequest, callback: grpc.requestCallback<_frontrow_v1_ListEventsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * The event log in commit order, a page. Right: read.
   */
  listEvents(argument: _frontrow_v1_ListEventsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_ListEventsResponse__Output>): grpc.ClientUnaryCall;
  listEvents(argument: _frontrow_v1_ListEventsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_ListEventsResponse__Output>): grpc.ClientUnaryCall;
  listEvents(argument: _frontrow_v1_ListEventsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_ListEventsResponse__Output>): grpc.ClientUnaryCall;
  listEvents(argument: _frontrow_v1_ListEventsRequest, callback: grpc.requestCallback<_frontrow_v1_ListEventsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * A user's payments that took points, newest first. Right: read.
   */
  ListPayments(argument: _frontrow_v1_ListPaymentsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_ListPaymentsResponse__Output>): grpc.ClientUnaryCall;
  ListPayments(argument: _frontrow_v1_ListPaymentsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_ListPaymentsResponse__Output>): grpc.ClientUnaryCall;
  ListPayments(argument: _frontrow_v1_ListPaymentsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_ListPaymentsResponse__Output>): grpc.ClientUnaryCall;
  ListPayments(argument: _frontrow_v1_ListPaymentsRequest, callback: grpc.requestCallback<_frontrow_v1_ListPaymentsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * A user's payments that took points, newest first. Right: read.
   */
  listPayments(argument: _frontrow_v1_ListPaymentsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_ListPaymentsResponse__Output>): grpc.ClientUnaryCall;
  listPayments(argument: _frontrow_v1_ListPaymentsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_ListPaymentsResponse__Output>): grpc.ClientUnaryCall;
  listPayments(argument: _frontrow_v1_ListPaymentsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_ListPaymentsResponse__Output>): grpc.ClientUnaryCall;
  listPayments(argument: _frontrow_v1_ListPaymentsRequest, callback: grpc.requestCallback<_frontrow_v1_ListPaymentsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * A user's reservations on a schedule, newest first. Right: read.
   */
  ListReservations(argument: _frontrow_v1_ListReservationsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_ListReservationsResponse__Output>): grpc.ClientUnaryCall;
  ListReservations(argument: _frontrow_v1_ListReservationsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_ListReservationsResponse__Output>): grpc.ClientUnaryCall;
  ListReservations(argument: _frontrow_v1_ListReservationsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_ListReservationsResponse__Output>): grpc.ClientUnaryCall;
  ListReservations(argument: _frontrow_v1_ListReservationsRequest, callback: grpc.requestCallback<_frontrow_v1_ListReservationsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * A user's reservations on a schedule, newest first. Right: read.
   */
  listReservations(argument: _frontrow_v1_ListReservationsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_ListReservationsResponse__Output>): grpc.ClientUnaryCall;
  listReservations(argument: _frontrow_v1_ListReservationsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_ListReservationsResponse__Output>): grpc.ClientUnaryCall;
  listReservations(argument: _frontrow_v1_ListReservationsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_ListReservationsResponse__Output>): grpc.ClientUnaryCall;
  listReservations(argument: _frontrow_v1_ListReservationsRequest, callback: grpc.requestCallback<_frontrow_v1_ListReservationsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * What moved a wallet, newest first. Right: read.
   */
  ListTransactions(argument: _frontrow_v1_ListTransactionsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_ListTransactionsResponse__Output>): grpc.ClientUnaryCall;
  ListTransactions(argument: _frontrow_v1_ListTransactionsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_ListTransactionsResponse__Output>): grpc.ClientUnaryCall;
  ListTransactions(argument: _frontrow_v1_ListTransactionsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_ListTransactionsResponse__Output>): grpc.ClientUnaryCall;
  ListTransactions(argument: _frontrow_v1_ListTransactionsRequest, callback: grpc.requestCallback<_frontrow_v1_ListTransactionsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * What moved a wallet, newest first. Right: read.
   */
  listTransactions(argument: _frontrow_v1_ListTransactionsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_ListTransactionsResponse__Output>): grpc.ClientUnaryCall;
  listTransactions(argument: _frontrow_v1_ListTransactionsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_ListTransactionsResponse__Output>): grpc.ClientUnaryCall;
  listTransactions(argument: _frontrow_v1_ListTransactionsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_ListTransactionsResponse__Output>): grpc.ClientUnaryCall;
  listTransactions(argument: _frontrow_v1_ListTransactionsRequest, callback: grpc.requestCallback<_frontrow_v1_ListTransactionsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Any user's reservation with its payment. Right: admin. NOT_FOUND / RESERVATION_NOT_FOUND.
   */
  LookUpReservation(argument: _frontrow_v1_LookUpReservationRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_ReservationFile__Output>): grpc.ClientUnaryCall;
  LookUpReservation(argument: _frontrow_v1_LookUpReservationRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_ReservationFile__Output>): grpc.ClientUnaryCall;
  LookUpReservation(argument: _frontrow_v1_LookUpReservationRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_ReservationFile__Output>): grpc.ClientUnaryCall;
  LookUpReservation(argument: _frontrow_v1_LookUpReservationRequest, callback: grpc.requestCallback<_frontrow_v1_ReservationFile__Output>): grpc.ClientUnaryCall;
  /**
   * Any user's reservation with its payment. Right: admin. NOT_FOUND / RESERVATION_NOT_FOUND.
   */
  lookUpReservation(argument: _frontrow_v1_LookUpReservationRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_ReservationFile__Output>): grpc.ClientUnaryCall;
  lookUpReservation(argument: _frontrow_v1_LookUpReservationRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_ReservationFile__Output>): grpc.ClientUnaryCall;
  lookUpReservation(argument: _frontrow_v1_LookUpReservationRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_ReservationFile__Output>): grpc.ClientUnaryCall;
  lookUpReservation(argument: _frontrow_v1_LookUpReservationRequest, callback: grpc.requestCallback<_frontrow_v1_ReservationFile__Output>): grpc.ClientUnaryCall;
  
  /**
   * Everything known about a user. Right: admin. NOT_FOUND / USER_NOT_FOUND.
   */
  LookUpUser(argument: _frontrow_v1_LookUpUserRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_UserFile__Output>): grpc.ClientUnaryCall;
  LookUpUser(argument: _frontrow_v1_LookUpUserRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_UserFile__Output>): grpc.ClientUnaryCall;
  LookUpUser(argument: _frontrow_v1_LookUpUserRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_UserFile__Output>): grpc.ClientUnaryCall;
  LookUpUser(argument: _frontrow_v1_LookUpUserRequest, callback: grpc.requestCallback<_frontrow_v1_UserFile__Output>): grpc.ClientUnaryCall;
  /**
   * Everything known about a user. Right: admin. NOT_FOUND / USER_NOT_FOUND.
   */
  lookUpUser(argument: _frontrow_v1_LookUpUserRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_UserFile__Output>): grpc.ClientUnaryCall;
  lookUpUser(argument: _frontrow_v1_LookUpUserRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_UserFile__Output>): grpc.ClientUnaryCall;
  lookUpUser(argument: _frontrow_v1_LookUpUserRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_UserFile__Output>): grpc.ClientUnaryCall;
  lookUpUser(argument: _frontrow_v1_LookUpUserRequest, callback: grpc.requestCallback<_frontrow_v1_UserFile__Output>): grpc.ClientUnaryCall;
  
  /**
   * Pays for a reservation out of the user's wallet. Repeated, also after the token ended: the same answer. Guarded. Right: sell.
   * NOT_FOUND / RESERVATION_NOT_FOUND; FAILED_PRECONDITION / INSUFFICIENT_POINTS (with balance, required), HOLD_EXPIRED; ABORTED / PAYMENT_ABORTED.
   */
  Pay(argument: _frontrow_v1_PayRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Payment__Output>): grpc.ClientUnaryCall;
  Pay(argument: _frontrow_v1_PayRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_Payment__Output>): grpc.ClientUnaryCall;
  Pay(argument: _frontrow_v1_PayRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Payment__Output>): grpc.ClientUnaryCall;
  Pay(argument: _frontrow_v1_PayRequest, callback: grpc.requestCallback<_frontrow_v1_Payment__Output>): grpc.ClientUnaryCall;
  /**
   * Pays for a reservation out of the user's wallet. Repeated, also after the token ended: the same answer. Guarded. Right: sell.
   * NOT_FOUND / RESERVATION_NOT_FOUND; FAILED_PRECONDITION / INSUFFICIENT_POINTS (with balance, required), HOLD_EXPIRED; ABORTED / PAYMENT_ABORTED.
   */
  pay(argument: _frontrow_v1_PayRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Payment__Output>): grpc.ClientUnaryCall;
  pay(argument: _frontrow_v1_PayRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_Payment__Output>): grpc.ClientUnaryCall;
  pay(argument: _frontrow_v1_PayRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Payment__Output>): grpc.ClientUnaryCall;
  pay(argument: _frontrow_v1_PayRequest, callback: grpc.requestCallback<_frontrow_v1_Payment__Output>): grpc.ClientUnaryCall;
  
  /**
   * Gives held seats back. Right: sell. NOT_FOUND / RESERVATION_NOT_FOUND, FAILED_PRECONDITION / NOT_HELD.
   */
  Release(argument: _frontrow_v1_ReleaseRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Reservation__Output>): grpc.ClientUnaryCall;
  Release(argument: _frontrow_v1_ReleaseRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_Reservation__Output>): grpc.ClientUnaryCall;
  Release(argument: _frontrow_v1_ReleaseRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Reservation__Output>): grpc.ClientUnaryCall;
  Release(argument: _frontrow_v1_ReleaseRequest, callback: grpc.requestCallback<_frontrow_v1_Reservation__Output>): grpc.ClientUnaryCall;
  /**
   * Gives held seats back. Right: sell. NOT_FOUND / RESERVATION_NOT_FOUND, FAILED_PRECONDITION / NOT_HELD.
   */
  release(argument: _frontrow_v1_ReleaseRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Reservation__Output>): grpc.ClientUnaryCall;
  release(argument: _frontrow_v1_ReleaseRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_Reservation__Output>): grpc.ClientUnaryCall;
  release(argument: _frontrow_v1_ReleaseRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Reservation__Output>): grpc.ClientUnaryCall;
  release(argument: _frontrow_v1_ReleaseRequest, callback: grpc.requestCallback<_frontrow_v1_Reservation__Output>): grpc.ClientUnaryCall;
  
  /**
   * Takes seats off sale, or puts them back. Right: admin. NOT_FOUND / SCHEDULE_NOT_FOUND, SEAT_NOT_FOUND; FAILED_PRECONDITION / SEAT_NOT_BLOCKABLE.
   */
  SetBlockedSeats(argument: _frontrow_v1_SetBlockedSeatsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Schedule__Output>): grpc.ClientUnaryCall;
  SetBlockedSeats(argument: _frontrow_v1_SetBlockedSeatsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_Schedule__Output>): grpc.ClientUnaryCall;
  SetBlockedSeats(argument: _frontrow_v1_SetBlockedSeatsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Schedule__Output>): grpc.ClientUnaryCall;
  SetBlockedSeats(argument: _frontrow_v1_SetBlockedSeatsRequest, callback: grpc.requestCallback<_frontrow_v1_Schedule__Output>): grpc.ClientUnaryCall;
  /**
   * Takes seats off sale, or puts them back. Right: admin. NOT_FOUND / SCHEDULE_NOT_FOUND, SEAT_NOT_FOUND; FAILED_PRECONDITION / SEAT_NOT_BLOCKABLE.
   */
  setBlockedSeats(argument: _frontrow_v1_SetBlockedSeatsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Schedule__Output>): grpc.ClientUnaryCall;
  setBlockedSeats(argument: _frontrow_v1_SetBlockedSeatsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_frontrow_v1_Schedule__Output>): grpc.ClientUnaryCall;
  setBlockedSeats(argument: _frontrow_v1_SetBlockedSeatsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_frontrow_v1_Schedule__Output>): grpc.ClientUnaryCall;
  setBlockedSeats(argument: _frontrow_v1_SetBlockedSeatsRequest, callback: grpc.requestCallback<_frontrow_v1_Schedule__Output>): grpc.ClientUnaryCall;
  
  /**
   * The event log in commit order, from a cursor on and without end; at least once for whoever goes on from the last cursor seen. Right: read.
   */
  WatchEvents(argument: _frontrow_v1_WatchEventsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_frontrow_v1_EventsUpdate__Output>;
  WatchEvents(argument: _frontrow_v1_WatchEventsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_frontrow_v1_EventsUpdate__Output>;
  /**
   * The event log in commit order, from a cursor on and without end; at least once for whoever goes on from the last cursor seen. Right: read.
   */
  watchEvents(argument: _frontrow_v1_WatchEventsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_frontrow_v1_EventsUpdate__Output>;
  watchEvents(argument: _frontrow_v1_WatchEventsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_frontrow_v1_EventsUpdate__Output>;
  
  /**
   * The place in line until the token is admitted or ended; an open stream is a sign of life. Ends with OK after `admitted` or `ended`. Right: read.
   */
  WatchQueue(argument: _frontrow_v1_WatchQueueRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_frontrow_v1_QueueUpdate__Output>;
  WatchQueue(argument: _frontrow_v1_WatchQueueRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_frontrow_v1_QueueUpdate__Output>;
  /**
   * The place in line until the token is admitted or ended; an open stream is a sign of life. Ends with OK after `admitted` or `ended`. Right: read.
   */
  watchQueue(argument: _frontrow_v1_WatchQueueRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_frontrow_v1_QueueUpdate__Output>;
  watchQueue(argument: _frontrow_v1_WatchQueueRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_frontrow_v1_QueueUpdate__Output>;
  
  /**
   * The seats of a schedule and then what changes, coalesced: at most 1 s behind. A reader that cannot keep up is ended with RESOURCE_EXHAUSTED / TOO_SLOW.
   * Guarded when it is opened. Right: read.
   */
  WatchSeats(argument: _frontrow_v1_WatchSeatsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_frontrow_v1_SeatsUpdate__Output>;
  WatchSeats(argument: _frontrow_v1_WatchSeatsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_frontrow_v1_SeatsUpdate__Output>;
  /**
   * The seats of a schedule and then what changes, coalesced: at most 1 s behind. A reader that cannot keep up is ended with RESOURCE_EXHAUSTED / TOO_SLOW.
   * Guarded when it is opened. Right: read.
   */
  watchSeats(argument: _frontrow_v1_WatchSeatsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_frontrow_v1_SeatsUpdate__Output>;
  watchSeats(argument: _frontrow_v1_WatchSeatsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_frontrow_v1_SeatsUpdate__Output>;
  
}

export interface TicketingHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Puts points into a wallet. Right: charge. INVALID_ARGUMENT / INVALID_AMOUNT; FAILED_PRECONDITION / MAX_POINTS_EXCEEDED.
   */
  Charge: grpc.handleUnaryCall<_frontrow_v1_ChargeRequest__Output, _frontrow_v1_Transaction>;
  
  /**
   * Changes the pace of a waiting room at once. Right: admin. NOT_FOUND / CONCERT_NOT_FOUND.
   */
  ConfigureQueue: grpc.handleUnaryCall<_frontrow_v1_ConfigureQueueRequest__Output, _frontrow_v1_Queue>;
  
  /**
   * Puts a concert on the list, with its waiting room. Right: admin.
   */
  CreateConcert: grpc.handleUnaryCall<_frontrow_v1_CreateConcertRequest__Output, _frontrow_v1_CreatedConcert>;
  
  /**
   * Adds a dated performance to a concert. Right: admin. NOT_FOUND / CONCERT_NOT_FOUND.
   */
  CreateSchedule: grpc.handleUnaryCall<_frontrow_v1_CreateScheduleRequest__Output, _frontrow_v1_Schedule>;
  
  /**
   * Makes a guest account. Right: sell. FAILED_PRECONDITION / GUESTS_DISABLED when users come from an external issuer.
   */
  CreateUser: grpc.handleUnaryCall<_frontrow_v1_CreateUserRequest__Output, _frontrow_v1_Account>;
  
  /**
   * Right: read.
   */
  GetBalance: grpc.handleUnaryCall<_frontrow_v1_GetBalanceRequest__Output, _frontrow_v1_Balance>;
  
  /**
   * Right: read. NOT_FOUND / PAYMENT_NOT_FOUND.
   */
  GetPayment: grpc.handleUnaryCall<_frontrow_v1_GetPaymentRequest__Output, _frontrow_v1_Payment>;
  
  /**
   * The place in line. A sign of life. Right: read. FAILED_PRECONDITION / TOKEN_NOT_WAITING (with tokenStatus) when the token does not wait.
   */
  GetPosition: grpc.handleUnaryCall<_frontrow_v1_GetPositionRequest__Output, _frontrow_v1_Position>;
  
  /**
   * Right: read. NOT_FOUND / RESERVATION_NOT_FOUND, another user's too.
   */
  GetReservation: grpc.handleUnaryCall<_frontrow_v1_GetReservationRequest__Output, _frontrow_v1_Reservation>;
  
  /**
   * The whole story of a seat, oldest first. Right: admin. NOT_FOUND / SCHEDULE_NOT_FOUND, SEAT_NOT_FOUND.
   */
  GetSeatTimeline: grpc.handleUnaryCall<_frontrow_v1_GetSeatTimelineRequest__Output, _frontrow_v1_SeatTimeline>;
  
  /**
   * The seats of a schedule, at most 100 ms old. Guarded. Right: read. NOT_FOUND / INVALID_SCHEDULE, INVALID_ARGUMENT / SCHEDULE_AMBIGUOUS.
   */
  GetSeats: grpc.handleUnaryCall<_frontrow_v1_GetSeatsRequest__Output, _frontrow_v1_Seats>;
  
  /**
   * The state of a token, whatever it is. A sign of life. Right: read.
   */
  GetToken: grpc.handleUnaryCall<_frontrow_v1_GetTokenRequest__Output, _frontrow_v1_QueueToken>;
  
  /**
   * Holds seats for the schedule's hold time, all or nothing. Exactly the seats that the user already holds: the same reservation. Guarded. Right: sell.
   * NOT_FOUND / SCHEDULE_NOT_FOUND, SEAT_NOT_FOUND; ABORTED / SEAT_UNAVAILABLE (with conflicts); FAILED_PRECONDITION / TOO_MANY_SEATS, SALES_CLOSED.
   */
  Hold: grpc.handleUnaryCall<_frontrow_v1_HoldRequest__Output, _frontrow_v1_Reservation>;
  
  /**
   * A fresh access token for a user, for a web client that goes on alone. Right: sell. FAILED_PRECONDITION / GUESTS_DISABLED likewise.
   */
  IssueAccessToken: grpc.handleUnaryCall<_frontrow_v1_IssueAccessTokenRequest__Output, _frontrow_v1_Account>;
  
  /**
   * Puts a user in line; who already has a live token for the concert gets the same one. Right: sell.
   * NOT_FOUND / CONCERT_NOT_FOUND, INVALID_ARGUMENT / CONCERT_REQUIRED when left out and not exactly one is on sale.
   */
  IssueToken: grpc.handleUnaryCall<_frontrow_v1_IssueTokenRequest__Output, _frontrow_v1_QueueToken>;
  
  /**
   * Leaves the line or the sale; leaving twice is fine. Right: sell.
   */
  LeaveQueue: grpc.handleUnaryCall<_frontrow_v1_LeaveQueueRequest__Output, _frontrow_v1_LeaveQueueResponse>;
  
  /**
   * All concerts, in the order in which they were added. Right: read.
   */
  ListConcerts: grpc.handleUnaryCall<_frontrow_v1_ListConcertsRequest__Output, _frontrow_v1_ListConcertsResponse>;
  
  /**
   * A concert's schedules that are on sale now. Guarded. Right: read. NOT_FOUND / INVALID_SCHEDULE.
   */
  ListDates: grpc.handleUnaryCall<_frontrow_v1_ListDatesRequest__Output, _frontrow_v1_ListDatesResponse>;
  
  /**
   * The event log in commit order, a page. Right: read.
   */
  ListEvents: grpc.handleUnaryCall<_frontrow_v1_ListEventsRequest__Output, _frontrow_v1_ListEventsResponse>;
  
  /**
   * A user's payments that took points, newest first. Right: read.
   */
  ListPayments: grpc.handleUnaryCall<_frontrow_v1_ListPaymentsRequest__Output, _frontrow_v1_ListPaymentsResponse>;
  
  /**
   * A user's reservations on a schedule, newest first. Right: read.
   */
  ListReservations: grpc.handleUnaryCall<_frontrow_v1_ListReservationsRequest__Output, _frontrow_v1_ListReservationsResponse>;
  
  /**
   * What moved a wallet, newest first. Right: read.
   */
  ListTransactions: grpc.handleUnaryCall<_frontrow_v1_ListTransactionsRequest__Output, _frontrow_v1_ListTransactionsResponse>;
  
  /**
   * Any user's reservation with its payment. Right: admin. NOT_FOUND / RESERVATION_NOT_FOUND.
   */
  LookUpReservation: grpc.handleUnaryCall<_frontrow_v1_LookUpReservationRequest__Output, _frontrow_v1_ReservationFile>;
  
  /**
   * Everything known about a user. Right: admin. NOT_FOUND / USER_NOT_FOUND.
   */
  LookUpUser: grpc.handleUnaryCall<_frontrow_v1_LookUpUserRequest__Output, _frontrow_v1_UserFile>;
  
  /**
   * Pays for a reservation out of the user's wallet. Repeated, also after the token ended: the same answer. Guarded. Right: sell.
   * NOT_FOUND / RESERVATION_NOT_FOUND; FAILED_PRECONDITION / INSUFFICIENT_POINTS (with balance, required), HOLD_EXPIRED; ABORTED / PAYMENT_ABORTED.
   */
  Pay: grpc.handleUnaryCall<_frontrow_v1_PayRequest__Output, _frontrow_v1_Payment>;
  
  /**
   * Gives held seats back. Right: sell. NOT_FOUND / RESERVATION_NOT_FOUND, FAILED_PRECONDITION / NOT_HELD.
   */
  Release: grpc.handleUnaryCall<_frontrow_v1_ReleaseRequest__Output, _frontrow_v1_Reservation>;
  
  /**
   * Takes seats off sale, or puts them back. Right: admin. NOT_FOUND / SCHEDULE_NOT_FOUND, SEAT_NOT_FOUND; FAILED_PRECONDITION / SEAT_NOT_BLOCKABLE.
   */
  SetBlockedSeats: grpc.handleUnaryCall<_frontrow_v1_SetBlockedSeatsRequest__Output, _frontrow_v1_Schedule>;
  
  /**
   * The event log in commit order, from a cursor on and without end; at least once for whoever goes on from the last cursor seen. Right: read.
   */
  WatchEvents: grpc.handleServerStreamingCall<_frontrow_v1_WatchEventsRequest__Output, _frontrow_v1_EventsUpdate>;
  
  /**
   * The place in line until the token is admitted or ended; an open stream is a sign of life. Ends with OK after `admitted` or `ended`. Right: read.
   */
  WatchQueue: grpc.handleServerStreamingCall<_frontrow_v1_WatchQueueRequest__Output, _frontrow_v1_QueueUpdate>;
  
  /**
   * The seats of a schedule and then what changes, coalesced: at most 1 s behind. A reader that cannot keep up is ended with RESOURCE_EXHAUSTED / TOO_SLOW.
   * Guarded when it is opened. Right: read.
   */
  WatchSeats: grpc.handleServerStreamingCall<_frontrow_v1_WatchSeatsRequest__Output, _frontrow_v1_SeatsUpdate>;
  
}

export interface TicketingDefinition extends grpc.ServiceDefinition {
  Charge: MethodDefinition<_frontrow_v1_ChargeRequest, _frontrow_v1_Transaction, _frontrow_v1_ChargeRequest__Output, _frontrow_v1_Transaction__Output>
  ConfigureQueue: MethodDefinition<_frontrow_v1_ConfigureQueueRequest, _frontrow_v1_Queue, _frontrow_v1_ConfigureQueueRequest__Output, _frontrow_v1_Queue__Output>
  CreateConcert: MethodDefinition<_frontrow_v1_CreateConcertRequest, _frontrow_v1_CreatedConcert, _frontrow_v1_CreateConcertRequest__Output, _frontrow_v1_CreatedConcert__Output>
  CreateSchedule: MethodDefinition<_frontrow_v1_CreateScheduleRequest, _frontrow_v1_Schedule, _frontrow_v1_CreateScheduleRequest__Output, _frontrow_v1_Schedule__Output>
  CreateUser: MethodDefinition<_frontrow_v1_CreateUserRequest, _frontrow_v1_Account, _frontrow_v1_CreateUserRequest__Output, _frontrow_v1_Account__Output>
  GetBalance: MethodDefinition<_frontrow_v1_GetBalanceRequest, _frontrow_v1_Balance, _frontrow_v1_GetBalanceRequest__Output, _frontrow_v1_Balance__Output>
  GetPayment: MethodDefinition<_frontrow_v1_GetPaymentRequest, _frontrow_v1_Payment, _frontrow_v1_GetPaymentRequest__Output, _frontrow_v1_Payment__Output>
  GetPosition: MethodDefinition<_frontrow_v1_GetPositionRequest, _frontrow_v1_Position, _frontrow_v1_GetPositionRequest__Output, _frontrow_v1_Position__Output>
  GetReservation: MethodDefinition<_frontrow_v1_GetReservationRequest, _frontrow_v1_Reservation, _frontrow_v1_GetReservationRequest__Output, _frontrow_v1_Reservation__Output>
  GetSeatTimeline: MethodDefinition<_frontrow_v1_GetSeatTimelineRequest, _frontrow_v1_SeatTimeline, _frontrow_v1_GetSeatTimelineRequest__Output, _frontrow_v1_SeatTimeline__Output>
  GetSeats: MethodDefinition<_frontrow_v1_GetSeatsRequest, _frontrow_v1_Seats, _frontrow_v1_GetSeatsRequest__Output, _frontrow_v1_Seats__Output>
  GetToken: MethodDefinition<_frontrow_v1_GetTokenRequest, _frontrow_v1_QueueToken, _frontrow_v1_GetTokenRequest__Output, _frontrow_v1_QueueToken__Output>
  Hold: MethodDefinition<_frontrow_v1_HoldRequest, _frontrow_v1_Reservation, _frontrow_v1_HoldRequest__Output, _frontrow_v1_Reservation__Output>
  IssueAccessToken: MethodDefinition<_frontrow_v1_IssueAccessTokenRequest, _frontrow_v1_Account, _frontrow_v1_IssueAccessTokenRequest__Output, _frontrow_v1_Account__Output>
  IssueToken: MethodDefinition<_frontrow_v1_IssueTokenRequest, _frontrow_v1_QueueToken, _frontrow_v1_IssueTokenRequest__Output, _frontrow_v1_QueueToken__Output>
  LeaveQueue: MethodDefinition<_frontrow_v1_LeaveQueueRequest, _frontrow_v1_LeaveQueueResponse, _frontrow_v1_LeaveQueueRequest__Output, _frontrow_v1_LeaveQueueResponse__Output>
  ListConcerts: MethodDefinition<_frontrow_v1_ListConcertsRequest, _frontrow_v1_ListConcertsResponse, _frontrow_v1_ListConcertsRequest__Output, _frontrow_v1_ListConcertsResponse__Output>
  ListDates: MethodDefinition<_frontrow_v1_ListDatesRequest, _frontrow_v1_ListDatesResponse, _frontrow_v1_ListDatesRequest__Output, _frontrow_v1_ListDatesResponse__Output>
  ListEvents: MethodDefinition<_frontrow_v1_ListEventsRequest, _frontrow_v1_ListEventsResponse, _frontrow_v1_ListEventsRequest__Output, _frontrow_v1_ListEventsResponse__Output>
  ListPayments: MethodDefinition<_frontrow_v1_ListPaymentsRequest, _frontrow_v1_ListPaymentsResponse, _frontrow_v1_ListPaymentsRequest__Output, _frontrow_v1_ListPaymentsResponse__Output>
  ListReservations: MethodDefinition<_frontrow_v1_ListReservationsRequest, _frontrow_v1_ListReservationsResponse, _frontrow_v1_ListReservationsRequest__Output, _frontrow_v1_ListReservationsResponse__Output>
  ListTransactions: MethodDefinition<_frontrow_v1_ListTransactionsRequest, _frontrow_v1_ListTransactionsResponse, _frontrow_v1_ListTransactionsRequest__Output, _frontrow_v1_ListTransactionsResponse__Output>
  LookUpReservation: MethodDefinition<_frontrow_v1_LookUpReservationRequest, _frontrow_v1_ReservationFile, _frontrow_v1_LookUpReservationRequest__Output, _frontrow_v1_ReservationFile__Output>
  LookUpUser: MethodDefinition<_frontrow_v1_LookUpUserRequest, _frontrow_v1_UserFile, _frontrow_v1_LookUpUserRequest__Output, _frontrow_v1_UserFile__Output>
  Pay: MethodDefinition<_frontrow_v1_PayRequest, _frontrow_v1_Payment, _frontrow_v1_PayRequest__Output, _frontrow_v1_Payment__Output>
  Release: MethodDefinition<_frontrow_v1_ReleaseRequest, _frontrow_v1_Reservation, _frontrow_v1_ReleaseRequest__Output, _frontrow_v1_Reservation__Output>
  SetBlockedSeats: MethodDefinition<_frontrow_v1_SetBlockedSeatsRequest, _frontrow_v1_Schedule, _frontrow_v1_SetBlockedSeatsRequest__Output, _frontrow_v1_Schedule__Output>
  WatchEvents: MethodDefinition<_frontrow_v1_WatchEventsRequest, _frontrow_v1_EventsUpdate, _frontrow_v1_WatchEventsRequest__Output, _frontrow_v1_EventsUpdate__Output>
  WatchQueue: MethodDefinition<_frontrow_v1_WatchQueueRequest, _frontrow_v1_QueueUpdate, _frontrow_v1_WatchQueueRequest__Output, _frontrow_v1_QueueUpdate__Output>
  WatchSeats: MethodDefinition<_frontrow_v1_WatchSeatsRequest, _frontrow_v1_SeatsUpdate, _frontrow_v1_WatchSeatsRequest__Output, _frontrow_v1_SeatsUpdate__Output>
}
