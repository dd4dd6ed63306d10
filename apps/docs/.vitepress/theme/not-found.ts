import { withBase } from 'vitepress';
import { h, type VNode } from 'vue';

/** What an unknown address shows. */
export function notFound(): VNode {
  return h('main', { class: 'not-found' }, [
    h('h1', 'This page does not exist'),
    h('p', 'Its address may have changed. Search for what you need, or start from the first page.'),
    h('a', { href: withBase('/') }, 'To the first page'),
  ]);
}
