/** File names that often break programs. */
const AWKWARD = [
  'café', // One code point.
  'cafe\u0301', // Two code points.
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

/** Returns the requested number of different names. */
export function awkwardNames(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${i} ${AWKWARD[i % AWKWARD.length]}.txt`);
}
