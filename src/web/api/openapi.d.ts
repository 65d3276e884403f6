/** Made by test/tooling/api-types.mjs from the description of the REST API: not to be changed by hand. */
export interface paths {
    "/api/v1/{userId}/points": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See your balance
         * @description Zero for a wallet that was never charged.
         */
        get: operations["getPointsShort"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/cluster": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See the cluster
         * @description Nodes, shards and revisions, as the node that answers knows them.
         */
        get: operations["seeCluster"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/concerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add a concert
         * @description With the settings of its waiting room. It goes on sale with its first schedule.
         */
        post: operations["createConcert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/concerts/{concertId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how a concert stands
         * @description Its waiting room and the seats of its schedules, as they are now.
         */
        get: operations["seeConcert"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/concerts/{concertId}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how a sale went
         * @description Measured every second by the node that is asked, of the whole cluster’s sale, from the first look until five minutes after the last one; kept for half an hour. Poll with `at` of the last item.
         */
        get: operations["seeConcertHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/concerts/{concertId}/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Steer the waiting room
         * @description Takes effect at once: a larger `maxActive` admits, a smaller one admits nobody until enough have left.
         */
        patch: operations["configureQueue"];
        trace?: never;
    };
    "/api/v1/admin/concerts/{concertId}/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add a dated performance
         * @description Seats are numbered from 1 through all sections and rows in order.
         */
        post: operations["addSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/demo-sale": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See the demo sale
         * @description The last one of the node that answers.
         */
        get: operations["seeDemoSale"];
        put?: never;
        /**
         * Start a demo sale
         * @description Puts a fresh concert on sale and sends simulated fans there, from within the node: they get in line, look, hold, pay or give up, in their own time. Real fans may join. One at a time on a node.
         */
        post: operations["startDemoSale"];
        /**
         * Stop the demo sale
         * @description Its fans do nothing more; what they hold runs out by itself. Also when none is running.
         */
        delete: operations["stopDemoSale"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the event log
         * @description Everything that happened, in commit order. Poll with the last cursor; after a lost answer the same events come again.
         */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/payments/{paymentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look a payment up
         * @description Whoever’s it is, with its reservation, of which it may not be the last payment.
         */
        get: operations["lookUpPayment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/reservations/{reservationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look a reservation up
         * @description Whoever’s it is, with its last payment.
         */
        get: operations["lookUpReservation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/schedules/{scheduleId}/seats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See all seats of a schedule
         * @description The hall and the status of every seat, packed: a hall of 100,000 seats is 34 KB of statuses.
         */
        get: operations["seeSeats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Take seats off sale, or put them back
         * @description All or nothing. A held or booked seat cannot be blocked.
         */
        patch: operations["blockSeats"];
        trace?: never;
    };
    "/api/v1/admin/schedules/{scheduleId}/seats/{seat}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the story of a seat
         * @description Everything that ever happened to it, oldest first.
         */
        get: operations["seatTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See the operator’s session
         * @description For a page that was loaded anew: whether its cookie still holds, and the CSRF token that goes with it.
         */
        get: operations["seeAdminSession"];
        put?: never;
        /**
         * Sign in as an operator
         * @description Shows the admin key once and gets a cookie (HttpOnly, SameSite=Strict) that opens the operators’ routes for eight hours. Limited per client address. A changed admin key ends all sessions.
         */
        post: operations["openAdminSession"];
        /**
         * Sign out
         * @description Takes the cookie away. With a session it needs the CSRF token, like every change; without one there is nothing to do.
         */
        delete: operations["closeAdminSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how busy the node is
         * @description Of the node that answers: measured every second from the first look until five minutes after the last one, kept for half an hour. Poll with `at` of the last item.
         */
        get: operations["seeStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/users/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look a user up
         * @description Balance, live tokens, reservations, latest payments and transactions.
         */
        get: operations["lookUpUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/concerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See what is on
         * @description All concerts with their dates, oldest entry first.
         */
        get: operations["listConcerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/concerts/{concertId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See a concert and what is left
         * @description With its waiting room and its dates. Shared by all who look: at most a second old.
         */
        get: operations["getConcert"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/numbers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See your place in line
         * @description Counts as a sign of life. Refused when the token does not wait; `redirectTo` then says where to go on if it is your turn.
         */
        get: operations["getPlace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pay for a reservation
         * @description Takes the amount from your wallet, books the seats and ends your queue token. Repeating it after the payment, also when the token has ended, gives the same answer.
         */
        post: operations["pay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{paymentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See a payment
         * @description Yours only; somebody else’s is not found.
         */
        get: operations["getPayment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queue/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Watch the line live (WebSocket)
         * @description Open a WebSocket here and send the first of these within 5 seconds; the others come from the server, which closes after all but `waiting`:
         *
         *         {"type":"authenticate","accessToken":"…","queueToken":"…"}
         *
         *         {"type":"waiting","position":812,"ahead":811,"estimatedWaitSeconds":95}
         *
         *         {"type":"admitted","redirectTo":"/api/v1/reservation?concertId=3f2a91c07b5e4d18","expiresAt":"2027-02-01T11:10:03.120Z"}
         *
         *         {"type":"expired","reason":"LOST"}
         *
         *         {"type":"error","code":"QUEUE_TOKEN_INVALID"}
         *
         *     An open socket is a sign of life. After an error the socket is closed with 4000 + the HTTP status of its code; with 1001 when the node goes away: connect again.
         */
        get: operations["watchQueue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reservation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See which dates can be reserved
         * @description The schedules of a concert that are on sale now. Without `concertId`: the concert of your queue token.
         */
        get: operations["listDates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reservations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See your reservations
         * @description Yours on one schedule, newest first.
         */
        get: operations["listReservations"];
        put?: never;
        /**
         * Hold seats
         * @description All or nothing. The seats are yours until `expiresAt`; pay before. Asking again for exactly the seats you hold gives the same reservation. When seats are taken, `conflicts` names them with their status. With `bestAvailable` the seats are chosen for you: next to each other in one row where there are so many, in a row as far in front as can be, leaving no single seat behind where that can be avoided; when no row has so many, in as few rows as can be. `adjacent` says which it was. When there are not so many free seats, `available` says how many there are.
         */
        post: operations["holdSeats"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reservations/{reservationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See a reservation
         * @description Yours only; somebody else’s is not found.
         */
        get: operations["getReservation"];
        put?: never;
        post?: never;
        /**
         * Give held seats back
         * @description They can be held by others at once.
         */
        delete: operations["releaseReservation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules/{scheduleId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See a schedule and its hall
         * @description What never changes about it: when it is, its sections, rows and prices. Seats are numbered from 1 through all sections and rows in order.
         */
        get: operations["getSchedule"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules/{scheduleId}/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Watch the seats live (WebSocket)
         * @description Open a WebSocket here and send the first of these within 5 seconds, with the queue token of somebody whose turn it is; the others come from the server:
         *
         *         {"type":"authenticate","accessToken":"…","queueToken":"…","fromVersion":1041}
         *
         *         {"type":"snapshot","scheduleId":"3f2a91c07b5e4d18-9a0c21bb47f3","version":1042,"totalSeats":8,"sections":[{"name":"Floor","price":90000,"rows":[{"name":"A","seats":8}]}],"first":1,"statuses":"AQI=","last":true}
         *
         *         {"type":"delta","fromVersion":1042,"version":1045,"available":[1],"held":[7,8],"booked":[],"blocked":[]}
         *
         *         {"type":"alive"}
         *
         *         {"type":"error","code":"TOO_SLOW"}
         *
         *     First comes a snapshot, then what changes, at most a second late. Whoever connects again sends the last version it has seen as `fromVersion` and gets, if that is not too long ago, only what has changed since. `statuses` has four seats a byte, the first in the lowest two bits: 0 available, 1 held, 2 booked, 3 blocked; `first` is the seat of the first. A large hall comes in several snapshot messages: it holds when the one with `last: true` is there. A section with the name of the one before goes on with its rows.
         *
         *     `alive` comes when nothing else did for a while. An open socket does not prolong your turn; when that ends, so does the socket, with `QUEUE_TOKEN_EXPIRED`. A client that does not read fast enough is told `TOO_SLOW`. After an error the socket is closed with 4000 + the HTTP status of its code; with 1001 when the node goes away: connect again.
         */
        get: operations["watchSeats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/seats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See the seats
         * @description Name the schedule with `scheduleId`, or with `date` (of your queue token’s concert, or of `concertId`). `status` leaves out seats of any other status.
         */
        get: operations["listSeats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/service": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See what this service offers
         * @description Its name, whether there are guest accounts or a sign-in elsewhere, and whether fans charge their own wallets.
         */
        get: operations["seeService"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get in line
         * @description Who already has a live token for the concert gets the same one. Without `concertId`: the one concert on sale. ACTIVE means it is your turn now; WAITING means wait: poll GET /api/v1/numbers, or listen on the WebSocket /api/v1/queue/live. The same as POST, for clients that can only GET.
         */
        get: operations["getToken"];
        put?: never;
        /**
         * Get in line
         * @description Who already has a live token for the concert gets the same one. Without `concertId`: the one concert on sale. ACTIVE means it is your turn now; WAITING means wait: poll GET /api/v1/numbers, or listen on the WebSocket /api/v1/queue/live.
         */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See the state of your token
         * @description Whatever it is. Counts as a sign of life while waiting.
         */
        get: operations["getCurrentToken"];
        put?: never;
        post?: never;
        /**
         * Leave the line or the sale
         * @description Your place goes to the next in line. Leaving twice is fine.
         */
        delete: operations["leave"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a guest account
         * @description A new user with an empty wallet, and the access token that proves who they are. Limited per client address.
         */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{userId}/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See your payments
         * @description Newest first.
         */
        get: operations["listPayments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{userId}/points": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See your balance
         * @description Zero for a wallet that was never charged.
         */
        get: operations["getPoints"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{userId}/transactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See your transactions
         * @description Charges, uses and refunds, newest first.
         */
        get: operations["listTransactions"];
        put?: never;
        /**
         * Charge your wallet
         * @description Send an Idempotency-Key, so that a retry does not charge twice.
         */
        post: operations["charge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/renew": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a fresh access token
         * @description For the same user, while the present access token is still valid.
         */
        post: operations["renewAccessToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Problem: {
            /**
             * @description Decide by this.
             * @enum {string}
             */
            code: "ACCESS_TOKEN_INVALID" | "ADMIN_KEY_INVALID" | "CONCERT_NOT_FOUND" | "CONCERT_REQUIRED" | "CSRF_TOKEN_INVALID" | "DEMO_DISABLED" | "DEMO_RUNNING" | "ENTITY_DAMAGED" | "GUESTS_DISABLED" | "HOLD_EXPIRED" | "IDEMPOTENCY_IN_PROGRESS" | "IDEMPOTENCY_KEY_REUSED" | "INSUFFICIENT_POINTS" | "INTERNAL" | "INVALID_AMOUNT" | "INVALID_SCHEDULE" | "MAX_POINTS_EXCEEDED" | "METHOD_NOT_ALLOWED" | "NOT_HELD" | "NOT_YOURS" | "OVERLOADED" | "ORIGIN_NOT_ALLOWED" | "PAYLOAD_TOO_LARGE" | "PAYMENT_ABORTED" | "PAYMENT_NOT_FOUND" | "QUEUE_TOKEN_EXPIRED" | "QUEUE_TOKEN_INVALID" | "QUEUE_TOKEN_MISMATCH" | "QUEUE_TOKEN_NOT_ACTIVE" | "QUEUE_TOKEN_REQUIRED" | "RATE_LIMITED" | "RESERVATION_NOT_FOUND" | "RIGHT_MISSING" | "ROUTE_NOT_FOUND" | "SALES_CLOSED" | "SCHEDULE_AMBIGUOUS" | "SCHEDULE_NOT_FOUND" | "SEAT_NOT_BLOCKABLE" | "SEAT_NOT_FOUND" | "SEAT_UNAVAILABLE" | "SELF_CHARGE_DISABLED" | "SERVICE_UNKNOWN" | "TOKEN_NOT_WAITING" | "TOO_SLOW" | "TOO_MANY_SEATS" | "UNAVAILABLE" | "UNSUPPORTED_MEDIA_TYPE" | "USER_NOT_FOUND" | "VALIDATION_FAILED";
            /** @description What to do. */
            detail: string;
            /** @description With VALIDATION_FAILED: what is wrong where. */
            errors?: {
                message: string;
                /** @description JSON pointer into the body, or to a query or path parameter. */
                pointer: string;
            }[];
            status: number;
            title: string;
            /**
             * Format: uri
             * @description One URN per code.
             */
            type: string;
        } & {
            [key: string]: unknown;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getPointsShort: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A UUID in lower case.
                 * @example 8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10
                 */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The balance. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "userId": "8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10",
                     *       "balance": 500000
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Points in the wallet.
                         * @example 500000
                         */
                        balance: number;
                        /**
                         * @description A UUID in lower case.
                         * @example 8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10
                         */
                        userId: string;
                    };
                };
            };
            /** @description `VALIDATION_FAILED`: Request not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ACCESS_TOKEN_INVALID`: Access token missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `NOT_YOURS`: Somebody else's. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    seeCluster: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The cluster. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "mode": "cluster",
                     *       "nodeId": "node-1",
                     *       "settled": true,
                     *       "revision": 1207,
                     *       "nodes": [
                     *         {
                     *           "nodeId": "node-1",
                     *           "session": "node-1.9a0c21bb47f35e1d",
                     *           "address": "10.0.0.11:7400",
                     *           "state": "up",
                     *           "version": "1.0.0",
                     *           "startedAt": "2027-02-01T11:00:03.120Z",
                     *           "shards": 341
                     *         }
                     *       ],
                     *       "shards": [
                     *         {
                     *           "shard": 0,
                     *           "owner": "node-1",
                     *           "epoch": 3,
                     *           "revision": 1207
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        mode: "one-node" | "cluster";
                        /**
                         * @description The node that answers.
                         * @example node-1
                         */
                        nodeId: string;
                        /** @description Empty when the node is on its own. */
                        nodes: {
                            /**
                             * @description Where the other nodes reach it.
                             * @example 10.0.0.11:7400
                             */
                            address: string;
                            /**
                             * @description FRONTROW_NODE_ID.
                             * @example node-1
                             */
                            nodeId: string;
                            /**
                             * @description Of this process, since it joined.
                             * @example node-1.9a0c21bb47f35e1d
                             */
                            session: string;
                            /**
                             * @description How many shards it owns.
                             * @example 341
                             */
                            shards: number;
                            /**
                             * Format: date-time
                             * @description When its process started.
                             * @example 2027-02-01T11:00:03.120Z
                             */
                            startedAt: string;
                            /** @description `joining`: owns nothing yet. `leaving`: gives its shards away. */
                            state: "joining" | "up" | "leaving";
                            /** @example 1.0.0 */
                            version: string;
                        }[];
                        /**
                         * @description Of the shard table, as that node knows it.
                         * @example 1207
                         */
                        revision: number;
                        /** @description That node serves all that it should; false while shards change hands. */
                        settled: boolean;
                        /** @description All of them, in order. Empty when the node is on its own. */
                        shards: {
                            /**
                             * @description Grows with every change of owner; 0: never owned.
                             * @example 3
                             */
                            epoch: number;
                            /** @description The node that serves its entities; null while nobody does. */
                            owner: string | null;
                            /**
                             * @description Of the table, when this entry was last changed.
                             * @example 1207
                             */
                            revision: number;
                            /** @example 0 */
                            shard: number;
                        }[];
                    };
                };
            };
            /** @description `ADMIN_KEY_INVALID`: Admin key missing or wrong. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createConcert: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your own for this request: repeating it under the same key has one effect and gives the same answer.
                 * @example b7c1f9d2-charge-1
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The CSRF token of the session; only when its cookie says who asks, and not the admin key.
                 * @example 5a0de8c1b2f3440f9b7c6a1d8e2f3b40
                 */
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "title": "Anime OST Night",
                 *       "queue": {
                 *         "maxActive": 100
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @description The waiting room; what is left out gets its default. */
                    queue?: {
                        /**
                         * @description A turn ends after this long without a guarded request. Default: 600.
                         * @example 600
                         */
                        activeTimeoutSeconds?: number;
                        /**
                         * @description Most fans inside at once. Default: 100.
                         * @example 100
                         */
                        maxActive?: number;
                        /**
                         * @description A turn ends after this long, whatever its holder does. Default: 1800.
                         * @example 1800
                         */
                        sessionSeconds?: number;
                        /**
                         * @description A place in line is lost after this long without a sign of life. Default: 300.
                         * @example 300
                         */
                        waitingTimeoutSeconds?: number;
                    };
                    /**
                     * @description What is on.
                     * @example Anime OST Night
                     */
                    title: string;
                };
            };
        };
        responses: {
            /** @description The concert exists. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "concertId": "3f2a91c07b5e4d18",
                     *       "title": "Anime OST Night",
                     *       "queue": {
                     *         "maxActive": 100,
                     *         "activeTimeoutSeconds": 600,
                     *         "waitingTimeoutSeconds": 300,
                     *         "sessionSeconds": 1800
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description The concert.
                         * @example 3f2a91c07b5e4d18
                         */
                        concertId: string;
                        queue: {
                            /**
                             * @description A turn ends after this long without a guarded request.
                             * @example 600
                             */
                            activeTimeoutSeconds: number;
                            /**
                             * @description Most fans inside at once.
                             * @example 100
                             */
                            maxActive: number;
                            /**
                             * @description A turn ends after this long.
                             * @example 1800
                             */
                            sessionSeconds: number;
                            /**
                             * @description A place in line is lost after this long without a sign of life.
                             * @example 300
                             */
                            waitingTimeoutSeconds: number;
                        };
                        /** @example Anime OST Night */
                        title: string;
                    };
                };
            };
            /** @description `VALIDATION_FAILED`: Request not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ADMIN_KEY_INVALID`: Admin key missing or wrong. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `CSRF_TOKEN_INVALID`: CSRF token missing or wrong. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_IN_PROGRESS`: Still working on it. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PAYLOAD_TOO_LARGE`: Request too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: Content type not supported. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_KEY_REUSED`: Idempotency-Key used for something else. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    seeConcert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The concert.
                 * @example 3f2a91c07b5e4d18
                 */
                concertId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The concert. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "concertId": "3f2a91c07b5e4d18",
                     *       "title": "Anime OST Night",
                     *       "onSale": true,
                     *       "queue": {
                     *         "maxActive": 100,
                     *         "activeTimeoutSeconds": 600,
                     *         "waitingTimeoutSeconds": 300,
                     *         "sessionSeconds": 1800,
                     *         "waiting": 1893,
                     *         "active": 100,
                     *         "admitted": 207
                     *       },
                     *       "schedules": [
                     *         {
                     *           "scheduleId": "3f2a91c07b5e4d18-9a0c21bb47f3",
                     *           "date": "2027-03-20",
                     *           "startsAt": "2027-03-20T10:00:00.000Z",
                     *           "timeZone": "Asia/Seoul",
                     *           "onSale": true,
                     *           "onSaleAt": null,
                     *           "salesCloseAt": "2027-03-20T10:00:00.000Z",
                     *           "totalSeats": 50,
                     *           "seats": {
                     *             "available": 47,
                     *             "held": 2,
                     *             "booked": 1,
                     *             "blocked": 0
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description The concert.
                         * @example 3f2a91c07b5e4d18
                         */
                        concertId: string;
                        /**
                         * @description At least one of its schedules is on sale now.
                         * @example true
                         */
                        onSale: boolean;
                        queue: {
                            /**
                             * @description Fans inside.
                             * @example 100
                             */
                            active: number;
                            /**
                             * @description A turn ends after this long without a guarded request.
                             * @example 600
                             */
                            activeTimeoutSeconds: number;
                            /**
                             * @description Fans ever let in.
                             * @example 207
                             */
                            admitted: number;
                            /**
                             * @description Most fans inside at once.
                             * @example 100
                             */
                            maxActive: number;
                            /**
                             * @description A turn ends after this long.
                             * @example 1800
                             */
                            sessionSeconds: number;
                            /**
                             * @description Fans in line.
                             * @example 1893
                             */
                            waiting: number;
                            /**
                             * @description A place in line is lost after this long without a sign of life.
                             * @example 300
                             */
                            waitingTimeoutSeconds: number;
                        };
                        /** @description In order of their start. */
                        schedules: {
                            /**
                             * @description Local date in `timeZone`.
                             * @example 2027-03-20
                             */
                            date: string;
                            /** @example true */
                            onSale: boolean;
                            /**
                             * Format: date-time
                             * @description When sales open; null: at once.
                             * @example null
                             */
                            onSaleAt: string | null;
                            /**
                             * Format: date-time
                             * @description When sales close.
                             * @example 2027-03-20T10:00:00.000Z
                             */
                            salesCloseAt: string;
                            /**
                             * @description One dated performance of a concert.
                             * @example 3f2a91c07b5e4d18-9a0c21bb47f3
                             */
                            scheduleId: string;
                            seats: {
                                /**
                                 * @description Seats for sale now.
                                 * @example 47
                                 */
                                available: number;
                                /**
                                 * @description Seats not for sale.
                                 * @example 0
                                 */
                                blocked: number;
                                /**
                                 * @description Seats sold.
                                 * @example 1
                                 */
                                booked: number;
                                /**
                                 * @description Seats on hold.
                                 * @example 2
                                 */
                                held: number;
                            };
                            /**
                             * Format: date-time
                             * @description When the show starts.
                             * @example 2027-03-20T10:00:00.000Z
                             */
                            startsAt: string;
                            /** @example Asia/Seoul */
                            timeZone: string;
                            /**
                             * @description Seats in the hall.
                             * @example 50
                             */
                            totalSeats: number;
                        }[];
                        /** @example Anime OST Night */
                        title: string;
                    };
                };
            };
            /** @description `VALIDATION_FAILED`: Request not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ADMIN_KEY_INVALID`: Admin key missing or wrong. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `CONCERT_NOT_FOUND`: No such concert. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    seeConcertHistory: {
        parameters: {
            query?: {
                /**
                 * @description Only what was measured after this moment: `at` of the last item you have. Default: all that is kept.
                 * @example 2027-02-01T11:00:03.120Z
                 */
                since?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The concert.
                 * @example 3f2a91c07b5e4d18
                 */
                concertId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was measured. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "at": "2027-02-01T11:00:03.120Z",
                     *           "waiting": 1893,
                     *           "active": 100,
                     *           "admitted": 207,
                     *           "available": 47,
                     *           "held": 2,
                     *           "booked": 1,
                     *           "blocked": 0
                     *         }
                     *       ],
                     *       "intervalMs": 1000
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description How far apart items are, ms. There is a gap where nobody looked, or nothing could be measured.
                         * @example 1000
                         */
                        intervalMs: number;
                        /** @description Oldest first; seats of all schedules together. */
                        items: {
                            /**
                             * @description Fans inside.
                             * @example 100
                             */
                            active: number;
                            /**
                             * @description Fans ever let in.
                             * @example 207
                             */
                            admitted: number;
                            /**
                             * Format: date-time
                             * @description When it was measured.
                             * @example 2027-02-01T11:00:03.120Z
                             */
                            at: string;
                            /**
                             * @description Seats for sale now.
                             * @example 47
                             */
                            available: number;
                            /**
                             * @description Seats not for sale.
                             * @example 0
                             */
                            blocked: number;
                            /**
                             * @description Seats sold.
                             * @example 1
                             */
                            booked: number;
                            /**
                             * @description Seats on hold.
                             * @example 2
                             */
                            held: number;
                            /**
                             * @description Fans in line.
                             * @example 1893
                             */
                            waiting: number;
                        }[];
                    };
                };
            };
            /** @description `VALIDATION_FAILED`: Request not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ADMIN_KEY_INVALID`: Admin key missing or wrong. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `CONCERT_NOT_FOUND`: No such concert. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    configureQueue: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your own for this request: repeating it under the same key has one effect and gives the same answer.
                 * @example b7c1f9d2-charge-1
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The CSRF token of the session; only when its cookie says who asks, and not the admin key.
                 * @example 5a0de8c1b2f3440f9b7c6a1d8e2f3b40
                 */
                "X-CSRF-Token"?: string;
            };
            path: {
                /**
                 * @description The concert.
                 * @example 3f2a91c07b5e4d18
                 */
                concertId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "maxActive": 200
                 *     }
                 */
                "application/json": {
                    /**
                     * @description A turn ends after this long without a guarded request. Default: 600.
                     * @example 600
                     */
                    activeTimeoutSeconds?: number;
                    /**
                     * @description Most fans inside at once. Default: 100.
                     * @example 100
                     */
                    maxActive?: number;
                    /**
                     * @description A turn ends after this long, whatever its holder does. Default: 1800.
                     * @example 1800
                     */
                    sessionSeconds?: number;
                    /**
                     * @description A place in line is lost after this long without a sign of life. Default: 300.
                     * @example 300
                     */
                    waitingTimeoutSeconds?: number;
                };
            };
        };
        responses: {
            /** @description The waiting room as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "concertId": "3f2a91c07b5e4d18",
                     *       "maxActive": 100,
                     *       "activeTimeoutSeconds": 600,
                     *       "waitingTimeoutSeconds": 300,
                     *       "sessionSeconds": 1800,
                     *       "waiting": 1893,
                     *       "active": 100,
                     *       "issued": 2100
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Fans inside.
                         * @example 100
                         */
                        active: number;
                        /**
                         * @description A turn ends after this long without a guarded request.
                         * @example 600
                         */
                        activeTimeoutSeconds: number;
                        /**
                         * @description The concert.
                         * @example 3f2a91c07b5e4d18
                         */
                        concertId: string;
                        /**
                         * @description Tokens ever issued.
                         * @example 2100
                         */
                        issued: number;
                        /**
                         * @description Most fans inside at once.
                         * @example 100
                         */
                        maxActive: number;
                        /**
                         * @description A turn ends after this long.
                         * @example 1800
                         */
                        sessionSeconds: number;
                        /**
                         * @description Fans in line.
                         * @example 1893
                         */
                        waiting: number;
                        /**
                         * @description A place in line is lost after this long without a sign of life.
                         * @example 300
                         */
                        waitingTimeoutSeconds: number;
                    };
                };
            };
            /** @description `VALIDATION_FAILED`: Request not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ADMIN_KEY_INVALID`: Admin key missing or wrong. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `CSRF_TOKEN_INVALID`: CSRF token missing or wrong. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `CONCERT_NOT_FOUND`: No such concert. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_IN_PROGRESS`: Still working on it. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PAYLOAD_TOO_LARGE`: Request too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: Content type not supported. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_KEY_REUSED`: Idempotency-Key used for something else. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addSchedule: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your own for this request: repeating it under the same key has one effect and gives the same answer.
                 * @example b7c1f9d2-charge-1
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The CSRF token of the session; only when its cookie says who asks, and not the admin key.
                 * @example 5a0de8c1b2f3440f9b7c6a1d8e2f3b40
                 */
                "X-CSRF-Token"?: string;
            };
            path: {
                /**
                 * @description The concert.
                 * @example 3f2a91c07b5e4d18
                 */
                concertId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description How long a hold lasts. Default: 300.
                     * @example 300
                     */
                    holdSeconds?: number;
                    /**
                     * @description Held and booked together; 0 = no cap. Default: 4.
                     * @example 4
                     */
                    maxSeatsPerUser?: number;
                    /**
                     * Format: date-time
                     * @description When sales open. Default: at once.
                     * @example 2027-02-01T11:00:03.120Z
                     */
                    onSaleAt?: string;
                    /**
                     * @description Points per seat.
                     * @example 50000
                     */
                    price?: number;
                    /**
                     * Format: date-time
                     * @description When sales close. Default: when the show starts.
                     * @example 2027-03-20T10:00:00.000Z
                     */
                    salesCloseAt?: string;
                    /** @example 50 */
                    seats?: number;
                    /** @description Instead of `seats` and `price`: seats are numbered through all of them in order. */
                    sections?: {
                        /** @example A */
                        name: string;
                        /**
                         * @description Points per seat.
                         * @example 50000
                         */
                        price: number;
                        rows?: {
                            /** @example A */
                            name: string;
                            /** @example 50 */
                            seats: number;
                        }[];
                        /** @example 50 */
                        seats?: number;
                    }[];
                    /**
                     * Format: date-time
                     * @description When the show starts.
                     * @example 2027-03-20T10:00:00.000Z
                     */
                    startsAt: string;
                    /**
                     * @description IANA name. Default: Asia/Seoul.
                     * @example Asia/Seoul
                     */
                    timeZone?: string;
                };
            };
        };
        responses: {
            /** @description The schedule exists. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "scheduleId": "3f2a91c07b5e4d18-9a0c21bb47f3",
                     *       "concertId": "3f2a91c07b5e4d18",
                     *       "date": "2027-03-20",
                     *       "startsAt": "2027-03-20T10:00:00.000Z",
                     *       "timeZone": "Asia/Seoul",
                     *       "onSale": true,
                     *       "onSaleAt": null,
                     *       "salesCloseAt": "2027-03-20T10:00:00.000Z",
                     *       "holdSeconds": 300,
                     *       "maxSeatsPerUser": 4,
                     *       "totalSeats": 50,
                     *       "availableSeats": 47,
                     *       "heldSeats": 2,
                     *       "bookedSeats": 1,
                     *       "blockedSeats": 0
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Seats for sale now.
                         * @example 47
                         */
                        availableSeats: number;
                        /**
                         * @description Seats not for sale.
                         * @example 0
                         */
                        blockedSeats: number;
                        /**
                         * @description Seats sold.
                         * @example 1
                         */
                        bookedSeats: number;
                        /**
                         * @description The concert.
                         * @example 3f2a91c07b5e4d18
                         */
                        concertId: string;
                        /**
                         * @description Local date in `timeZone`.
                         * @example 2027-03-20
                         */
                        date: string;
                        /**
                         * @description Seats on hold.
                         * @example 2
                         */
                        heldSeats: number;
                        /**
                         * @description How long a hold lasts.
                         * @example 300
                         */
                        holdSeconds: number;
                        /**
                         * @description 0 = no cap.
                         * @example 4
                         */
                        maxSeatsPerUser: number;
                        /** @example true */
                        onSale: boolean;
                        /**
                         * Format: date-time
                         * @description When sales open; null: at once.
                         * @example null
                         */
                        onSaleAt: string | null;
                        /**
                         * Format: date-time
                         * @description When sales close.
                         * @example 2027-03-20T10:00:00.000Z
                         */
                        salesCloseAt: string;
                        /**
                         * @description One dated performance of a concert.
                         * @example 3f2a91c07b5e4d18-9a0c21bb47f3
                         */
                        scheduleId: string;
                        /**
                         * Format: date-time
                         * @description When the show starts.
                         * @example 2027-03-20T10:00:00.000Z
                         */
                        startsAt: string;
                        /** @example Asia/Seoul */
                        timeZone: string;
                        /**
                         * @description Seats in the hall.
                         * @example 50
                         */
                        totalSeats: number;
                    };
                };
            };
            /** @description `VALIDATION_FAILED`: Request not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ADMIN_KEY_INVALID`: Admin key missing or wrong. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `CSRF_TOKEN_INVALID`: CSRF token missing or wrong. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `CONCERT_NOT_FOUND`: No such concert. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_IN_PROGRESS`: Still working on it. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PAYLOAD_TOO_LARGE`: Request too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: Content type not supported. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_KEY_REUSED`: Idempotency-Key used for something else. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    seeDemoSale: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The demo sale. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "state": "running",
                     *       "concertId": "3f2a91c07b5e4d18",
                     *       "fans": 300,
                     *       "bought": 41,
                     *       "gaveUp": 12,
                     *       "startedAt": "2027-02-01T11:00:03.120Z"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description How many have paid.
                         * @example 41
                         */
                        bought: number;
                        /**
                         * @description The concert that is on sale.
                         * @example 3f2a91c07b5e4d18
                         */
                        concertId: string | null;
                        /**
                         * @description How many come.
                         * @example 300
                         */
                        fans: number;
                        /**
                         * @description How many went without.
                         * @example 12
                         */
                        gaveUp: number;
                        /**
                         * Format: date-time
                         * @description When it began.
                         * @example 2027-02-01T11:00:03.120Z
                         */
                        startedAt: string | null;
                        /**
                         * @description `none`: this node has not played one.
                         * @example running
                         * @enum {string}
                         */
                        state: "none" | "running" | "over";
                    };
                };
            };
            /** @description `ADMIN_KEY_INVALID`: Admin key missing or wrong. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DEMO_DISABLED`: No demo here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startDemoSale: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your own for this request: repeating it under the same key has one effect and gives the same answer.
                 * @example b7c1f9d2-charge-1
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The CSRF token of the session; only when its cookie says who asks, and not the admin key.
                 * @example 5a0de8c1b2f3440f9b7c6a1d8e2f3b40
                 */
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "fans": 300
                 *     }
                 */
                "application/json": {
                    /**
                     * @description How many simulated fans come. Default: 300.
                     * @example 300
                     */
                    fans?: number;
                };
            };
        };
        responses: {
            /** @description The fans are on their way. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "state": "running",
                     *       "concertId": "3f2a91c07b5e4d18",
                     *       "fans": 300,
                     *       "bought": 41,
                     *       "gaveUp": 12,
                     *       "startedAt": "2027-02-01T11:00:03.120Z"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description How many have paid.
                         * @example 41
                         */
                        bought: number;
                        /**
                         * @description The concert that is on sale.
                         * @example 3f2a91c07b5e4d18
                         */
                        concertId: string | null;
                        /**
                         * @description How many come.
                         * @example 300
                         */
                        fans: number;
                        /**
                         * @description How many went without.
                         * @example 12
                         */
                        gaveUp: number;
                        /**
                         * Format: date-time
                         * @description When it began.
                         * @example 2027-02-01T11:00:03.120Z
                         */
                        startedAt: string | null;
                        /**
                         * @description `none`: this node has not played one.
                         * @example running
                         * @enum {string}
                         */
                        state: "none" | "running" | "over";
                    };
                };
            };
            /** @description `VALIDATION_FAILED`: Request not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ADMIN_KEY_INVALID`: Admin key missing or wrong. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `CSRF_TOKEN_INVALID`: CSRF token missing or wrong. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DEMO_DISABLED`: No demo here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DEMO_RUNNING`: A demo sale is running. `IDEMPOTENCY_IN_PROGRESS`: Still working on it. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PAYLOAD_TOO_LARGE`: Request too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: Content type not supported. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_KEY_REUSED`: Idempotency-Key used for something else. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stopDemoSale: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your own for this request: repeating it under the same key has one effect and gives the same answer.
                 * @example b7c1f9d2-charge-1
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The CSRF token of the session; only when its cookie says who asks, and not the admin key.
                 * @example 5a0de8c1b2f3440f9b7c6a1d8e2f3b40
                 */
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description None is running. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `VALIDATION_FAILED`: Request not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ADMIN_KEY_INVALID`: Admin key missing or wrong. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `CSRF_TOKEN_INVALID`: CSRF token missing or wrong. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `DEMO_DISABLED`: No demo here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_IN_PROGRESS`: Still working on it. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_KEY_REUSED`: Idempotency-Key used for something else. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /**
                 * @description `cursor` of the last event you have. Default: from the start.
                 * @example 41-0
                 */
                after?: string;
                /**
                 * @description Most events on the page, 1 to 1000. Default: 100.
                 * @example 100
                 */
                limit?: string;
                /**
                 * @description Only these types, separated by commas.
                 * @example PaymentCompleted,ReservationCreated
                 */
                types?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "cursor": "42-0",
                     *           "type": "SeatHeld",
                     *           "at": "2027-02-01T11:00:03.120Z",
                     *           "entity": "schedule/3f2a91c07b5e4d18-9a0c21bb47f3",
                     *           "data": {
                     *             "reservationId": "3f2a91c07b5e4d18-9a0c21bb47f3-r-0b6c1d8e9f20412aa7c35be1d2f40896",
                     *             "userId": "8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10",
                     *             "seats": [
                     *               12,
                     *               13
                     *             ],
                     *             "amount": 100000,
                     *             "expiresAt": "2027-02-01T11:05:03.120Z"
                     *           }
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        items: {
                            /**
                             * Format: date-time
                             * @description When it was recorded.
                             * @example 2027-02-01T11:00:03.120Z
                             */
                            at: string;
                            /**
                             * @description Its place in commit order.
                             * @example 42-0
                             */
                            cursor: string;
                            /** @description The event’s own members; times are RFC 3339. */
                            data: {
                                [key: string]: unknown;
                            };
                            /**
                             * @description Whose event it is: `kind/key`.
                             * @example schedule/3f2a91c07b5e4d18-9a0c21bb47f3
                             */
                            entity: string;
                            /** @example SeatHeld */
                            type: string;
                        }[];
                        /** @description Send it back as `after`; null: nothing more yet, go on after the last cursor. */
                        next: string | null;
                    };
                };
            };
            /** @description `VALIDATION_FAILED`: Request not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ADMIN_KEY_INVALID`: Admin key missing or wrong. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lookUpPayment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The payment.
                 * @example 3f2a91c07b5e4d18-9a0c21bb47f3-p-7e11c0ab53d94f6c8d20e4fa96b1c375
                 */
                paymentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The payment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "reservation": {
                     *         "reservationId": "3f2a91c07b5e4d18-9a0c21bb47f3-r-0b6c1d8e9f20412aa7c35be1d2f40896",
                     *         "scheduleId": "3f2a91c07b5e4d18-9a0c21bb47f3",
                     *         "concertId": "3f2a91c07b5e4d18",
                     *         "seats": [
                     *           12,
                     *           13
                     *         ],
                     *         "adjacent": true,
                     *         "amount": 100000,
                     *         "status": "HELD",
                     *         "heldAt": "2027-02-01T11:00:03.120Z",
                     *         "expiresAt": "2027-02-01T11:05:03.120Z",
                     *         "expiresInSeconds": 300,
                     *         "paymentId": null,
                     *         "userId": "8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10"
                     *       },
                     *       "payment": null
                     *     }
                     */
                    "application/json": {
                        payment: {
                            /**
                             * @description What was paid.
                             * @example 100000
                             */
                            amount: number;
                            /**
                             * @description The balance after the payment; null unless COMPLETED.
                             * @example 400000
                             */
                            balance: number | null;
                            /**
                             * @description The concert.
                             * @example 3f2a91c07b5e4d18
                             */
                            concertId: string;
                            /**
                             * Format: date-time
                             * @description When it was completed.
                             * @example 2027-02-01T11:05:03.120Z
                             */
                            paidAt: string | null;
                            /**
                             * @description The payment.
                             * @example 3f2a91c07b5e4d18-9a0c21bb47f3-p-7e11c0ab53d94f6c8d20e4fa96b1c375
                             */
                            paymentId: string;
                            /**
                             * @description The record that a hold creates.
                             * @example 3f2a91c07b5e4d18-9a0c21bb47f3-r-0b6c1d8e9f20412aa7c35be1d2f40896
                             */
                            reservationId: string;
                            /**
                             * @description One dated performance of a concert.
                             * @example 3f2a91c07b5e4d18-9a0c21bb47f3
                             */
                            scheduleId: string;
                            seats: number[];
                            /**
                             * @example COMPLETED
                             * @enum {string}
                             */
                            status: "PENDING" | "COMPLETED" | "ABORTED";
                        } | null;
                        reservation: {
                            /**
                             * @description Whether the seats are next to each other in one row.
                             * @example true
                             */
                            adjacent: boolean;
                            /**
                             * @description What paying costs.
                             * @example 100000
                             */
                            amount: number;
                            /**
                             * @description The concert.
                             * @example 3f2a91c07b5e4d18
                             */
                            concertId: string;
                            /**
                             * Format: date-time
                             * @description When the hold runs out.
                             * @example 2027-02-01T11:05:03.120Z
                             */
                            expiresAt: string;
                            /**
                             * @description The same as a number of seconds from now; 0 when the hold is over.
                             * @example 300
                             */
                            expiresInSeconds: number;
                            /**
                             * Format: date-time
                             * @description When the hold was made.
                             * @example 2027-02-01T11:00:03.120Z
                             */
                            heldAt: string;
                            /**
                             * @description The last payment tried, if any.
                             * @example null
                             */
                            paymentId: string | null;
                            /**
                             * @description The record that a hold creates.
                             * @example 3f2a91c07b5e4d18-9a0c21bb47f3-r-0b6c1d8e9f20412aa7c35be1d2f40896
                             */
                            reservationId: string;
                            /**
                             * @description One dated performance of a concert.
                             * @example 3f2a91c07b5e4d18-9a0c21bb47f3
                             */
                            scheduleId: string;
                            seats: number[];
                            /**
                             * @example HELD
                             * @enum {string}
                             */
                            status: "HELD" | "PAYING" | "CONFIRMED" | "EXPIRED" | "RELEASED" | "REFUNDED";
                            /**
                             * @description A UUID in lower case.
                             * @example 8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10
                             */
                            userId: string;
                        };
                    };
                };
            };
            /** @description `VALIDATION_FAILED`: Request not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ADMIN_KEY_INVALID`: Admin key missing or wrong. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PAYMENT_NOT_FOUND`: No such payment. `RESERVATION_NOT_FOUND`: No such reservation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lookUpReservation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The record that a hold creates.
                 * @example 3f2a91c07b5e4d18-9a0c21bb47f3-r-0b6c1d8e9f20412aa7c35be1d2f40896
                 */
                reservationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The reservation. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "reservation": {
                     *         "reservationId": "3f2a91c07b5e4d18-9a0c21bb47f3-r-0b6c1d8e9f20412aa7c35be1d2f40896",
                     *         "scheduleId": "3f2a91c07b5e4d18-9a0c21bb47f3",
                     *         "concertId": "3f2a91c07b5e4d18",
                     *         "seats": [
                     *           12,
                     *           13
                     *         ],
                     *         "adjacent": true,
                     *         "amount": 100000,
                     *         "status": "HELD",
                     *         "heldAt": "2027-02-01T11:00:03.120Z",
                     *         "expiresAt": "2027-02-01T11:05:03.120Z",
                     *         "expiresInSeconds": 300,
                     *         "paymentId": null,
                     *         "userId": "8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10"
                     *       },
                     *       "payment": null
                     *     }
                     */
                    "application/json": {
                        payment: {
                            /**
                             * @description What was paid.
                             * @example 100000
                             */
                            amount: number;
                            /**
                             * @description The balance after the payment; null unless COMPLETED.
                             * @example 400000
                             */
                            balance: number | null;
                            /**
                             * @description The concert.
                             * @example 3f2a91c07b5e4d18
                             */
                            concertId: string;
                            /**
                             * Format: date-time
                             * @description When it was completed.
                             * @example 2027-02-01T11:05:03.120Z
                             */
                            paidAt: string | null;
                            /**
                             * @description The payment.
                             * @example 3f2a91c07b5e4d18-9a0c21bb47f3-p-7e11c0ab53d94f6c8d20e4fa96b1c375
                             */
                            paymentId: string;
                            /**
                             * @description The record that a hold creates.
                             * @example 3f2a91c07b5e4d18-9a0c21bb47f3-r-0b6c1d8e9f20412aa7c35be1d2f40896
                             */
                            reservationId: string;
                            /**
                             * @description One dated performance of a concert.
                             * @example 3f2a91c07b5e4d18-9a0c21bb47f3
                             */
                            scheduleId: string;
                            seats: number[];
                            /**
                             * @example COMPLETED
                             * @enum {string}
                             */
                            status: "PENDING" | "COMPLETED" | "ABORTED";
                        } | null;
                        reservation: {
                            /**
                             * @description Whether the seats are next to each other in one row.
                             * @example true
                             */
                            adjacent: boolean;
                            /**
                             * @description What paying costs.
                             * @example 100000
                             */
                            amount: number;
                            /**
                             * @description The concert.
                             * @example 3f2a91c07b5e4d18
                             */
                            concertId: string;
                            /**
                             * Format: date-time
                             * @description When the hold runs out.
                             * @example 2027-02-01T11:05:03.120Z
                             */
                            expiresAt: string;
                            /**
                             * @description The same as a number of seconds from now; 0 when the hold is over.
                             * @example 300
                             */
                            expiresInSeconds: number;
                            /**
                             * Format: date-time
                             * @description When the hold was made.
                             * @example 2027-02-01T11:00:03.120Z
                             */
                            heldAt: string;
                            /**
                             * @description The last payment tried, if any.
                             * @example null
                             */
                            paymentId: string | null;
                            /**
                             * @description The record that a hold creates.
                             * @example 3f2a91c07b5e4d18-9a0c21bb47f3-r-0b6c1d8e9f20412aa7c35be1d2f40896
                             */
                            reservationId: string;
                            /**
                             * @description One dated performance of a concert.
                             * @example 3f2a91c07b5e4d18-9a0c21bb47f3
                             */
                            scheduleId: string;
                            seats: number[];
                            /**
                             * @example HELD
                             * @enum {string}
                             */
                            status: "HELD" | "PAYING" | "CONFIRMED" | "EXPIRED" | "RELEASED" | "REFUNDED";
                            /**
                             * @description A UUID in lower case.
                             * @example 8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10
                             */
                            userId: string;
                        };
                    };
                };
            };
            /** @description `VALIDATION_FAILED`: Request not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ADMIN_KEY_INVALID`: Admin key missing or wrong. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RESERVATION_NOT_FOUND`: No such reservation. `PAYMENT_NOT_FOUND`: No such payment. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    seeSeats: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description One dated performance of a concert.
                 * @example 3f2a91c07b5e4d18-9a0c21bb47f3
                 */
                scheduleId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The seats. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "scheduleId": "3f2a91c07b5e4d18-9a0c21bb47f3",
                     *       "version": 1042,
                     *       "totalSeats": 8,
                     *       "sections": [
                     *         {
                     *           "name": "Floor",
                     *           "price": 90000,
                     *           "rows": [
                     *             {
                     *               "name": "A",
                     *               "seats": 4
                     *             },
                     *             {
                     *               "name": "B",
                     *               "seats": 4
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "statuses": "AQI="
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description One dated performance of a concert.
                         * @example 3f2a91c07b5e4d18-9a0c21bb47f3
                         */
                        scheduleId: string;
                        /** @description Seats are numbered from 1 through all sections and rows in order. */
                        sections: {
                            /** @example Floor */
                            name: string;
                            /**
                             * @description Points per seat.
                             * @example 90000
                             */
                            price: number;
                            rows: {
                                /** @example A */
                                name: string;
                                /**
                                 * @description How many.
                                 * @example 20
                                 */
                                seats: number;
                            }[];
                        }[];
                        /**
                         * @description Base64: four seats a byte, the first in the lowest two bits; 0 available, 1 held, 2 booked, 3 blocked. As in the snapshot of the live seats.
                         * @example AQI=
                         */
                        statuses: string;
                        /**
                         * @description Seats in the hall.
                         * @example 8
                         */
                        totalSeats: number;
                        /**
                         * @description Grows with every change of any seat.
                         * @example 1042
                         */
                        version: number;
                    };
                };
            };
            /** @description `VALIDATION_FAILED`: Request not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ADMIN_KEY_INVALID`: Admin key missing or wrong. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `SCHEDULE_NOT_FOUND`: No such schedule. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    blockSeats: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your own for this request: repeating it under the same key has one effect and gives the same answer.
                 * @example b7c1f9d2-charge-1
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description The CSRF token of the session; only when its cookie says who asks, and not the admin key.
                 * @example 5a0de8c1b2f3440f9b7c6a1d8e2f3b40
                 */
                "X-CSRF-Token"?: string;
            };
            path: {
                /**
                 * @description One dated performance of a concert.
                 * @example 3f2a91c07b5e4d18-9a0c21bb47f3
                 */
                scheduleId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "block": [
                 *         1,
                 *         2
                 *       ],
                 *       "unblock": [
                 *         50
                 *       ]
                 *     }
                 */
                "application/json": {
                    block?: number[];
                    unblock?: number[];
                };
            };
        };
        responses: {
            /** @description The schedule as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "scheduleId": "3f2a91c07b5e4d18-9a0c21bb47f3",
                     *       "concertId": "3f2a91c07b5e4d18",
                     *       "date": "2027-03-20",
                     *       "startsAt": "2027-03-20T10:00:00.000Z",
                     *       "timeZone": "Asia/Seoul",
                     *       "onSale": true,
                     *       "onSaleAt": null,
                     *       "salesCloseAt": "2027-03-20T10:00:00.000Z",
                     *       "holdSeconds": 300,
                     *       "maxSeatsPerUser": 4,
                     *       "totalSeats": 50,
                     *       "availableSeats": 47,
                     *       "heldSeats": 2,
                     *       "bookedSeats": 1,
                     *       "blockedSeats": 0
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Seats for sale now.
                         * @example 47
                         */
                        availableSeats: number;
                        /**
                         * @description Seats not for sale.
                         * @example 0
                         */
                        blockedSeats: number;
                        /**
                         * @description Seats sold.
                         * @example 1
                         */
                        bookedSeats: number;
                        /**
                         * @description The concert.
                         * @example 3f2a91c07b5e4d18
                         */
                        concertId: string;
                        /**
                         * @description Local date in `timeZone`.
                         * @example 2027-03-20
                         */
                        date: string;
                        /**
                         * @description Seats on hold.
                         * @example 2
                         */
                        heldSeats: number;
                        /**
                         * @description How long a hold lasts.
                         * @example 300
                         */
                        holdSeconds: number;
                        /**
                         * @description 0 = no cap.
                         * @example 4
                         */
                        maxSeatsPerUser: number;
                        /** @example true */
                        onSale: boolean;
                        /**
                         * Format: date-time
                         * @description When sales open; null: at once.
                         * @example null
                         */
                        onSaleAt: string | null;
                        /**
                         * Format: date-time
                         * @description When sales close.
                         * @example 2027-03-20T10:00:00.000Z
                         */
                        salesCloseAt: string;
                        /**
                         * @description One dated performance of a concert.
                         * @example 3f2a91c07b5e4d18-9a0c21bb47f3
                         */
                        scheduleId: string;
                        /**
                         * Format: date-time
                         * @description When the show starts.
                         * @example 2027-03-20T10:00:00.000Z
                         */
                        startsAt: string;
                        /** @example Asia/Seoul */
                        timeZone: string;
                        /**
                         * @description Seats in the hall.
                         * @example 50
                         */
                        totalSeats: number;
                    };
                };
            };
            /** @description `VALIDATION_FAILED`: Request not valid. `SEAT_NOT_FOUND`: No such seat. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ADMIN_KEY_INVALID`: Admin key missing or wrong. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `CSRF_TOKEN_INVALID`: CSRF token missing or wrong. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `SCHEDULE_NOT_FOUND`: No such schedule. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `SEAT_NOT_BLOCKABLE`: Seat held or booked. `IDEMPOTENCY_IN_PROGRESS`: Still working on it. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PAYLOAD_TOO_LARGE`: Request too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: Content type not supported. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_KEY_REUSED`: Idempotency-Key used for something else. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    seatTimeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description One dated performance of a concert.
                 * @example 3f2a91c07b5e4d18-9a0c21bb47f3
                 */
                scheduleId: string;
                /**
                 * @description The seat’s number.
                 * @example 12
                 */
                seat: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The story. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "scheduleId": "3f2a91c07b5e4d18-9a0c21bb47f3",
                     *       "seat": 12,
                     *       "items": [
                     *         {
                     *           "cursor": "42-0",
                     *           "type": "SeatHeld",
                     *           "at": "2027-02-01T11:00:03.120Z",
                     *           "entity": "schedule/3f2a91c07b5e4d18-9a0c21bb47f3",
                     *           "data": {
                     *             "reservationId": "3f2a91c07b5e4d18-9a0c21bb47f3-r-0b6c1d8e9f20412aa7c35be1d2f40896",
                     *             "userId": "8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10",
                     *             "seats": [
                     *               12,
                     *               13
                     *             ],
                     *             "amount": 100000,
                     *             "expiresAt": "2027-02-01T11:05:03.120Z"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** @description Oldest first. */
                        items: {
                            /**
                             * Format: date-time
                             * @description When it was recorded.
                             * @example 2027-02-01T11:00:03.120Z
                             */
                            at: string;
                            /**
                             * @description Its place in commit order.
                             * @example 42-0
                             */
                            cursor: string;
                            /** @description The event’s own members; times are RFC 3339. */
                            data: {
                                [key: string]: unknown;
                            };
                            /**
                             * @description Whose event it is: `kind/key`.
                             * @example schedule/3f2a91c07b5e4d18-9a0c21bb47f3
                             */
                            entity: string;
                            /** @example SeatHeld */
                            type: string;
                        }[];
                        /**
                         * @description One dated performance of a concert.
                         * @example 3f2a91c07b5e4d18-9a0c21bb47f3
                         */
                        scheduleId: string;
                        /** @example 12 */
                        seat: number;
                    };
                };
            };
            /** @description `VALIDATION_FAILED`: Request not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ADMIN_KEY_INVALID`: Admin key missing or wrong. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `SCHEDULE_NOT_FOUND`: No such schedule. `SEAT_NOT_FOUND`: No such seat. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    seeAdminSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "csrfToken": "5a0de8c1b2f3440f9b7c6a1d8e2f3b40",
                     *       "expiresAt": "2027-02-01T11:05:03.120Z"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description To be sent as X-CSRF-Token with everything but GET, while the cookie says who asks.
                         * @example 5a0de8c1b2f3440f9b7c6a1d8e2f3b40
                         */
                        csrfToken: string;
                        /**
                         * Format: date-time
                         * @description When the session is over.
                         * @example 2027-02-01T11:05:03.120Z
                         */
                        expiresAt: string;
                    };
                };
            };
            /** @description `ADMIN_KEY_INVALID`: Admin key missing or wrong. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openAdminSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "key": "tR4sB0x0ff1ceKey-of-at-least-32-characters"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description The admin key.
                     * @example tR4sB0x0ff1ceKey-of-at-least-32-characters
                     */
                    key: string;
                };
            };
        };
        responses: {
            /** @description The session; its cookie is set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "csrfToken": "5a0de8c1b2f3440f9b7c6a1d8e2f3b40",
                     *       "expiresAt": "2027-02-01T11:05:03.120Z"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description To be sent as X-CSRF-Token with everything but GET, while the cookie says who asks.
                         * @example 5a0de8c1b2f3440f9b7c6a1d8e2f3b40
                         */
                        csrfToken: string;
                        /**
                         * Format: date-time
                         * @description When the session is over.
                         * @example 2027-02-01T11:05:03.120Z
                         */
                        expiresAt: string;
                    };
                };
            };
            /** @description `VALIDATION_FAILED`: Request not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ADMIN_KEY_INVALID`: Admin key missing or wrong. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PAYLOAD_TOO_LARGE`: Request too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: Content type not supported. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    closeAdminSession: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The CSRF token of the session; only when its cookie says who asks, and not the admin key.
                 * @example 5a0de8c1b2f3440f9b7c6a1d8e2f3b40
                 */
                "X-CSRF-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `VALIDATION_FAILED`: Request not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `CSRF_TOKEN_INVALID`: CSRF token missing or wrong. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    seeStatistics: {
        parameters: {
            query?: {
                /**
                 * @description Only what was measured after this moment: `at` of the last item you have. Default: all that is kept.
                 * @example 2027-02-01T11:00:03.120Z
                 */
                since?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was measured. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "nodeId": "node-1",
                     *       "intervalMs": 1000,
                     *       "items": [
                     *         {
                     *           "at": "2027-02-01T11:00:03.120Z",
                     *           "requestsPerSecond": 812.4,
                     *           "p50Ms": 1.2,
                     *           "p99Ms": 9.8,
                     *           "refusals": {
                     *             "SEAT_UNAVAILABLE": 31.5
                     *           },
                     *           "commitsPerSecond": 240,
                     *           "recordsPerSecond": 655,
                     *           "commitP99Ms": 4.1,
                     *           "loopDelayP99Ms": 2.3,
                     *           "sockets": 104,
                     *           "ownedShards": 341,
                     *           "handOffs": 12,
                     *           "fences": 0
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description How far apart items are, ms. There is a gap where nobody looked, or nothing could be measured.
                         * @example 1000
                         */
                        intervalMs: number;
                        /** @description Oldest first. */
                        items: {
                            /**
                             * Format: date-time
                             * @description When it was measured.
                             * @example 2027-02-01T11:00:03.120Z
                             */
                            at: string;
                            /**
                             * @description 99 in a hundred took no longer; ms.
                             * @example 4.1
                             */
                            commitP99Ms: number;
                            /**
                             * @description Groups of records made durable.
                             * @example 240
                             */
                            commitsPerSecond: number;
                            /**
                             * @description Appends refused because another node had written the entity, since the start of the process.
                             * @example 0
                             */
                            fences: number;
                            /**
                             * @description Shards given to other nodes since the start of the process.
                             * @example 12
                             */
                            handOffs: number;
                            /**
                             * @description How long the event loop was held up, 99 in a hundred; ms.
                             * @example 2.3
                             */
                            loopDelayP99Ms: number;
                            /**
                             * @description Shards that the node owns; 0 when it is on its own.
                             * @example 341
                             */
                            ownedShards: number;
                            /**
                             * @description Half of them took no longer; ms.
                             * @example 1.2
                             */
                            p50Ms: number;
                            /**
                             * @description 99 in a hundred took no longer; ms.
                             * @example 9.8
                             */
                            p99Ms: number;
                            /**
                             * @description Records made durable.
                             * @example 655
                             */
                            recordsPerSecond: number;
                            /**
                             * @description Per second, by code; without those that nobody got.
                             * @example {
                             *       "SEAT_UNAVAILABLE": 31.5
                             *     }
                             */
                            refusals: {
                                [key: string]: number;
                            };
                            /**
                             * @description Answered requests, gRPC calls but streams, and what simulated fans asked.
                             * @example 812.4
                             */
                            requestsPerSecond: number;
                            /**
                             * @description Open live sockets.
                             * @example 104
                             */
                            sockets: number;
                        }[];
                        /**
                         * @description The node that answers; these are its own figures.
                         * @example node-1
                         */
                        nodeId: string;
                    };
                };
            };
            /** @description `VALIDATION_FAILED`: Request not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ADMIN_KEY_INVALID`: Admin key missing or wrong. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lookUpUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A UUID in lower case.
                 * @example 8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10
                 */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is known. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "userId": "8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10",
                     *       "balance": 400000,
                     *       "tokens": [],
                     *       "reservations": [],
                     *       "payments": [],
                     *       "transactions": []
                     *     }
                     */
                    "application/json": {
                        /** @example 400000 */
                        balance: number;
                        payments: {
                            /**
                             * @description What was paid.
                             * @example 100000
                             */
                            amount: number;
                            /**
                             * @description The balance after the payment; null unless COMPLETED.
                             * @example 400000
                             */
                            balance: number | null;
                            /**
                             * @description The concert.
                             * @example 3f2a91c07b5e4d18
                             */
                            concertId: string;
                            /**
                             * Format: date-time
                             * @description When it was completed.
                             * @example 2027-02-01T11:05:03.120Z
                             */
                            paidAt: string | null;
                            /**
                             * @description The payment.
                             * @example 3f2a91c07b5e4d18-9a0c21bb47f3-p-7e11c0ab53d94f6c8d20e4fa96b1c375
                             */
                            paymentId: string;
                            /**
                             * @description The record that a hold creates.
                             * @example 3f2a91c07b5e4d18-9a0c21bb47f3-r-0b6c1d8e9f20412aa7c35be1d2f40896
                             */
                            reservationId: string;
                            /**
                             * @description One dated performance of a concert.
                             * @example 3f2a91c07b5e4d18-9a0c21bb47f3
                             */
                            scheduleId: string;
                            seats: number[];
                            /**
                             * @example COMPLETED
                             * @enum {string}
                             */
                            status: "PENDING" | "COMPLETED" | "ABORTED";
                        }[];
                        reservations: {
                            /**
                             * @description Whether the seats are next to each other in one row.
                             * @example true
                             */
                            adjacent: boolean;
                            /**
                             * @description What paying costs.
                             * @example 100000
                             */
                            amount: number;
                            /**
                             * @description The concert.
                             * @example 3f2a91c07b5e4d18
                             */
                            concertId: string;
                            /**
                             * Format: date-time
                             * @description When the hold runs out.
                             * @example 2027-02-01T11:05:03.120Z
                             */
                            expiresAt: string;
                            /**
                             * @description The same as a number of seconds from now; 0 when the hold is over.
                             * @example 300
                             */
                            expiresInSeconds: number;
                            /**
                             * Format: date-time
                             * @description When the hold was made.
                             * @example 2027-02-01T11:00:03.120Z
                             */
                            heldAt: string;
                            /**
                             * @description The last payment tried, if any.
                             * @example null
                             */
                            paymentId: string | null;
                            /**
                             * @description The record that a hold creates.
                             * @example 3f2a91c07b5e4d18-9a0c21bb47f3-r-0b6c1d8e9f20412aa7c35be1d2f40896
                             */
                            reservationId: string;
                            /**
                             * @description One dated performance of a concert.
                             * @example 3f2a91c07b5e4d18-9a0c21bb47f3
                             */
                            scheduleId: string;
                            seats: number[];
                            /**
                             * @example HELD
                             * @enum {string}
                             */
                            status: "HELD" | "PAYING" | "CONFIRMED" | "EXPIRED" | "RELEASED" | "REFUNDED";
                        }[];
                        /** @description Live queue tokens. */
                        tokens: {
                            /**
                             * @description How many are before you; 0 unless WAITING.
                             * @example 811
                             */
                            ahead: number;
                            /**
                             * @description The concert.
                             * @example 3f2a91c07b5e4d18
                             */
                            concertId: string;
                            /**
                             * @description A guess from how fast the line has moved.
                             * @example 95
                             */
                            estimatedWaitSeconds: number;
                            /**
                             * Format: date-time
                             * @description When ACTIVE ends if you do nothing more; null otherwise.
                             * @example null
                             */
                            expiresAt: string | null;
                            /**
                             * Format: date-time
                             * @description When you got in line.
                             * @example 2027-02-01T11:00:03.120Z
                             */
                            issuedAt: string;
                            /**
                             * @description 1 = next; 0 unless WAITING.
                             * @example 812
                             */
                            position: number;
                            /**
                             * @description Why an EXPIRED token ended.
                             * @example INACTIVE
                             * @enum {string}
                             */
                            reason?: "PAID" | "LEFT" | "INACTIVE" | "SESSION" | "LOST" | "FORGOTTEN";
                            /**
                             * @description How soon to ask again.
                             * @example 5
                             */
                            refreshIntervalSeconds: number;
                            /**
                             * @description ACTIVE: it is your turn.
                             * @example WAITING
                             * @enum {string}
                             */
                            status: "WAITING" | "ACTIVE" | "EXPIRED";
                            /**
                             * @description A UUID in lower case.
                             * @example 8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10
                             */
                            userId: string;
                        }[];
                        transactions: {
                            /**
                             * @description Positive, whatever the type.
                             * @example 500000
                             */
                            amount: number;
                            /**
                             * Format: date-time
                             * @description When it happened.
                             * @example 2027-02-01T11:00:03.120Z
                             */
                            at: string;
                            /**
                             * @description The balance after it.
                             * @example 500000
                             */
                            balance: number;
                            /**
                             * @description The payment.
                             * @example 3f2a91c07b5e4d18-9a0c21bb47f3-p-7e11c0ab53d94f6c8d20e4fa96b1c375
                             */
                            paymentId?: string;
                            /** @example 5a0de8c1b2f3440f9b7c6a1d8e2f3b40 */
                            transactionId: string;
                            /**
                             * @example CHARGE
                             * @enum {string}
                             */
                            type: "CHARGE" | "USE" | "REFUND";
                            /**
                             * @description A UUID in lower case.
                             * @example 8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10
                             */
                            userId: string;
                        }[];
                        /**
                         * @description A UUID in lower case.
                         * @example 8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10
                         */
                        userId: string;
                    };
                };
            };
            /** @description `VALIDATION_FAILED`: Request not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ADMIN_KEY_INVALID`: Admin key missing or wrong. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `USER_NOT_FOUND`: No such user. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listConcerts: {
        parameters: {
            query?: {
                /**
                 * @description `next` of the page before.
                 * @example 40-0
                 */
                cursor?: string;
                /**
                 * @description Most items on the page, 1 to 100. Default: 50.
                 * @example 20
                 */
                limit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of concerts. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "concertId": "3f2a91c07b5e4d18",
                     *           "title": "Anime OST Night",
                     *           "onSale": true,
                     *           "schedules": [
                     *             {
                     *               "scheduleId": "3f2a91c07b5e4d18-9a0c21bb47f3",
                     *               "date": "2027-03-20",
                     *               "startsAt": "2027-03-20T10:00:00.000Z",
                     *               "timeZone": "Asia/Seoul",
                     *               "onSaleAt": null,
                     *               "salesCloseAt": "2027-03-20T10:00:00.000Z",
                     *               "totalSeats": 50
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        items: {
                            /**
                             * @description The concert.
                             * @example 3f2a91c07b5e4d18
                             */
                            concertId: string;
                            /**
                             * @description At least one of its schedules is on sale now.
                             * @example true
                             */
                            onSale: boolean;
                            schedules: {
                                /**
                                 * @description Local date in `timeZone`.
                                 * @example 2027-03-20
                                 */
                                date: string;
                                /**
                                 * Format: date-time
                                 * @description When sales open; null: they are open from the start.
                                 * @example null
                                 */
                                onSaleAt: string | null;
                                /**
                                 * Format: date-time
                                 * @description When sales close.
                                 * @example 2027-03-20T10:00:00.000Z
                                 */
                                salesCloseAt: string;
                                /**
                                 * @description One dated performance of a concert.
                                 * @example 3f2a91c07b5e4d18-9a0c21bb47f3
                                 */
                                scheduleId: string;
                                /**
                                 * Format: date-time
                                 * @description When the show starts.
                                 * @example 2027-03-20T10:00:00.000Z
                                 */
                                startsAt: string;
                                /**
                                 * @description IANA name.
                                 * @example Asia/Seoul
                                 */
                                timeZone: string;
                                /**
                                 * @description Seats in the hall.
                                 * @example 50
                                 */
                                totalSeats: number;
                            }[];
                            /** @example Anime OST Night */
                            title: string;
                        }[];
                        /** @description Send it back as `cursor` for the next page; null at the end. */
                        next: string | null;
                    };
                };
            };
            /** @description `VALIDATION_FAILED`: Request not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getConcert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The concert.
                 * @example 3f2a91c07b5e4d18
                 */
                concertId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The concert. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "concertId": "3f2a91c07b5e4d18",
                     *       "title": "Anime OST Night",
                     *       "onSale": true,
                     *       "waitingRoom": {
                     *         "waiting": 1893,
                     *         "active": 100,
                     *         "maxActive": 100,
                     *         "waitingTimeoutSeconds": 300,
                     *         "activeTimeoutSeconds": 600,
                     *         "sessionSeconds": 1800
                     *       },
                     *       "schedules": [
                     *         {
                     *           "scheduleId": "3f2a91c07b5e4d18-9a0c21bb47f3",
                     *           "date": "2027-03-20",
                     *           "startsAt": "2027-03-20T10:00:00.000Z",
                     *           "timeZone": "Asia/Seoul",
                     *           "onSaleAt": null,
                     *           "salesCloseAt": "2027-03-20T10:00:00.000Z",
                     *           "totalSeats": 50,
                     *           "onSale": true,
                     *           "availableSeats": 17,
                     *           "priceFrom": 50000,
                     *           "priceTo": 50000
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description The concert.
                         * @example 3f2a91c07b5e4d18
                         */
                        concertId: string;
                        /**
                         * @description At least one of its schedules is on sale now.
                         * @example true
                         */
                        onSale: boolean;
                        /** @description In order of their start. */
                        schedules: {
                            /**
                             * @description Seats nobody holds, booked or blocked.
                             * @example 17
                             */
                            availableSeats: number;
                            /**
                             * @description Local date in `timeZone`.
                             * @example 2027-03-20
                             */
                            date: string;
                            /**
                             * @description It can be reserved now.
                             * @example true
                             */
                            onSale: boolean;
                            /**
                             * Format: date-time
                             * @description When sales open; null: they are open from the start.
                             * @example null
                             */
                            onSaleAt: string | null;
                            /**
                             * @description Of the cheapest section.
                             * @example 50000
                             */
                            priceFrom: number;
                            /**
                             * @description Of the dearest section.
                             * @example 50000
                             */
                            priceTo: number;
                            /**
                             * Format: date-time
                             * @description When sales close.
                             * @example 2027-03-20T10:00:00.000Z
                             */
                            salesCloseAt: string;
                            /**
                             * @description One dated performance of a concert.
                             * @example 3f2a91c07b5e4d18-9a0c21bb47f3
                             */
                            scheduleId: string;
                            /**
                             * Format: date-time
                             * @description When the show starts.
                             * @example 2027-03-20T10:00:00.000Z
                             */
                            startsAt: string;
                            /**
                             * @description IANA name.
                             * @example Asia/Seoul
                             */
                            timeZone: string;
                            /**
                             * @description Seats in the hall.
                             * @example 50
                             */
                            totalSeats: number;
                        }[];
                        /** @example Anime OST Night */
                        title: string;
                        waitingRoom: {
                            /**
                             * @description Fans inside.
                             * @example 100
                             */
                            active: number;
                            /**
                             * @description A turn ends after this long without a guarded request.
                             * @example 600
                             */
                            activeTimeoutSeconds: number;
                            /**
                             * @description Most fans inside at once.
                             * @example 100
                             */
                            maxActive: number;
                            /**
                             * @description A turn ends after this long.
                             * @example 1800
                             */
                            sessionSeconds: number;
                            /**
                             * @description Fans in line.
                             * @example 1893
                             */
                            waiting: number;
                            /**
                             * @description A place in line is lost after this long without a sign of life.
                             * @example 300
                             */
                            waitingTimeoutSeconds: number;
                        };
                    };
                };
            };
            /** @description `VALIDATION_FAILED`: Request not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `CONCERT_NOT_FOUND`: No such concert. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPlace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description You are waiting. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "WAITING",
                     *       "position": 812,
                     *       "ahead": 811,
                     *       "estimatedWaitSeconds": 95,
                     *       "refreshIntervalSeconds": 5
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description How many are before you; 0 unless WAITING.
                         * @example 811
                         */
                        ahead: number;
                        /**
                         * @description A guess from how fast the line has moved.
                         * @example 95
                         */
                        estimatedWaitSeconds: number;
                        /**
                         * @description 1 = next; 0 unless WAITING.
                         * @example 812
                         */
                        position: number;
                        /**
                         * @description How soon to ask again.
                         * @example 5
                         */
                        refreshIntervalSeconds: number;
                        /**
                         * @description ACTIVE: it is your turn.
                         * @example WAITING
                         * @enum {string}
                         */
                        status: "WAITING" | "ACTIVE" | "EXPIRED";
                    };
                };
            };
            /** @description `QUEUE_TOKEN_REQUIRED`: Queue token missing. `TOKEN_NOT_WAITING`: Not in line. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ACCESS_TOKEN_INVALID`: Access token missing or invalid. `QUEUE_TOKEN_INVALID`: Queue token invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `QUEUE_TOKEN_MISMATCH`: Queue token for somebody or something else. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pay: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your own for this request: repeating it under the same key has one effect and gives the same answer.
                 * @example b7c1f9d2-charge-1
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reservationId": "3f2a91c07b5e4d18-9a0c21bb47f3-r-0b6c1d8e9f20412aa7c35be1d2f40896"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description The record that a hold creates.
                     * @example 3f2a91c07b5e4d18-9a0c21bb47f3-r-0b6c1d8e9f20412aa7c35be1d2f40896
                     */
                    reservationId: string;
                };
            };
        };
        responses: {
            /** @description Paid; the seats are yours. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "paymentId": "3f2a91c07b5e4d18-9a0c21bb47f3-p-7e11c0ab53d94f6c8d20e4fa96b1c375",
                     *       "reservationId": "3f2a91c07b5e4d18-9a0c21bb47f3-r-0b6c1d8e9f20412aa7c35be1d2f40896",
                     *       "scheduleId": "3f2a91c07b5e4d18-9a0c21bb47f3",
                     *       "concertId": "3f2a91c07b5e4d18",
                     *       "seats": [
                     *         12,
                     *         13
                     *       ],
                     *       "amount": 100000,
                     *       "balance": 400000,
                     *       "status": "COMPLETED",
                     *       "paidAt": "2027-02-01T11:05:03.120Z"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description What was paid.
                         * @example 100000
                         */
                        amount: number;
                        /**
                         * @description The balance after the payment; null unless COMPLETED.
                         * @example 400000
                         */
                        balance: number | null;
                        /**
                         * @description The concert.
                         * @example 3f2a91c07b5e4d18
                         */
                        concertId: string;
                        /**
                         * Format: date-time
                         * @description When it was completed.
                         * @example 2027-02-01T11:05:03.120Z
                         */
                        paidAt: string | null;
                        /**
                         * @description The payment.
                         * @example 3f2a91c07b5e4d18-9a0c21bb47f3-p-7e11c0ab53d94f6c8d20e4fa96b1c375
                         */
                        paymentId: string;
                        /**
                         * @description The record that a hold creates.
                         * @example 3f2a91c07b5e4d18-9a0c21bb47f3-r-0b6c1d8e9f20412aa7c35be1d2f40896
                         */
                        reservationId: string;
                        /**
                         * @description One dated performance of a concert.
                         * @example 3f2a91c07b5e4d18-9a0c21bb47f3
                         */
                        scheduleId: string;
                        seats: number[];
                        /**
                         * @example COMPLETED
                         * @enum {string}
                         */
                        status: "PENDING" | "COMPLETED" | "ABORTED";
                    };
                };
            };
            /** @description `QUEUE_TOKEN_REQUIRED`: Queue token missing. `VALIDATION_FAILED`: Request not valid. `INSUFFICIENT_POINTS`: Not enough points. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ACCESS_TOKEN_INVALID`: Access token missing or invalid. `QUEUE_TOKEN_INVALID`: Queue token invalid. `QUEUE_TOKEN_EXPIRED`: Your turn has ended. `QUEUE_TOKEN_NOT_ACTIVE`: Not your turn yet. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `QUEUE_TOKEN_MISMATCH`: Queue token for somebody or something else. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RESERVATION_NOT_FOUND`: No such reservation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `HOLD_EXPIRED`: The hold has run out. `PAYMENT_ABORTED`: The payment was not completed. `IDEMPOTENCY_IN_PROGRESS`: Still working on it. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PAYLOAD_TOO_LARGE`: Request too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: Content type not supported. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_KEY_REUSED`: Idempotency-Key used for something else. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPayment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The payment.
                 * @example 3f2a91c07b5e4d18-9a0c21bb47f3-p-7e11c0ab53d94f6c8d20e4fa96b1c375
                 */
                paymentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The payment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "paymentId": "3f2a91c07b5e4d18-9a0c21bb47f3-p-7e11c0ab53d94f6c8d20e4fa96b1c375",
                     *       "reservationId": "3f2a91c07b5e4d18-9a0c21bb47f3-r-0b6c1d8e9f20412aa7c35be1d2f40896",
                     *       "scheduleId": "3f2a91c07b5e4d18-9a0c21bb47f3",
                     *       "concertId": "3f2a91c07b5e4d18",
                     *       "seats": [
                     *         12,
                     *         13
                     *       ],
                     *       "amount": 100000,
                     *       "balance": 400000,
                     *       "status": "COMPLETED",
                     *       "paidAt": "2027-02-01T11:05:03.120Z"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description What was paid.
                         * @example 100000
                         */
                        amount: number;
                        /**
                         * @description The balance after the payment; null unless COMPLETED.
                         * @example 400000
                         */
                        balance: number | null;
                        /**
                         * @description The concert.
                         * @example 3f2a91c07b5e4d18
                         */
                        concertId: string;
                        /**
                         * Format: date-time
                         * @description When it was completed.
                         * @example 2027-02-01T11:05:03.120Z
                         */
                        paidAt: string | null;
                        /**
                         * @description The payment.
                         * @example 3f2a91c07b5e4d18-9a0c21bb47f3-p-7e11c0ab53d94f6c8d20e4fa96b1c375
                         */
                        paymentId: string;
                        /**
                         * @description The record that a hold creates.
                         * @example 3f2a91c07b5e4d18-9a0c21bb47f3-r-0b6c1d8e9f20412aa7c35be1d2f40896
                         */
                        reservationId: string;
                        /**
                         * @description One dated performance of a concert.
                         * @example 3f2a91c07b5e4d18-9a0c21bb47f3
                         */
                        scheduleId: string;
                        seats: number[];
                        /**
                         * @example COMPLETED
                         * @enum {string}
                         */
                        status: "PENDING" | "COMPLETED" | "ABORTED";
                    };
                };
            };
            /** @description `VALIDATION_FAILED`: Request not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ACCESS_TOKEN_INVALID`: Access token missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PAYMENT_NOT_FOUND`: No such payment. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    watchQueue: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Switching to the WebSocket protocol. */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `ORIGIN_NOT_ALLOWED`: the page’s origin is not one the service is configured for. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `VALIDATION_FAILED`: this is no WebSocket handshake. */
            426: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `RATE_LIMITED`: too many handshakes. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `OVERLOADED`: the node is too busy for another socket right now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listDates: {
        parameters: {
            query?: {
                /**
                 * @description The concert.
                 * @example 3f2a91c07b5e4d18
                 */
                concertId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Dates with what is left. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "concertId": "3f2a91c07b5e4d18",
                     *       "dates": [
                     *         {
                     *           "scheduleId": "3f2a91c07b5e4d18-9a0c21bb47f3",
                     *           "date": "2027-03-20",
                     *           "startsAt": "2027-03-20T10:00:00.000Z",
                     *           "timeZone": "Asia/Seoul",
                     *           "totalSeats": 50,
                     *           "availableSeats": 17
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description The concert.
                         * @example 3f2a91c07b5e4d18
                         */
                        concertId: string;
                        /** @description Schedules on sale now, in order of their start. */
                        dates: {
                            /**
                             * @description Seats nobody holds, booked or blocked.
                             * @example 17
                             */
                            availableSeats: number;
                            /**
                             * @description Local date in `timeZone`.
                             * @example 2027-03-20
                             */
                            date: string;
                            /**
                             * @description One dated performance of a concert.
                             * @example 3f2a91c07b5e4d18-9a0c21bb47f3
                             */
                            scheduleId: string;
                            /**
                             * Format: date-time
                             * @description When the show starts.
                             * @example 2027-03-20T10:00:00.000Z
                             */
                            startsAt: string;
                            /** @example Asia/Seoul */
                            timeZone: string;
                            /**
                             * @description Seats in the hall.
                             * @example 50
                             */
                            totalSeats: number;
                        }[];
                    };
                };
            };
            /** @description `QUEUE_TOKEN_REQUIRED`: Queue token missing. `VALIDATION_FAILED`: Request not valid. `INVALID_SCHEDULE`: Not a valid schedule. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ACCESS_TOKEN_INVALID`: Access token missing or invalid. `QUEUE_TOKEN_INVALID`: Queue token invalid. `QUEUE_TOKEN_EXPIRED`: Your turn has ended. `QUEUE_TOKEN_NOT_ACTIVE`: Not your turn yet. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `QUEUE_TOKEN_MISMATCH`: Queue token for somebody or something else. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listReservations: {
        parameters: {
            query: {
                /**
                 * @description `next` of the page before.
                 * @example 40-0
                 */
                cursor?: string;
                /**
                 * @description Most items on the page, 1 to 100. Default: 50.
                 * @example 20
                 */
                limit?: string;
                /**
                 * @description One dated performance of a concert.
                 * @example 3f2a91c07b5e4d18-9a0c21bb47f3
                 */
                scheduleId: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Your reservations. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "reservationId": "3f2a91c07b5e4d18-9a0c21bb47f3-r-0b6c1d8e9f20412aa7c35be1d2f40896",
                     *           "scheduleId": "3f2a91c07b5e4d18-9a0c21bb47f3",
                     *           "concertId": "3f2a91c07b5e4d18",
                     *           "seats": [
                     *             12,
                     *             13
                     *           ],
                     *           "adjacent": true,
                     *           "amount": 100000,
                     *           "status": "HELD",
                     *           "heldAt": "2027-02-01T11:00:03.120Z",
                     *           "expiresAt": "2027-02-01T11:05:03.120Z",
                     *           "expiresInSeconds": 300,
                     *           "paymentId": null
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        items: {
                            /**
                             * @description Whether the seats are next to each other in one row.
                             * @example true
                             */
                            adjacent: boolean;
                            /**
                             * @description What paying costs.
                             * @example 100000
                             */
                            amount: number;
                            /**
                             * @description The concert.
                             * @example 3f2a91c07b5e4d18
                             */
                            concertId: string;
                            /**
                             * Format: date-time
                             * @description When the hold runs out.
                             * @example 2027-02-01T11:05:03.120Z
                             */
                            expiresAt: string;
                            /**
                             * @description The same as a number of seconds from now; 0 when the hold is over.
                             * @example 300
                             */
                            expiresInSeconds: number;
                            /**
                             * Format: date-time
                             * @description When the hold was made.
                             * @example 2027-02-01T11:00:03.120Z
                             */
                            heldAt: string;
                            /**
                             * @description The last payment tried, if any.
                             * @example null
                             */
                            paymentId: string | null;
                            /**
                             * @description The record that a hold creates.
                             * @example 3f2a91c07b5e4d18-9a0c21bb47f3-r-0b6c1d8e9f20412aa7c35be1d2f40896
                             */
                            reservationId: string;
                            /**
                             * @description One dated performance of a concert.
                             * @example 3f2a91c07b5e4d18-9a0c21bb47f3
                             */
                            scheduleId: string;
                            seats: number[];
                            /**
                             * @example HELD
                             * @enum {string}
                             */
                            status: "HELD" | "PAYING" | "CONFIRMED" | "EXPIRED" | "RELEASED" | "REFUNDED";
                        }[];
                        /** @description Send it back as `cursor` for the next page; null at the end. */
                        next: string | null;
                    };
                };
            };
            /** @description `VALIDATION_FAILED`: Request not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ACCESS_TOKEN_INVALID`: Access token missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `SCHEDULE_NOT_FOUND`: No such schedule. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    holdSeats: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your own for this request: repeating it under the same key has one effect and gives the same answer.
                 * @example b7c1f9d2-charge-1
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description Either `seats` or `bestAvailable`. */
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description The best free seats, instead of `seats`.
                     * @example {
                     *       "count": 2,
                     *       "section": "A"
                     *     }
                     */
                    bestAvailable?: {
                        /**
                         * @description How many seats.
                         * @example 2
                         */
                        count: number;
                        /**
                         * @description The name of a section. Default: any.
                         * @example A
                         */
                        section?: string;
                    };
                    /**
                     * @description One dated performance of a concert.
                     * @example 3f2a91c07b5e4d18-9a0c21bb47f3
                     */
                    scheduleId: string;
                    /**
                     * @description The seats you want, instead of `bestAvailable`.
                     * @example [
                     *       12,
                     *       13
                     *     ]
                     */
                    seats?: number[];
                };
            };
        };
        responses: {
            /** @description The seats are held for you. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "reservationId": "3f2a91c07b5e4d18-9a0c21bb47f3-r-0b6c1d8e9f20412aa7c35be1d2f40896",
                     *       "scheduleId": "3f2a91c07b5e4d18-9a0c21bb47f3",
                     *       "concertId": "3f2a91c07b5e4d18",
                     *       "seats": [
                     *         12,
                     *         13
                     *       ],
                     *       "adjacent": true,
                     *       "amount": 100000,
                     *       "status": "HELD",
                     *       "heldAt": "2027-02-01T11:00:03.120Z",
                     *       "expiresAt": "2027-02-01T11:05:03.120Z",
                     *       "expiresInSeconds": 300,
                     *       "paymentId": null
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the seats are next to each other in one row.
                         * @example true
                         */
                        adjacent: boolean;
                        /**
                         * @description What paying costs.
                         * @example 100000
                         */
                        amount: number;
                        /**
                         * @description The concert.
                         * @example 3f2a91c07b5e4d18
                         */
                        concertId: string;
                        /**
                         * Format: date-time
                         * @description When the hold runs out.
                         * @example 2027-02-01T11:05:03.120Z
                         */
                        expiresAt: string;
                        /**
                         * @description The same as a number of seconds from now; 0 when the hold is over.
                         * @example 300
                         */
                        expiresInSeconds: number;
                        /**
                         * Format: date-time
                         * @description When the hold was made.
                         * @example 2027-02-01T11:00:03.120Z
                         */
                        heldAt: string;
                        /**
                         * @description The last payment tried, if any.
                         * @example null
                         */
                        paymentId: string | null;
                        /**
                         * @description The record that a hold creates.
                         * @example 3f2a91c07b5e4d18-9a0c21bb47f3-r-0b6c1d8e9f20412aa7c35be1d2f40896
                         */
                        reservationId: string;
                        /**
                         * @description One dated performance of a concert.
                         * @example 3f2a91c07b5e4d18-9a0c21bb47f3
                         */
                        scheduleId: string;
                        seats: number[];
                        /**
                         * @example HELD
                         * @enum {string}
                         */
                        status: "HELD" | "PAYING" | "CONFIRMED" | "EXPIRED" | "RELEASED" | "REFUNDED";
                    };
                };
            };
            /** @description `QUEUE_TOKEN_REQUIRED`: Queue token missing. `VALIDATION_FAILED`: Request not valid. `SEAT_UNAVAILABLE`: Seat not available. `SEAT_NOT_FOUND`: No such seat. `TOO_MANY_SEATS`: Too many seats. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ACCESS_TOKEN_INVALID`: Access token missing or invalid. `QUEUE_TOKEN_INVALID`: Queue token invalid. `QUEUE_TOKEN_EXPIRED`: Your turn has ended. `QUEUE_TOKEN_NOT_ACTIVE`: Not your turn yet. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `QUEUE_TOKEN_MISMATCH`: Queue token for somebody or something else. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `SCHEDULE_NOT_FOUND`: No such schedule. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `SALES_CLOSED`: Not on sale. `IDEMPOTENCY_IN_PROGRESS`: Still working on it. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PAYLOAD_TOO_LARGE`: Request too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: Content type not supported. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_KEY_REUSED`: Idempotency-Key used for something else. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReservation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The record that a hold creates.
                 * @example 3f2a91c07b5e4d18-9a0c21bb47f3-r-0b6c1d8e9f20412aa7c35be1d2f40896
                 */
                reservationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The reservation. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "reservationId": "3f2a91c07b5e4d18-9a0c21bb47f3-r-0b6c1d8e9f20412aa7c35be1d2f40896",
                     *       "scheduleId": "3f2a91c07b5e4d18-9a0c21bb47f3",
                     *       "concertId": "3f2a91c07b5e4d18",
                     *       "seats": [
                     *         12,
                     *         13
                     *       ],
                     *       "adjacent": true,
                     *       "amount": 100000,
                     *       "status": "HELD",
                     *       "heldAt": "2027-02-01T11:00:03.120Z",
                     *       "expiresAt": "2027-02-01T11:05:03.120Z",
                     *       "expiresInSeconds": 300,
                     *       "paymentId": null
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Whether the seats are next to each other in one row.
                         * @example true
                         */
                        adjacent: boolean;
                        /**
                         * @description What paying costs.
                         * @example 100000
                         */
                        amount: number;
                        /**
                         * @description The concert.
                         * @example 3f2a91c07b5e4d18
                         */
                        concertId: string;
                        /**
                         * Format: date-time
                         * @description When the hold runs out.
                         * @example 2027-02-01T11:05:03.120Z
                         */
                        expiresAt: string;
                        /**
                         * @description The same as a number of seconds from now; 0 when the hold is over.
                         * @example 300
                         */
                        expiresInSeconds: number;
                        /**
                         * Format: date-time
                         * @description When the hold was made.
                         * @example 2027-02-01T11:00:03.120Z
                         */
                        heldAt: string;
                        /**
                         * @description The last payment tried, if any.
                         * @example null
                         */
                        paymentId: string | null;
                        /**
                         * @description The record that a hold creates.
                         * @example 3f2a91c07b5e4d18-9a0c21bb47f3-r-0b6c1d8e9f20412aa7c35be1d2f40896
                         */
                        reservationId: string;
                        /**
                         * @description One dated performance of a concert.
                         * @example 3f2a91c07b5e4d18-9a0c21bb47f3
                         */
                        scheduleId: string;
                        seats: number[];
                        /**
                         * @example HELD
                         * @enum {string}
                         */
                        status: "HELD" | "PAYING" | "CONFIRMED" | "EXPIRED" | "RELEASED" | "REFUNDED";
                    };
                };
            };
            /** @description `VALIDATION_FAILED`: Request not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ACCESS_TOKEN_INVALID`: Access token missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RESERVATION_NOT_FOUND`: No such reservation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    releaseReservation: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your own for this request: repeating it under the same key has one effect and gives the same answer.
                 * @example b7c1f9d2-charge-1
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The record that a hold creates.
                 * @example 3f2a91c07b5e4d18-9a0c21bb47f3-r-0b6c1d8e9f20412aa7c35be1d2f40896
                 */
                reservationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The seats are free. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `VALIDATION_FAILED`: Request not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ACCESS_TOKEN_INVALID`: Access token missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RESERVATION_NOT_FOUND`: No such reservation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `NOT_HELD`: Not a held reservation. `IDEMPOTENCY_IN_PROGRESS`: Still working on it. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_KEY_REUSED`: Idempotency-Key used for something else. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description One dated performance of a concert.
                 * @example 3f2a91c07b5e4d18-9a0c21bb47f3
                 */
                scheduleId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The schedule. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "scheduleId": "3f2a91c07b5e4d18-9a0c21bb47f3",
                     *       "concertId": "3f2a91c07b5e4d18",
                     *       "concertTitle": "Anime OST Night",
                     *       "date": "2027-03-20",
                     *       "startsAt": "2027-03-20T10:00:00.000Z",
                     *       "timeZone": "Asia/Seoul",
                     *       "onSaleAt": null,
                     *       "salesCloseAt": "2027-03-20T10:00:00.000Z",
                     *       "totalSeats": 8,
                     *       "holdSeconds": 300,
                     *       "maxSeatsPerUser": 4,
                     *       "sections": [
                     *         {
                     *           "name": "Floor",
                     *           "price": 90000,
                     *           "rows": [
                     *             {
                     *               "name": "A",
                     *               "seats": 4
                     *             },
                     *             {
                     *               "name": "B",
                     *               "seats": 4
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description The concert.
                         * @example 3f2a91c07b5e4d18
                         */
                        concertId: string;
                        /** @example Anime OST Night */
                        concertTitle: string;
                        /**
                         * @description Local date in `timeZone`.
                         * @example 2027-03-20
                         */
                        date: string;
                        /**
                         * @description How long a hold lasts.
                         * @example 300
                         */
                        holdSeconds: number;
                        /**
                         * @description Held and booked together; 0 = no cap.
                         * @example 4
                         */
                        maxSeatsPerUser: number;
                        /**
                         * Format: date-time
                         * @description When sales open; null: they are open from the start.
                         * @example null
                         */
                        onSaleAt: string | null;
                        /**
                         * Format: date-time
                         * @description When sales close.
                         * @example 2027-03-20T10:00:00.000Z
                         */
                        salesCloseAt: string;
                        /**
                         * @description One dated performance of a concert.
                         * @example 3f2a91c07b5e4d18-9a0c21bb47f3
                         */
                        scheduleId: string;
                        /** @description Seats are numbered from 1 through all sections and rows in order. */
                        sections: {
                            /** @example Floor */
                            name: string;
                            /**
                             * @description Points per seat.
                             * @example 90000
                             */
                            price: number;
                            rows: {
                                /** @example A */
                                name: string;
                                /**
                                 * @description How many.
                                 * @example 20
                                 */
                                seats: number;
                            }[];
                        }[];
                        /**
                         * Format: date-time
                         * @description When the show starts.
                         * @example 2027-03-20T10:00:00.000Z
                         */
                        startsAt: string;
                        /**
                         * @description IANA name.
                         * @example Asia/Seoul
                         */
                        timeZone: string;
                        /**
                         * @description Seats in the hall.
                         * @example 8
                         */
                        totalSeats: number;
                    };
                };
            };
            /** @description `VALIDATION_FAILED`: Request not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `SCHEDULE_NOT_FOUND`: No such schedule. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    watchSeats: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description As `GET /api/v1/concerts` lists it.
                 * @example 3f2a91c07b5e4d18-9a0c21bb47f3
                 */
                scheduleId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Switching to the WebSocket protocol. */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `ORIGIN_NOT_ALLOWED`: the page’s origin is not one the service is configured for. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `VALIDATION_FAILED`: this is no WebSocket handshake. */
            426: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `RATE_LIMITED`: too many handshakes. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `OVERLOADED`: the node is too busy for another socket right now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listSeats: {
        parameters: {
            query?: {
                /**
                 * @description The concert.
                 * @example 3f2a91c07b5e4d18
                 */
                concertId?: string;
                /**
                 * @description Local date of the schedule.
                 * @example 2027-03-20
                 */
                date?: string;
                /**
                 * @description One dated performance of a concert.
                 * @example 3f2a91c07b5e4d18-9a0c21bb47f3
                 */
                scheduleId?: string;
                /** @example AVAILABLE */
                status?: "AVAILABLE" | "HELD" | "BOOKED" | "BLOCKED";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The seat map. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "scheduleId": "3f2a91c07b5e4d18-9a0c21bb47f3",
                     *       "version": 241,
                     *       "seats": [
                     *         {
                     *           "seat": 1,
                     *           "section": "A",
                     *           "row": "1",
                     *           "status": "BOOKED",
                     *           "price": 50000
                     *         },
                     *         {
                     *           "seat": 12,
                     *           "section": "A",
                     *           "row": "1",
                     *           "status": "HELD",
                     *           "price": 50000,
                     *           "mine": true
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description One dated performance of a concert.
                         * @example 3f2a91c07b5e4d18-9a0c21bb47f3
                         */
                        scheduleId: string;
                        seats: {
                            /**
                             * @description Present and true on seats you hold or own.
                             * @example true
                             */
                            mine?: boolean;
                            /**
                             * @description Points.
                             * @example 50000
                             */
                            price: number;
                            /** @example 1 */
                            row: string;
                            /**
                             * @description Numbered from 1 through all sections and rows.
                             * @example 12
                             */
                            seat: number;
                            /** @example A */
                            section: string;
                            /**
                             * @example AVAILABLE
                             * @enum {string}
                             */
                            status: "AVAILABLE" | "HELD" | "BOOKED" | "BLOCKED";
                        }[];
                        /**
                         * @description Grows with every change of any seat.
                         * @example 241
                         */
                        version: number;
                    };
                };
            };
            /** @description `QUEUE_TOKEN_REQUIRED`: Queue token missing. `VALIDATION_FAILED`: Request not valid. `INVALID_SCHEDULE`: Not a valid schedule. `SCHEDULE_AMBIGUOUS`: More than one schedule on that date. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ACCESS_TOKEN_INVALID`: Access token missing or invalid. `QUEUE_TOKEN_INVALID`: Queue token invalid. `QUEUE_TOKEN_EXPIRED`: Your turn has ended. `QUEUE_TOKEN_NOT_ACTIVE`: Not your turn yet. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `QUEUE_TOKEN_MISMATCH`: Queue token for somebody or something else. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    seeService: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The facts; they change only with a restart. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "Frontrow",
                     *       "version": "0.1.0",
                     *       "guests": true,
                     *       "selfCharge": true,
                     *       "maxPoints": 10000000,
                     *       "signInUrl": null,
                     *       "demo": true
                     *     }
                     */
                    "application/json": {
                        /** @description Whether this is a demo: operators may start a simulated sale. */
                        demo: boolean;
                        /** @description Whether POST /api/v1/users makes guest accounts; otherwise users sign in elsewhere. */
                        guests: boolean;
                        /**
                         * @description Largest balance that a charge may lead to.
                         * @example 10000000
                         */
                        maxPoints: number;
                        /**
                         * @description What the place calls itself.
                         * @example Frontrow
                         */
                        name: string;
                        /** @description Whether fans charge their own wallets. */
                        selfCharge: boolean;
                        /**
                         * Format: uri
                         * @description Where users sign in when there are no guests. It is told the page to come back to as `returnTo`, and comes back with `#access_token=`.
                         */
                        signInUrl: string | null;
                        /**
                         * @description Of the program.
                         * @example 0.1.0
                         */
                        version: string;
                    };
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getToken: {
        parameters: {
            query?: {
                /**
                 * @description The concert.
                 * @example 3f2a91c07b5e4d18
                 */
                concertId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Your queue token. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "token": "eyJ0eXAiOi…",
                     *       "userId": "8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10",
                     *       "concertId": "3f2a91c07b5e4d18",
                     *       "status": "WAITING",
                     *       "position": 812,
                     *       "ahead": 811,
                     *       "estimatedWaitSeconds": 95,
                     *       "refreshIntervalSeconds": 5,
                     *       "issuedAt": "2027-02-01T11:00:03.120Z",
                     *       "expiresAt": null
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description How many are before you; 0 unless WAITING.
                         * @example 811
                         */
                        ahead: number;
                        /**
                         * @description The concert.
                         * @example 3f2a91c07b5e4d18
                         */
                        concertId: string;
                        /**
                         * @description A guess from how fast the line has moved.
                         * @example 95
                         */
                        estimatedWaitSeconds: number;
                        /**
                         * Format: date-time
                         * @description When ACTIVE ends if you do nothing more; null otherwise.
                         * @example null
                         */
                        expiresAt: string | null;
                        /**
                         * Format: date-time
                         * @description When you got in line.
                         * @example 2027-02-01T11:00:03.120Z
                         */
                        issuedAt: string;
                        /**
                         * @description 1 = next; 0 unless WAITING.
                         * @example 812
                         */
                        position: number;
                        /**
                         * @description Why an EXPIRED token ended.
                         * @example INACTIVE
                         * @enum {string}
                         */
                        reason?: "PAID" | "LEFT" | "INACTIVE" | "SESSION" | "LOST" | "FORGOTTEN";
                        /**
                         * @description How soon to ask again.
                         * @example 5
                         */
                        refreshIntervalSeconds: number;
                        /**
                         * @description ACTIVE: it is your turn.
                         * @example WAITING
                         * @enum {string}
                         */
                        status: "WAITING" | "ACTIVE" | "EXPIRED";
                        /**
                         * @description Send it in the header `Queue-Token`.
                         * @example eyJ0eXAiOi…
                         */
                        token: string;
                        /**
                         * @description A UUID in lower case.
                         * @example 8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10
                         */
                        userId: string;
                    };
                };
            };
            /** @description `VALIDATION_FAILED`: Request not valid. `CONCERT_NOT_FOUND`: No such concert. `CONCERT_REQUIRED`: Name the concert. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ACCESS_TOKEN_INVALID`: Access token missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createToken: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your own for this request: repeating it under the same key has one effect and gives the same answer.
                 * @example b7c1f9d2-charge-1
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "concertId": "3f2a91c07b5e4d18"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description The concert.
                     * @example 3f2a91c07b5e4d18
                     */
                    concertId?: string;
                };
            };
        };
        responses: {
            /** @description Your queue token. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "token": "eyJ0eXAiOi…",
                     *       "userId": "8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10",
                     *       "concertId": "3f2a91c07b5e4d18",
                     *       "status": "WAITING",
                     *       "position": 812,
                     *       "ahead": 811,
                     *       "estimatedWaitSeconds": 95,
                     *       "refreshIntervalSeconds": 5,
                     *       "issuedAt": "2027-02-01T11:00:03.120Z",
                     *       "expiresAt": null
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description How many are before you; 0 unless WAITING.
                         * @example 811
                         */
                        ahead: number;
                        /**
                         * @description The concert.
                         * @example 3f2a91c07b5e4d18
                         */
                        concertId: string;
                        /**
                         * @description A guess from how fast the line has moved.
                         * @example 95
                         */
                        estimatedWaitSeconds: number;
                        /**
                         * Format: date-time
                         * @description When ACTIVE ends if you do nothing more; null otherwise.
                         * @example null
                         */
                        expiresAt: string | null;
                        /**
                         * Format: date-time
                         * @description When you got in line.
                         * @example 2027-02-01T11:00:03.120Z
                         */
                        issuedAt: string;
                        /**
                         * @description 1 = next; 0 unless WAITING.
                         * @example 812
                         */
                        position: number;
                        /**
                         * @description Why an EXPIRED token ended.
                         * @example INACTIVE
                         * @enum {string}
                         */
                        reason?: "PAID" | "LEFT" | "INACTIVE" | "SESSION" | "LOST" | "FORGOTTEN";
                        /**
                         * @description How soon to ask again.
                         * @example 5
                         */
                        refreshIntervalSeconds: number;
                        /**
                         * @description ACTIVE: it is your turn.
                         * @example WAITING
                         * @enum {string}
                         */
                        status: "WAITING" | "ACTIVE" | "EXPIRED";
                        /**
                         * @description Send it in the header `Queue-Token`.
                         * @example eyJ0eXAiOi…
                         */
                        token: string;
                        /**
                         * @description A UUID in lower case.
                         * @example 8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10
                         */
                        userId: string;
                    };
                };
            };
            /** @description `VALIDATION_FAILED`: Request not valid. `CONCERT_NOT_FOUND`: No such concert. `CONCERT_REQUIRED`: Name the concert. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ACCESS_TOKEN_INVALID`: Access token missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_IN_PROGRESS`: Still working on it. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PAYLOAD_TOO_LARGE`: Request too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: Content type not supported. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_KEY_REUSED`: Idempotency-Key used for something else. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCurrentToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "token": "eyJ0eXAiOi…",
                     *       "userId": "8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10",
                     *       "concertId": "3f2a91c07b5e4d18",
                     *       "status": "WAITING",
                     *       "position": 812,
                     *       "ahead": 811,
                     *       "estimatedWaitSeconds": 95,
                     *       "refreshIntervalSeconds": 5,
                     *       "issuedAt": "2027-02-01T11:00:03.120Z",
                     *       "expiresAt": null
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description How many are before you; 0 unless WAITING.
                         * @example 811
                         */
                        ahead: number;
                        /**
                         * @description The concert.
                         * @example 3f2a91c07b5e4d18
                         */
                        concertId: string;
                        /**
                         * @description A guess from how fast the line has moved.
                         * @example 95
                         */
                        estimatedWaitSeconds: number;
                        /**
                         * Format: date-time
                         * @description When ACTIVE ends if you do nothing more; null otherwise.
                         * @example null
                         */
                        expiresAt: string | null;
                        /**
                         * Format: date-time
                         * @description When you got in line.
                         * @example 2027-02-01T11:00:03.120Z
                         */
                        issuedAt: string;
                        /**
                         * @description 1 = next; 0 unless WAITING.
                         * @example 812
                         */
                        position: number;
                        /**
                         * @description Why an EXPIRED token ended.
                         * @example INACTIVE
                         * @enum {string}
                         */
                        reason?: "PAID" | "LEFT" | "INACTIVE" | "SESSION" | "LOST" | "FORGOTTEN";
                        /**
                         * @description How soon to ask again.
                         * @example 5
                         */
                        refreshIntervalSeconds: number;
                        /**
                         * @description ACTIVE: it is your turn.
                         * @example WAITING
                         * @enum {string}
                         */
                        status: "WAITING" | "ACTIVE" | "EXPIRED";
                        /**
                         * @description Send it in the header `Queue-Token`.
                         * @example eyJ0eXAiOi…
                         */
                        token: string;
                        /**
                         * @description A UUID in lower case.
                         * @example 8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10
                         */
                        userId: string;
                    };
                };
            };
            /** @description `QUEUE_TOKEN_REQUIRED`: Queue token missing. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ACCESS_TOKEN_INVALID`: Access token missing or invalid. `QUEUE_TOKEN_INVALID`: Queue token invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `QUEUE_TOKEN_MISMATCH`: Queue token for somebody or something else. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    leave: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your own for this request: repeating it under the same key has one effect and gives the same answer.
                 * @example b7c1f9d2-charge-1
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description You have left. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `QUEUE_TOKEN_REQUIRED`: Queue token missing. `VALIDATION_FAILED`: Request not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ACCESS_TOKEN_INVALID`: Access token missing or invalid. `QUEUE_TOKEN_INVALID`: Queue token invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `QUEUE_TOKEN_MISMATCH`: Queue token for somebody or something else. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_IN_PROGRESS`: Still working on it. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_KEY_REUSED`: Idempotency-Key used for something else. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Nothing, or `{}`. */
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The account. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "userId": "8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10",
                     *       "accessToken": "eyJhbGciOi…",
                     *       "expiresAt": "2027-02-01T11:05:03.120Z"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Send it as `Authorization: Bearer <access token>`.
                         * @example eyJhbGciOi…
                         */
                        accessToken: string;
                        /**
                         * Format: date-time
                         * @description When the access token ends; renew it before.
                         * @example 2027-02-01T11:05:03.120Z
                         */
                        expiresAt: string;
                        /**
                         * @description A UUID in lower case.
                         * @example 8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10
                         */
                        userId: string;
                    };
                };
            };
            /** @description `VALIDATION_FAILED`: Request not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PAYLOAD_TOO_LARGE`: Request too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: Content type not supported. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPayments: {
        parameters: {
            query?: {
                /**
                 * @description `next` of the page before.
                 * @example 40-0
                 */
                cursor?: string;
                /**
                 * @description Most items on the page, 1 to 100. Default: 50.
                 * @example 20
                 */
                limit?: string;
            };
            header?: never;
            path: {
                /**
                 * @description A UUID in lower case.
                 * @example 8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10
                 */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of payments. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "paymentId": "3f2a91c07b5e4d18-9a0c21bb47f3-p-7e11c0ab53d94f6c8d20e4fa96b1c375",
                     *           "reservationId": "3f2a91c07b5e4d18-9a0c21bb47f3-r-0b6c1d8e9f20412aa7c35be1d2f40896",
                     *           "scheduleId": "3f2a91c07b5e4d18-9a0c21bb47f3",
                     *           "concertId": "3f2a91c07b5e4d18",
                     *           "seats": [
                     *             12,
                     *             13
                     *           ],
                     *           "amount": 100000,
                     *           "balance": 400000,
                     *           "status": "COMPLETED",
                     *           "paidAt": "2027-02-01T11:05:03.120Z"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        items: {
                            /**
                             * @description What was paid.
                             * @example 100000
                             */
                            amount: number;
                            /**
                             * @description The balance after the payment; null unless COMPLETED.
                             * @example 400000
                             */
                            balance: number | null;
                            /**
                             * @description The concert.
                             * @example 3f2a91c07b5e4d18
                             */
                            concertId: string;
                            /**
                             * Format: date-time
                             * @description When it was completed.
                             * @example 2027-02-01T11:05:03.120Z
                             */
                            paidAt: string | null;
                            /**
                             * @description The payment.
                             * @example 3f2a91c07b5e4d18-9a0c21bb47f3-p-7e11c0ab53d94f6c8d20e4fa96b1c375
                             */
                            paymentId: string;
                            /**
                             * @description The record that a hold creates.
                             * @example 3f2a91c07b5e4d18-9a0c21bb47f3-r-0b6c1d8e9f20412aa7c35be1d2f40896
                             */
                            reservationId: string;
                            /**
                             * @description One dated performance of a concert.
                             * @example 3f2a91c07b5e4d18-9a0c21bb47f3
                             */
                            scheduleId: string;
                            seats: number[];
                            /**
                             * @example COMPLETED
                             * @enum {string}
                             */
                            status: "PENDING" | "COMPLETED" | "ABORTED";
                        }[];
                        /** @description Send it back as `cursor` for the next page; null at the end. */
                        next: string | null;
                    };
                };
            };
            /** @description `VALIDATION_FAILED`: Request not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ACCESS_TOKEN_INVALID`: Access token missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `NOT_YOURS`: Somebody else's. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPoints: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A UUID in lower case.
                 * @example 8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10
                 */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The balance. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "userId": "8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10",
                     *       "balance": 500000
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Points in the wallet.
                         * @example 500000
                         */
                        balance: number;
                        /**
                         * @description A UUID in lower case.
                         * @example 8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10
                         */
                        userId: string;
                    };
                };
            };
            /** @description `VALIDATION_FAILED`: Request not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ACCESS_TOKEN_INVALID`: Access token missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `NOT_YOURS`: Somebody else's. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTransactions: {
        parameters: {
            query?: {
                /**
                 * @description `next` of the page before.
                 * @example 40-0
                 */
                cursor?: string;
                /**
                 * @description Most items on the page, 1 to 100. Default: 50.
                 * @example 20
                 */
                limit?: string;
            };
            header?: never;
            path: {
                /**
                 * @description A UUID in lower case.
                 * @example 8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10
                 */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of transactions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "transactionId": "5a0de8c1b2f3440f9b7c6a1d8e2f3b40",
                     *           "userId": "8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10",
                     *           "type": "CHARGE",
                     *           "amount": 500000,
                     *           "balance": 500000,
                     *           "at": "2027-02-01T11:00:03.120Z"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        items: {
                            /**
                             * @description Positive, whatever the type.
                             * @example 500000
                             */
                            amount: number;
                            /**
                             * Format: date-time
                             * @description When it happened.
                             * @example 2027-02-01T11:00:03.120Z
                             */
                            at: string;
                            /**
                             * @description The balance after it.
                             * @example 500000
                             */
                            balance: number;
                            /**
                             * @description The payment.
                             * @example 3f2a91c07b5e4d18-9a0c21bb47f3-p-7e11c0ab53d94f6c8d20e4fa96b1c375
                             */
                            paymentId?: string;
                            /** @example 5a0de8c1b2f3440f9b7c6a1d8e2f3b40 */
                            transactionId: string;
                            /**
                             * @example CHARGE
                             * @enum {string}
                             */
                            type: "CHARGE" | "USE" | "REFUND";
                            /**
                             * @description A UUID in lower case.
                             * @example 8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10
                             */
                            userId: string;
                        }[];
                        /** @description Send it back as `cursor` for the next page; null at the end. */
                        next: string | null;
                    };
                };
            };
            /** @description `VALIDATION_FAILED`: Request not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ACCESS_TOKEN_INVALID`: Access token missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `NOT_YOURS`: Somebody else's. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    charge: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your own for this request: repeating it under the same key has one effect and gives the same answer.
                 * @example b7c1f9d2-charge-1
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description A UUID in lower case.
                 * @example 8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10
                 */
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "amount": 500000
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Whole points, at least 1.
                     * @example 500000
                     */
                    amount: number;
                };
            };
        };
        responses: {
            /** @description Charged. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "transactionId": "5a0de8c1b2f3440f9b7c6a1d8e2f3b40",
                     *       "userId": "8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10",
                     *       "type": "CHARGE",
                     *       "amount": 500000,
                     *       "balance": 500000,
                     *       "at": "2027-02-01T11:00:03.120Z"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Positive, whatever the type.
                         * @example 500000
                         */
                        amount: number;
                        /**
                         * Format: date-time
                         * @description When it happened.
                         * @example 2027-02-01T11:00:03.120Z
                         */
                        at: string;
                        /**
                         * @description The balance after it.
                         * @example 500000
                         */
                        balance: number;
                        /**
                         * @description The payment.
                         * @example 3f2a91c07b5e4d18-9a0c21bb47f3-p-7e11c0ab53d94f6c8d20e4fa96b1c375
                         */
                        paymentId?: string;
                        /** @example 5a0de8c1b2f3440f9b7c6a1d8e2f3b40 */
                        transactionId: string;
                        /**
                         * @example CHARGE
                         * @enum {string}
                         */
                        type: "CHARGE" | "USE" | "REFUND";
                        /**
                         * @description A UUID in lower case.
                         * @example 8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10
                         */
                        userId: string;
                    };
                };
            };
            /** @description `VALIDATION_FAILED`: Request not valid. `INVALID_AMOUNT`: Invalid amount. `MAX_POINTS_EXCEEDED`: The wallet would be too full. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ACCESS_TOKEN_INVALID`: Access token missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `NOT_YOURS`: Somebody else's. `SELF_CHARGE_DISABLED`: Charging is not for fans here. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_IN_PROGRESS`: Still working on it. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PAYLOAD_TOO_LARGE`: Request too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: Content type not supported. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_KEY_REUSED`: Idempotency-Key used for something else. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    renewAccessToken: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A key of your own for this request: repeating it under the same key has one effect and gives the same answer.
                 * @example b7c1f9d2-charge-1
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description Nothing, or `{}`. */
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The same user with a fresh access token. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "userId": "8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10",
                     *       "accessToken": "eyJhbGciOi…",
                     *       "expiresAt": "2027-02-01T11:05:03.120Z"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Send it as `Authorization: Bearer <access token>`.
                         * @example eyJhbGciOi…
                         */
                        accessToken: string;
                        /**
                         * Format: date-time
                         * @description When the access token ends; renew it before.
                         * @example 2027-02-01T11:05:03.120Z
                         */
                        expiresAt: string;
                        /**
                         * @description A UUID in lower case.
                         * @example 8c5f2f0e-4d0f-4a34-9a55-1d3f9a3f6d10
                         */
                        userId: string;
                    };
                };
            };
            /** @description `VALIDATION_FAILED`: Request not valid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `ACCESS_TOKEN_INVALID`: Access token missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_IN_PROGRESS`: Still working on it. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `PAYLOAD_TOO_LARGE`: Request too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: Content type not supported. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `IDEMPOTENCY_KEY_REUSED`: Idempotency-Key used for something else. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `RATE_LIMITED`: Too fast. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `INTERNAL`: Something broke on our side. `ENTITY_DAMAGED`: Record damaged. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `UNAVAILABLE`: Not available right now. `OVERLOADED`: Too busy. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
