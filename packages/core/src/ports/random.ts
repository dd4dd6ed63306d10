/** Chance, so that tests can own it. */
export interface Random {
  /** A number from 0 up to, not including, 1. */
  next(): number;
}
