import { useData, withBase } from 'vitepress';
import { defineComponent, h, ref, watch } from 'vue';

const SHELLS = { React: '', element: '&shell=element' } as const;
type Shell = keyof typeof SHELLS;

/** The gallery of apps/web in a frame, in the colours of the page around it. It needs no backend. */
export const LiveGallery = defineComponent({
  setup() {
    const { isDark } = useData();
    const frame = ref<HTMLIFrameElement>();
    const shell = ref<Shell>('React');
    function paint(): void {
      const root = frame.value?.contentDocument?.documentElement;
      if (root) root.style.colorScheme = isDark.value ? 'dark' : 'light';
    }
    watch(isDark, paint);
    return () =>
      h('div', { class: 'live-gallery' }, [
        h(
          'div',
          { role: 'group', 'aria-label': 'Show the widget as' },
          (Object.keys(SHELLS) as Shell[]).map((name) =>
            h(
              'button',
              {
                type: 'button',
                'aria-pressed': shell.value === name,
                onClick: () => {
                  shell.value = name;
                },
              },
              name === 'React' ? 'React component' : 'Custom element',
            ),
          ),
        ),
        h('iframe', {
          ref: frame,
          title: 'Every state of the widget',
          src: withBase(`/gallery/index.html?framed${SHELLS[shell.value]}`),
          onLoad: paint,
        }),
      ]);
  },
});
