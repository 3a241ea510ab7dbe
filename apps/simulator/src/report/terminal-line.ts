/** Return to the start of a terminal's line and clear it. */
export const CLEAR_LINE = '\r\u001b[2K';
