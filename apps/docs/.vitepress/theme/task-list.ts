import { useData, withBase } from 'vitepress';
import { defineComponent, h } from 'vue';
import type { Task } from '../../src/site/tasks.ts';

/** What readers come for, and the pages that help: the table of `docs/README.md`. */
export const TaskList = defineComponent({
  setup() {
    const { theme } = useData<{ readonly tasks: readonly Task[] }>();
    return () =>
      h(
        'ul',
        { class: 'task-list' },
        theme.value.tasks.map(({ task, links }) =>
          h('li', { key: task }, [
            h('p', task.replaceAll('`', '')),
            h(
              'p',
              links.map(({ text, link }) =>
                h('a', { href: withBase(hrefOf(link)) }, text.replaceAll('`', '')),
              ),
            ),
          ]),
        ),
      );
  },
});

function hrefOf(link: string): string {
  return link.replace(/(^|\/)index\.md/, '$1').replace(/\.md(?=#|$)/, '.html');
}
