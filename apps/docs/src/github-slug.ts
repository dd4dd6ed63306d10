/** The anchor that code hosts give a heading: lower case, without punctuation, hyphens for spaces. */
export function githubSlug(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/\\/g, '')
    .replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}
