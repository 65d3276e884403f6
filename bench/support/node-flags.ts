/** What Node.js is started with when it runs Frontrow, as in `npm start`. References and peers get the same, so that nobody is measured with better flags. */
export const NODE_FLAGS: readonly string[] = ['--enable-source-maps', '--max-semi-space-size=64'];
