/** US dollars an hour of one VPC endpoint in one zone, us-east-2, as the price page had it in 2025. */
export const INTERFACE_ENDPOINT_HOUR = 0.01;

/** Hours of a month, as AWS reckons. */
export const MONTH_HOURS = 730;
