/** What helmet sets for pages and what a JSON API needs of it. A constant, because helmet's plugin works its headers out anew for every request. */
export const SECURITY_HEADERS: readonly (readonly [string, string])[] = [
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'no-referrer'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['strict-transport-security', 'max-age=31536000; includeSubDomains'],
];

/**
 * For pages of the web app and what they load: nothing inline, nothing from elsewhere. `connect-src 'self'` lets a page's own host be called over HTTP and over
 * WebSocket. Pictures may be drawn by the page itself (`data:`, `blob:`).
 */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** On top of the above, for the pages themselves. No window that a page opened, or that opened it, gets a hold of it. */
export const PAGE_HEADERS: readonly (readonly [string, string])[] = [
  ['content-security-policy', PAGE_POLICY],
  ['cross-origin-opener-policy', 'same-origin'],
  ['permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()'],
];

/** For files of the brand, which are somebody else's: whoever opens a picture on its own gets a picture, and no script in it runs. */
export const BRAND_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";
