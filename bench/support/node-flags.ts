/** What Node.js is started with when it runs Frontrow, as in `npm start`. A reference server gets the same, so that nobody is measured with better flags. */
export const NODE_FLAGS: readonly string[] = ['--enable-source-maps'];
