import { useLayoutEffect, type RefObject } from 'react';

const places = new Map<string, number>();

/** Coming back finds the list where it was left. `ready` says when there are rows to scroll over. */
export function useScrollMemory(scroller: RefObject<HTMLElement | null>, key: string, ready: boolean) {
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || !ready) return;
    element.scrollTop = places.get(key) ?? 0;
    const keep = () => void places.set(key, element.scrollTop);
    element.addEventListener('scroll', keep, { passive: true });
    return () => element.removeEventListener('scroll', keep);
  }, [scroller, key, ready]);
}
