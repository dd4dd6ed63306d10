import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/**
 * Runs axe on a page, with all rules or with `rules`. Returns one line for each violated rule. Expected: none. What holds
 * is not listed: on a long page that list takes longer than the check.
 */
export async function findAxeFaults(
  page: Page,
  rules: readonly string[] = [],
): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] });
  if (rules.length > 0) axe.withRules([...rules]);
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`);
}
