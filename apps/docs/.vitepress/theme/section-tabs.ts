import { defineComponent, h, nextTick, onBeforeUnmount, onMounted, type PropType, ref } from 'vue';

interface Tab {
  /** The anchor of the section's heading. */
  readonly id: string;
  readonly name: string;
}

/** The last chosen tab, so that all pages show the reader's framework. */
const REMEMBERED = 'slipway-docs-tab';
const CHOSEN = 'slipway-docs-tab-chosen';

/** Sections of a page as tabs. `src/site/markdown.ts` writes it. An address with a section's anchor opens its tab. */
export const SectionTabs = defineComponent({
  props: { tabs: { type: Array as PropType<readonly Tab[]>, required: true } },
  setup(props, { slots }) {
    const open = ref(0);
    const root = ref<HTMLElement>();

    function show(index: number): boolean {
      if (index >= 0) open.value = index;
      return index >= 0;
    }
    function showNamed(name: string | null): boolean {
      return show(props.tabs.findIndex((tab) => tab.name === name));
    }
    async function followAddress(): Promise<boolean> {
      const id = decodeURIComponent(location.hash.slice(1));
      const panel = document.getElementById(id)?.closest('[data-tab]');
      if (!panel || !root.value?.contains(panel)) return false;
      show(Number(panel.getAttribute('data-tab')));
      await nextTick();
      panel.parentElement?.scrollIntoView();
      return true;
    }
    function choose(index: number): void {
      show(index);
      const name = props.tabs[index]?.name ?? '';
      localStorage.setItem(REMEMBERED, name);
      dispatchEvent(new CustomEvent(CHOSEN, { detail: name }));
    }
    async function onKeydown(event: KeyboardEvent): Promise<void> {
      const count = props.tabs.length;
      const keys: Readonly<Record<string, number>> = {
        ArrowRight: (open.value + 1) % count,
        ArrowLeft: (open.value + count - 1) % count,
        Home: 0,
        End: count - 1,
      };
      const next = keys[event.key];
      if (next === undefined) return;
      event.preventDefault();
      choose(next);
      await nextTick();
      root.value?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus();
    }
    const onChosen = (event: Event) => showNamed((event as CustomEvent<string>).detail);

    onMounted(async () => {
      addEventListener('hashchange', followAddress);
      addEventListener(CHOSEN, onChosen);
      if (!(await followAddress())) showNamed(localStorage.getItem(REMEMBERED));
    });
    onBeforeUnmount(() => {
      removeEventListener('hashchange', followAddress);
      removeEventListener(CHOSEN, onChosen);
    });

    return () =>
      h('div', { class: 'section-tabs', ref: root }, [
        h(
          'div',
          { role: 'tablist', 'aria-label': 'Choose one', onKeydown },
          props.tabs.map(({ id, name }, index) =>
            h(
              'button',
              {
                type: 'button',
                role: 'tab',
                id: `tab-${id}`,
                'aria-selected': index === open.value,
                'aria-controls': `panel-${id}`,
                tabindex: index === open.value ? 0 : -1,
                onClick: () => choose(index),
              },
              name,
            ),
          ),
        ),
        props.tabs.map(({ id }, index) =>
          h(
            'div',
            {
              role: 'tabpanel',
              id: `panel-${id}`,
              'aria-labelledby': `tab-${id}`,
              'data-tab': index,
              hidden: index === open.value ? undefined : true,
            },
            slots[`tab-${index}`]?.(),
          ),
        ),
      ]);
  },
});
