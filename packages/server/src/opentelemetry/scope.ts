/** The name of the tracer and the meter. */
export const SCOPE = '@slipway/server';
