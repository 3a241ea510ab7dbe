/** Prefix of every stack; the names of the two documents begin with it. */
export const APP_NAME = 'sbir-analytics';
