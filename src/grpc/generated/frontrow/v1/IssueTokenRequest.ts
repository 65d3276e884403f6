// Original file: proto/frontrow/v1/ticketing.proto


export interface IssueTokenRequest {
  'requestId'?: (string);
  'userId'?: (string);
  /**
   * May be left out when exactly one concert is on sale.
   */
  'concertId'?: (string);
}

export interface IssueTokenRequest__Output {
  'requestId': (string);
  'userId': (string);
  /**
   * May be left out when exactly one concert is on sale.
   */
  'concertId': (string);
}
