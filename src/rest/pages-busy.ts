/**
 * What somebody who opens a page sees while the node takes on nothing more, or goes away: a few words, and the browser comes back by itself. It is as small as
 * the problem document that programs get, and made beforehand like it, because a refusal that costs much is itself a load.
 */
import { SECURITY_HEADERS } from './security-headers.js';

export const BUSY_STATUS = 503;
/** Browsers that all come back at once are the next rush. */
const COME_BACK_SECONDS = [5, 6, 7, 8, 9, 10, 12, 14] as const;

/** ASCII, like the problem document: other letters are written as references. In the three languages of the web app, because nobody has looked which one it is. */
export const BUSY_PAGE = [
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>One moment</title></head><body>',
  '<p>Many people are here right now. This page opens again by itself in a moment.</p>',
  '<p lang="ko">&#xc811;&#xc18d;&#xc790;&#xac00; &#xb9ce;&#xc2b5;&#xb2c8;&#xb2e4;. &#xc774; &#xd398;&#xc774;&#xc9c0;&#xb294; &#xc7a0;&#xc2dc; &#xd6c4; &#xc790;&#xb3d9;&#xc73c;&#xb85c; &#xb2e4;&#xc2dc; &#xc5f4;&#xb9bd;&#xb2c8;&#xb2e4;.</p>',
  '<p lang="ja">&#x305f;&#x3060;&#x3044;&#x307e;&#x6df7;&#x307f;&#x5408;&#x3063;&#x3066;&#x3044;&#x307e;&#x3059;&#x3002;&#x3053;&#x306e;&#x30da;&#x30fc;&#x30b8;&#x306f;&#x81ea;&#x52d5;&#x7684;&#x306b;&#x958b;&#x304d;&#x76f4;&#x3057;&#x307e;&#x3059;&#x3002;</p>',
  '</body></html>\n',
].join('');

const headersFor = (seconds: number): readonly (readonly [string, string])[] => [
  ...SECURITY_HEADERS,
  ['content-type', 'text/html; charset=utf-8'],
  ['cache-control', 'no-store'],
  ['retry-after', String(seconds)],
  ['refresh', String(seconds)],
];

/** Names and values of the same answer, but for the time after which the browser comes back. */
export const BUSY_PAGE_HEADERS: readonly (readonly (readonly [string, string])[])[] = COME_BACK_SECONDS.map(headersFor);
