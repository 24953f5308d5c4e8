import { useLayoutEffect, useState, type RefObject } from 'react';

/** Which rows of a fixed height are in sight, with some to spare on both sides. */
export function useVirtual(scroller: RefObject<HTMLElement | null>, count: number, rowHeight: number, spare = 8) {
  const [window_, setWindow] = useState({ first: 0, visible: 30 });

  useLayoutEffect(() => {
    const element = scroller.current!;
    const measure = () => {
      const first = Math.floor(element.scrollTop / rowHeight);
      const visible = Math.ceil(element.clientHeight / rowHeight) + 1;
      setWindow((before) => (before.first === first && before.visible === visible ? before : { first, visible }));
    };
    measure();
    const resize = new ResizeObserver(measure);
    resize.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      resize.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, [scroller, rowHeight]);

  const start = Math.max(0, Math.min(window_.first, count - 1) - spare);
  const end = Math.min(count, window_.first + window_.visible + spare);
  return { start, end, before: start * rowHeight, height: count * rowHeight };
}
