/** Names that files have and that programs stumble over. */
const AWKWARD = [
  'café', // One sign.
  'cafe\u0301', // Two.
  'holiday 😀🏖️',
  '100%2F50%',
  '..%2e%2e',
  'שלום עולם',
  'مرحبا بالعالم',
  '日本語の名前',
  'a+b&c=d?e#f',
  'quote\'s "and" more',
  ' spaces  around ',
  'x'.repeat(200),
];

/** As many different ones as asked for. */
export function awkwardNames(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${i} ${AWKWARD[i % AWKWARD.length]}.txt`);
}
