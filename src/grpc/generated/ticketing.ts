import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { Account as _frontrow_v1_Account, Account__Output as _frontrow_v1_Account__Output } from './frontrow/v1/Account.js';
import type { Balance as _frontrow_v1_Balance, Balance__Output as _frontrow_v1_Balance__Output } from './frontrow/v1/Balance.js';
import type { BestAvailable as _frontrow_v1_BestAvailable, BestAvailable__Output as _frontrow_v1_BestAvailable__Output } from './frontrow/v1/BestAvailable.js';
import type { ChargeRequest as _frontrow_v1_ChargeRequest, ChargeRequest__Output as _frontrow_v1_ChargeRequest__Output } from './frontrow/v1/ChargeRequest.js';
import type { Concert as _frontrow_v1_Concert, Concert__Output as _frontrow_v1_Concert__Output } from './frontrow/v1/Concert.js';
import type { ConcertDate as _frontrow_v1_ConcertDate, ConcertDate__Output as _frontrow_v1_ConcertDate__Output } from './frontrow/v1/ConcertDate.js';
import type { ConfigureQueueRequest as _frontrow_v1_ConfigureQueueRequest, ConfigureQueueRequest__Output as _frontrow_v1_ConfigureQueueRequest__Output } from './frontrow/v1/ConfigureQueueRequest.js';
import type { CreateConcertRequest as _frontrow_v1_CreateConcertRequest, CreateConcertRequest__Output as _frontrow_v1_CreateConcertRequest__Output } from './frontrow/v1/CreateConcertRequest.js';
import type { CreateScheduleRequest as _frontrow_v1_CreateScheduleRequest, CreateScheduleRequest__Output as _frontrow_v1_CreateScheduleRequest__Output } from './frontrow/v1/CreateScheduleRequest.js';
import type { CreateUserRequest as _frontrow_v1_CreateUserRequest, CreateUserRequest__Output as _frontrow_v1_CreateUserRequest__Output } from './frontrow/v1/CreateUserRequest.js';
import type { CreatedConcert as _frontrow_v1_CreatedConcert, CreatedConcert__Output as _frontrow_v1_CreatedConcert__Output } from './frontrow/v1/CreatedConcert.js';
import type { Event as _frontrow_v1_Event, Event__Output as _frontrow_v1_Event__Output } from './frontrow/v1/Event.js';
import type { EventsUpdate as _frontrow_v1_EventsUpdate, EventsUpdate__Output as _frontrow_v1_EventsUpdate__Output } from './frontrow/v1/EventsUpdate.js';
import type { GetBalanceRequest as _frontrow_v1_GetBalanceRequest, GetBalanceRequest__Output as _frontrow_v1_GetBalanceRequest__Output } from './frontrow/v1/GetBalanceRequest.js';
import type { GetPaymentRequest as _frontrow_v1_GetPaymentRequest, GetPaymentRequest__Output as _frontrow_v1_GetPaymentRequest__Output } from './frontrow/v1/GetPaymentRequest.js';
import type { GetPositionRequest as _frontrow_v1_GetPositionRequest, GetPositionRequest__Output as _frontrow_v1_GetPositionRequest__Output } from './frontrow/v1/GetPositionRequest.js';
import type { GetReservationRequest as _frontrow_v1_GetReservationRequest, GetReservationRequest__Output as _frontrow_v1_GetReservationRequest__Output } from './frontrow/v1/GetReservationRequest.js';
import type { GetSeatTimelineRequest as _frontrow_v1_GetSeatTimelineRequest, GetSeatTimelineRequest__Output as _frontrow_v1_GetSeatTimelineRequest__Output } from './frontrow/v1/GetSeatTimelineRequest.js';
import type { GetSeatsRequest as _frontrow_v1_GetSeatsRequest, GetSeatsRequest__Output as _frontrow_v1_GetSeatsRequest__Output } from './frontrow/v1/GetSeatsRequest.js';
import type { GetTokenRequest as _frontrow_v1_GetTokenRequest, GetTokenRequest__Output as _frontrow_v1_GetTokenRequest__Output } from './frontrow/v1/GetTokenRequest.js';
import type { HoldRequest as _frontrow_v1_HoldRequest, HoldRequest__Output as _frontrow_v1_HoldRequest__Output } from './frontrow/v1/HoldRequest.js';
import type { IssueAccessTokenRequest as _frontrow_v1_IssueAccessTokenRequest, IssueAccessTokenRequest__Output as _frontrow_v1_IssueAccessTokenRequest__Output } from './frontrow/v1/IssueAccessTokenRequest.js';
import type { IssueTokenRequest as _frontrow_v1_IssueTokenRequest, IssueTokenRequest__Output as _frontrow_v1_IssueTokenRequest__Output } from './frontrow/v1/IssueTokenRequest.js';
import type { LeaveQueueRequest as _frontrow_v1_LeaveQueueRequest, LeaveQueueRequest__Output as _frontrow_v1_LeaveQueueRequest__Output } from './frontrow/v1/LeaveQueueRequest.js';
import type { LeaveQueueResponse as _frontrow_v1_LeaveQueueResponse, LeaveQueueResponse__Output as _frontrow_v1_LeaveQueueResponse__Output } from './frontrow/v1/LeaveQueueResponse.js';
import type { ListConcertsRequest as _frontrow_v1_ListConcertsRequest, ListConcertsRequest__Output as _frontrow_v1_ListConcertsRequest__Output } from './frontrow/v1/ListConcertsRequest.js';
import type { ListConcertsResponse as _frontrow_v1_ListConcertsResponse, ListConcertsResponse__Output as _frontrow_v1_ListConcertsResponse__Output } from './frontrow/v1/ListConcertsResponse.js';
import type { ListDatesRequest as _frontrow_v1_ListDatesRequest, ListDatesRequest__Output as _frontrow_v1_ListDatesRequest__Output } from './frontrow/v1/ListDatesRequest.js';
import type { ListDatesResponse as _frontrow_v1_ListDatesResponse, ListDatesResponse__Output as _frontrow_v1_ListDatesResponse__Output } from './frontrow/v1/ListDatesResponse.js';
import type { ListEventsRequest as _frontrow_v1_ListEventsRequest, ListEventsRequest__Output as _frontrow_v1_ListEventsRequest__Output } from './frontrow/v1/ListEventsRequest.js';
import type { ListEventsResponse as _frontrow_v1_ListEventsResponse, ListEventsResponse__Output as _frontrow_v1_ListEventsResponse__Output } from './frontrow/v1/ListEventsResponse.js';
import type { ListPaymentsRequest as _frontrow_v1_ListPaymentsRequest, ListPaymentsRequest__Output as _frontrow_v1_ListPaymentsRequest__Output } from './frontrow/v1/ListPaymentsRequest.js';
import type { ListPaymentsResponse as _frontrow_v1_ListPaymentsResponse, ListPaymentsResponse__Output as _frontrow_v1_ListPaymentsResponse__Output } from './frontrow/v1/ListPaymentsResponse.js';
import type { ListReservationsRequest as _frontrow_v1_ListReservationsRequest, ListReservationsRequest__Output as _frontrow_v1_ListReservationsRequest__Output } from './frontrow/v1/ListReservationsRequest.js';
import type { ListReservationsResponse as _frontrow_v1_ListReservationsResponse, ListReservationsResponse__Output as _frontrow_v1_ListReservationsResponse__Output } from './frontrow/v1/ListReservationsResponse.js';
import type { ListTransactionsRequest as _frontrow_v1_ListTransactionsRequest, ListTransactionsRequest__Output as _frontrow_v1_ListTransactionsRequest__Output } from './frontrow/v1/ListTransactionsRequest.js';
import type { ListTransactionsResponse as _frontrow_v1_ListTransactionsResponse, ListTransactionsResponse__Output as _frontrow_v1_ListTransactionsResponse__Output } from './frontrow/v1/ListTransactionsResponse.js';
import type { LookUpReservationRequest as _frontrow_v1_LookUpReservationRequest, LookUpReservationRequest__Output as _frontrow_v1_LookUpReservationRequest__Output } from './frontrow/v1/LookUpReservationRequest.js';
import type { LookUpUserRequest as _frontrow_v1_LookUpUserRequest, LookUpUserRequest__Output as _frontrow_v1_LookUpUserRequest__Output } from './frontrow/v1/LookUpUserRequest.js';
import type { PayRequest as _frontrow_v1_PayRequest, PayRequest__Output as _frontrow_v1_PayRequest__Output } from './frontrow/v1/PayRequest.js';
import type { Payment as _frontrow_v1_Payment, Payment__Output as _frontrow_v1_Payment__Output } from './frontrow/v1/Payment.js';
import type { Place as _frontrow_v1_Place, Place__Output as _frontrow_v1_Place__Output } from './frontrow/v1/Place.js';
import type { Position as _frontrow_v1_Position, Position__Output as _frontrow_v1_Position__Output } from './frontrow/v1/Position.js';
import type { Queue as _frontrow_v1_Queue, Queue__Output as _frontrow_v1_Queue__Output } from './frontrow/v1/Queue.js';
import type { QueueSettings as _frontrow_v1_QueueSettings, QueueSettings__Output as _frontrow_v1_QueueSettings__Output } from './frontrow/v1/QueueSettings.js';
import type { QueueToken as _frontrow_v1_QueueToken, QueueToken__Output as _frontrow_v1_QueueToken__Output } from './frontrow/v1/QueueToken.js';
import type { QueueUpdate as _frontrow_v1_QueueUpdate, QueueUpdate__Output as _frontrow_v1_QueueUpdate__Output } from './frontrow/v1/QueueUpdate.js';
import type { ReleaseRequest as _frontrow_v1_ReleaseRequest, ReleaseRequest__Output as _frontrow_v1_ReleaseRequest__Output } from './frontrow/v1/ReleaseRequest.js';
import type { Reservation as _frontrow_v1_Reservation, Reservation__Output as _frontrow_v1_Reservation__Output } from './frontrow/v1/Reservation.js';
import type { ReservationFile as _frontrow_v1_ReservationFile, ReservationFile__Output as _frontrow_v1_ReservationFile__Output } from './frontrow/v1/ReservationFile.js';
import type { Schedule as _frontrow_v1_Schedule, Schedule__Output as _frontrow_v1_Schedule__Output } from './frontrow/v1/Schedule.js';
import type { ScheduleSummary as _frontrow_v1_ScheduleSummary, ScheduleSummary__Output as _frontrow_v1_ScheduleSummary__Output } from './frontrow/v1/ScheduleSummary.js';
import type { SeatNumbers as _frontrow_v1_SeatNumbers, SeatNumbers__Output as _frontrow_v1_SeatNumbers__Output } from './frontrow/v1/SeatNumbers.js';
import type { SeatTimeline as _frontrow_v1_SeatTimeline, SeatTimeline__Output as _frontrow_v1_SeatTimeline__Output } from './frontrow/v1/SeatTimeline.js';
import type { Seats as _frontrow_v1_Seats, Seats__Output as _frontrow_v1_Seats__Output } from './frontrow/v1/Seats.js';
import type { SeatsChunk as _frontrow_v1_SeatsChunk, SeatsChunk__Output as _frontrow_v1_SeatsChunk__Output } from './frontrow/v1/SeatsChunk.js';
import type { SeatsDelta as _frontrow_v1_SeatsDelta, SeatsDelta__Output as _frontrow_v1_SeatsDelta__Output } from './frontrow/v1/SeatsDelta.js';
import type { SeatsUpdate as _frontrow_v1_SeatsUpdate, SeatsUpdate__Output as _frontrow_v1_SeatsUpdate__Output } from './frontrow/v1/SeatsUpdate.js';
import type { Section as _frontrow_v1_Section, Section__Output as _frontrow_v1_Section__Output } from './frontrow/v1/Section.js';
import type { SetBlockedSeatsRequest as _frontrow_v1_SetBlockedSeatsRequest, SetBlockedSeatsRequest__Output as _frontrow_v1_SetBlockedSeatsRequest__Output } from './frontrow/v1/SetBlockedSeatsRequest.js';
import type { TicketingClient as _frontrow_v1_TicketingClient, TicketingDefinition as _frontrow_v1_TicketingDefinition } from './frontrow/v1/Ticketing.js';
import type { Transaction as _frontrow_v1_Transaction, Transaction__Output as _frontrow_v1_Transaction__Output } from './frontrow/v1/Transaction.js';
import type { UserFile as _frontrow_v1_UserFile, UserFile__Output as _frontrow_v1_UserFile__Output } from './frontrow/v1/UserFile.js';
import type { WatchEventsRequest as _frontrow_v1_WatchEventsRequest, WatchEventsRequest__Output as _frontrow_v1_WatchEventsRequest__Output } from './frontrow/v1/WatchEventsRequest.js';
import type { WatchQueueRequest as _frontrow_v1_WatchQueueRequest, WatchQueueRequest__Output as _frontrow_v1_WatchQueueRequest__Output } from './frontrow/v1/WatchQueueRequest.js';
import type { WatchSeatsRequest as _frontrow_v1_WatchSeatsRequest, WatchSeatsRequest__Output as _frontrow_v1_WatchSeatsRequest__Output } from './frontrow/v1/WatchSeatsRequest.js';
import type { ListValue as _google_protobuf_ListValue, ListValue__Output as _google_protobuf_ListValue__Output } from './google/protobuf/ListValue.js';
import type { Struct as _google_protobuf_Struct, Struct__Output as _google_protobuf_Struct__Output } from './google/protobuf/Struct.js';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from './google/protobuf/Timestamp.js';
import type { Value as _google_protobuf_Value, Value__Output as _google_protobuf_Value__Output } from './google/protobuf/Value.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  frontrow: {
    v1: {
      Account: MessageTypeDefinition<_frontrow_v1_Account, _frontrow_v1_Account__Output>
      Balance: MessageTypeDefinition<_frontrow_v1_Balance, _frontrow_v1_Balance__Output>
      BestAvailable: MessageTypeDefinition<_frontrow_v1_BestAvailable, _frontrow_v1_BestAvailable__Output>
      ChargeRequest: MessageTypeDefinition<_frontrow_v1_ChargeRequest, _frontrow_v1_ChargeRequest__Output>
      Concert: MessageTypeDefinition<_frontrow_v1_Concert, _frontrow_v1_Concert__Output>
      ConcertDate: MessageTypeDefinition<_frontrow_v1_ConcertDate, _frontrow_v1_ConcertDate__Output>
      ConfigureQueueRequest: MessageTypeDefinition<_frontrow_v1_ConfigureQueueRequest, _frontrow_v1_ConfigureQueueRequest__Output>
      CreateConcertRequest: MessageTypeDefinition<_frontrow_v1_CreateConcertRequest, _frontrow_v1_CreateConcertRequest__Output>
      CreateScheduleRequest: MessageTypeDefinition<_frontrow_v1_CreateScheduleRequest, _frontrow_v1_CreateScheduleRequest__Output>
      CreateUserRequest: MessageTypeDefinition<_frontrow_v1_CreateUserRequest, _frontrow_v1_CreateUserRequest__Output>
      CreatedConcert: MessageTypeDefinition<_frontrow_v1_CreatedConcert, _frontrow_v1_CreatedConcert__Output>
      EndReason: EnumTypeDefinition
      Event: MessageTypeDefinition<_frontrow_v1_Event, _frontrow_v1_Event__Output>
      EventsUpdate: MessageTypeDefinition<_frontrow_v1_EventsUpdate, _frontrow_v1_EventsUpdate__Output>
      GetBalanceRequest: MessageTypeDefinition<_frontrow_v1_GetBalanceRequest, _frontrow_v1_GetBalanceRequest__Output>
      GetPaymentRequest: MessageTypeDefinition<_frontrow_v1_GetPaymentRequest, _frontrow_v1_GetPaymentRequest__Output>
      GetPositionRequest: MessageTypeDefinition<_frontrow_v1_GetPositionRequest, _frontrow_v1_GetPositionRequest__Output>
      GetReservationRequest: MessageTypeDefinition<_frontrow_v1_GetReservationRequest, _frontrow_v1_GetReservationRequest__Output>
      GetSeatTimelineRequest: MessageTypeDefinition<_frontrow_v1_GetSeatTimelineRequest, _frontrow_v1_GetSeatTimelineRequest__Output>
      GetSeatsRequest: MessageTypeDefinition<_frontrow_v1_GetSeatsRequest, _frontrow_v1_GetSeatsRequest__Output>
      GetTokenRequest: MessageTypeDefinition<_frontrow_v1_GetTokenRequest, _frontrow_v1_GetTokenRequest__Output>
      HoldRequest: MessageTypeDefinition<_frontrow_v1_HoldRequest, _frontrow_v1_HoldRequest__Output>
      IssueAccessTokenRequest: MessageTypeDefinition<_frontrow_v1_IssueAccessTokenRequest, _frontrow_v1_IssueAccessTokenRequest__Output>
      IssueTokenRequest: MessageTypeDefinition<_frontrow_v1_IssueTokenRequest, _frontrow_v1_IssueTokenRequest__Output>
      LeaveQueueRequest: MessageTypeDefinition<_frontrow_v1_LeaveQueueRequest, _frontrow_v1_LeaveQueueRequest__Output>
      LeaveQueueResponse: MessageTypeDefinition<_frontrow_v1_LeaveQueueResponse, _frontrow_v1_LeaveQueueResponse__Output>
      ListConcertsRequest: MessageTypeDefinition<_frontrow_v1_ListConcertsRequest, _frontrow_v1_ListConcertsRequest__Output>
      ListConcertsResponse: MessageTypeDefinition<_frontrow_v1_ListConcertsResponse, _frontrow_v1_ListConcertsResponse__Output>
      ListDatesRequest: MessageTypeDefinition<_frontrow_v1_ListDatesRequest, _frontrow_v1_ListDatesRequest__Output>
      ListDatesResponse: MessageTypeDefinition<_frontrow_v1_ListDatesResponse, _frontrow_v1_ListDatesResponse__Output>
      ListEventsRequest: MessageTypeDefinition<_frontrow_v1_ListEventsRequest, _frontrow_v1_ListEventsRequest__Output>
      ListEventsResponse: MessageTypeDefinition<_frontrow_v1_ListEventsResponse, _frontrow_v1_ListEventsResponse__Output>
      ListPaymentsRequest: MessageTypeDefinition<_frontrow_v1_ListPaymentsRequest, _frontrow_v1_ListPaymentsRequest__Output>
      ListPaymentsResponse: MessageTypeDefinition<_frontrow_v1_ListPaymentsResponse, _frontrow_v1_ListPaymentsResponse__Output>
      ListReservationsRequest: MessageTypeDefinition<_frontrow_v1_ListReservationsRequest, _frontrow_v1_ListReservationsRequest__Output>
      ListReservationsResponse: MessageTypeDefinition<_frontrow_v1_ListReservationsResponse, _frontrow_v1_ListReservationsResponse__Output>
      ListTransactionsRequest: MessageTypeDefinition<_frontrow_v1_ListTransactionsRequest, _frontrow_v1_ListTransactionsRequest__Output>
      ListTransactionsResponse: MessageTypeDefinition<_frontrow_v1_ListTransactionsResponse, _frontrow_v1_ListTransactionsResponse__Output>
      LookUpReservationRequest: MessageTypeDefinition<_frontrow_v1_LookUpReservationRequest, _frontrow_v1_LookUpReservationRequest__Output>
      LookUpUserRequest: MessageTypeDefinition<_frontrow_v1_LookUpUserRequest, _frontrow_v1_LookUpUserRequest__Output>
      PayRequest: MessageTypeDefinition<_frontrow_v1_PayRequest, _frontrow_v1_PayRequest__Output>
      Payment: MessageTypeDefinition<_frontrow_v1_Payment, _frontrow_v1_Payment__Output>
      PaymentStatus: EnumTypeDefinition
      Place: MessageTypeDefinition<_frontrow_v1_Place, _frontrow_v1_Place__Output>
      Position: MessageTypeDefinition<_frontrow_v1_Position, _frontrow_v1_Position__Output>
      Queue: MessageTypeDefinition<_frontrow_v1_Queue, _frontrow_v1_Queue__Output>
      QueueSettings: MessageTypeDefinition<_frontrow_v1_QueueSettings, _frontrow_v1_QueueSettings__Output>
      QueueToken: MessageTypeDefinition<_frontrow_v1_QueueToken, _frontrow_v1_QueueToken__Output>
      QueueUpdate: MessageTypeDefinition<_frontrow_v1_QueueUpdate, _frontrow_v1_QueueUpdate__Output>
      ReleaseRequest: MessageTypeDefinition<_frontrow_v1_ReleaseRequest, _frontrow_v1_ReleaseRequest__Output>
      Reservation: MessageTypeDefinition<_frontrow_v1_Reservation, _frontrow_v1_Reservation__Output>
      ReservationFile: MessageTypeDefinition<_frontrow_v1_ReservationFile, _frontrow_v1_ReservationFile__Output>
      ReservationStatus: EnumTypeDefinition
      Schedule: MessageTypeDefinition<_frontrow_v1_Schedule, _frontrow_v1_Schedule__Output>
      ScheduleSummary: MessageTypeDefinition<_frontrow_v1_ScheduleSummary, _frontrow_v1_ScheduleSummary__Output>
      SeatNumbers: MessageTypeDefinition<_frontrow_v1_SeatNumbers, _frontrow_v1_SeatNumbers__Output>
      SeatStatus: EnumTypeDefinition
      SeatTimeline: MessageTypeDefinition<_frontrow_v1_SeatTimeline, _frontrow_v1_SeatTimeline__Output>
      Seats: MessageTypeDefinition<_frontrow_v1_Seats, _frontrow_v1_Seats__Output>
      SeatsChunk: MessageTypeDefinition<_frontrow_v1_SeatsChunk, _frontrow_v1_SeatsChunk__Output>
      SeatsDelta: MessageTypeDefinition<_frontrow_v1_SeatsDelta, _frontrow_v1_SeatsDelta__Output>
      SeatsUpdate: MessageTypeDefinition<_frontrow_v1_SeatsUpdate, _frontrow_v1_SeatsUpdate__Output>
      Section: MessageTypeDefinition<_frontrow_v1_Section, _frontrow_v1_Section__Output>
      SetBlockedSeatsRequest: MessageTypeDefinition<_frontrow_v1_SetBlockedSeatsRequest, _frontrow_v1_SetBlockedSeatsRequest__Output>
      Ticketing: SubtypeConstructor<typeof grpc.Client, _frontrow_v1_TicketingClient> & { service: _frontrow_v1_TicketingDefinition }
      TokenStatus: EnumTypeDefinition
      Transaction: MessageTypeDefinition<_frontrow_v1_Transaction, _frontrow_v1_Transaction__Output>
      TransactionType: EnumTypeDefinition
      UserFile: MessageTypeDefinition<_frontrow_v1_UserFile, _frontrow_v1_UserFile__Output>
      WatchEventsRequest: MessageTypeDefinition<_frontrow_v1_WatchEventsRequest, _frontrow_v1_WatchEventsRequest__Output>
      WatchQueueRequest: MessageTypeDefinition<_frontrow_v1_WatchQueueRequest, _frontrow_v1_WatchQueueRequest__Output>
      WatchSeatsRequest: MessageTypeDefinition<_frontrow_v1_WatchSeatsRequest, _frontrow_v1_WatchSeatsRequest__Output>
    }
  }
  google: {
    protobuf: {
      ListValue: MessageTypeDefinition<_google_protobuf_ListValue, _google_protobuf_ListValue__Output>
      NullValue: EnumTypeDefinition
      Struct: MessageTypeDefinition<_google_protobuf_Struct, _google_protobuf_Struct__Output>
      Timestamp: MessageTypeDefinition<_google_protobuf_Timestamp, _google_protobuf_Timestamp__Output>
      Value: MessageTypeDefinition<_google_protobuf_Value, _google_protobuf_Value__Output>
    }
  }
}

