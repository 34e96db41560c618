/** How everything that a browser loads is minified. */
export const terserOptions = {
  ecma: 2020,
  module: true,
  compress: {
    passes: 3,
    // Statements that look alike compress better than the shortest ones.
    sequences: false,
    inline: 1,
    // The SIP stack's own log is switched off for good (it would hold credentials), so its texts need not be loaded.
    pure_funcs: ["debug", "log", "warn", "error"].flatMap((level) => [`this.logger.${level}`, `logger.${level}`]),
  },
  format: { comments: false },
};
