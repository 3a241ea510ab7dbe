/** The port of AWS's own, unsupported Step Functions Local. */
export const DEFAULT_PORT = 8083;
