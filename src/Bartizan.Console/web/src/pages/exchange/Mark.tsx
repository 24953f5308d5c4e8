import { Popover } from '@mantine/core';
import { useId, useRef, useState, type ReactNode } from 'react';
import type { FindingView } from '../../api/types';
import { FindingCard } from './FindingCard';
import type { Tone } from './tone';
import css from './Mark.module.css';

/** A marked stretch; hover or focus says what was found there, and why. */
export function Mark({ findings, tone, id, children }: { findings: FindingView[]; tone: Tone; id?: string; children: ReactNode }) {
  const [opened, setOpened] = useState(false);
  const timer = useRef(0);
  const card = useId();
  const set = (open: boolean) => {
    clearTimeout(timer.current);
    // Leaving waits a moment, so that the pointer can move onto the card.
    timer.current = window.setTimeout(() => setOpened(open), open ? 60 : 120);
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={340} shadow="none" withinPortal trapFocus={false} withRoles={false}
      transitionProps={{ duration: 80 }} offset={4}>
      <Popover.Target>
        <mark id={id} className={css.mark} data-tone={tone} tabIndex={0} aria-describedby={opened ? card : undefined}
          aria-label={undefined} onMouseEnter={() => set(true)} onMouseLeave={() => set(false)} onFocus={() => set(true)} onBlur={() => set(false)}
          onKeyDown={(event) => { if (event.key === 'Escape' && opened) { event.stopPropagation(); setOpened(false); } }}>
          {children}
          <span className="unseen"> (found: {findings.map((finding) => finding.label).join(', ')})</span>
        </mark>
      </Popover.Target>
      <Popover.Dropdown id={card} role="tooltip" onMouseEnter={() => set(true)} onMouseLeave={() => set(false)} className={css.card}>
        {findings.map((finding, index) => <FindingCard key={index} finding={finding} tone={tone} />)}
      </Popover.Dropdown>
    </Popover>
  );
}
