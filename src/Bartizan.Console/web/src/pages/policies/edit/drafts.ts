import { useSyncExternalStore } from 'react';

/** What somebody wrote and did not save, by file. It lives as long as the page: a policy text stays in no browser's store. */
export interface Draft {
  text: string;
  /** Version of the file that it began from; null for a new file. */
  version: string | null;
  /** The text that it began from; null for a new file. */
  before: string | null;
}

let drafts: ReadonlyMap<string, Draft> = new Map();
const listeners = new Set<() => void>();

export function keepDraft(file: string, draft: Draft | null) {
  const next = new Map(drafts);
  if (draft) next.set(file, draft);
  else next.delete(file);
  drafts = next;
  listeners.forEach((run) => run());
}

export const useDrafts = () => useSyncExternalStore((run) => { listeners.add(run); return () => void listeners.delete(run); }, () => drafts);
