import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useBlueprints } from '../../api/blueprints';
import { useBeginReview } from '../../api/reviews';
import type { BeginReview } from '../../api/types';
import { Check } from '../../components/Check';
import { Problem } from '../../components/Problem';
import css from './Reviews.module.css';

type Kind = BeginReview['kinds'][number];

const kinds: { value: Kind; label: string }[] = [
  { value: 'tool', label: 'Tools of blueprints' },
  { value: 'model', label: 'Models of blueprints' },
  { value: 'agent', label: 'Agents' },
  { value: 'consent', label: 'What people let agents do' },
];
const days = (all: number[]) => all.map((value) => ({ value: String(value), label: `${value} days` }));

/** Asks those who vouch for authority whether it is still needed. */
export function Begin({ onClose, onBegun }: { onClose: () => void; onBegun: () => void }) {
  const begin = useBeginReview();
  const blueprints = useBlueprints();
  const [draft, setDraft] = useState<BeginReview>({ title: '', days: 14, windowDays: 90, blueprints: [], kinds: ['tool', 'model'], onlyUnused: false, reviewer: null });
  const set = (change: Partial<BeginReview>) => setDraft({ ...draft, ...change });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    begin.mutate({ ...draft, reviewer: draft.reviewer?.trim() || null }, { onSuccess: () => { onClose(); onBegun(); } });
  };
  const names = [...new Set(blueprints.data?.items.filter((blueprint) => blueprint.state !== 'retired').map((blueprint) => blueprint.name))];
  return (
    <Modal opened onClose={onClose} title="Begin a review" size={480}>
      <form className={css.form} onSubmit={submit}>
        <TextInput label="Title" placeholder="Tools, fourth quarter" data-autofocus maxLength={120} value={draft.title} onChange={(event) => set({ title: event.target.value })} />
        <fieldset className={css.kinds}>
          <legend>What it asks about</legend>
          {kinds.map((kind) => (
            <Check key={kind.value} label={kind.label} checked={draft.kinds.includes(kind.value)}
              onChange={(checked) => set({ kinds: kinds.map(({ value }) => value).filter((value) => (value === kind.value ? checked : draft.kinds.includes(value))) })} />
          ))}
          <Check label="Only what was not used" checked={draft.onlyUnused} onChange={(onlyUnused) => set({ onlyUnused })} />
        </fieldset>
        <NativeSelect label="Blueprint" data={[{ value: '', label: 'All, and agents without one' }, ...names]} value={draft.blueprints[0] ?? ''}
          onChange={(event) => set({ blueprints: event.target.value ? [event.target.value] : [] })} />
        <div className={css.two}>
          <NativeSelect label="People have" data={days([1, 7, 14, 30, 60])} value={String(draft.days)} onChange={(event) => set({ days: Number(event.target.value) })} />
          <NativeSelect label="Uses are counted over" data={days([7, 30, 90, 180, 365])} value={String(draft.windowDays)} onChange={(event) => set({ windowDays: Number(event.target.value) })} />
        </div>
        <TextInput label="Who is asked" description="An account; empty asks sponsors, owners, and people about their own consents." value={draft.reviewer ?? ''} onChange={(event) => set({ reviewer: event.target.value })} />
        <p className={css.text}>What nobody answers in time is removed.</p>
        <Problem error={begin.error} />
        <div className={css.buttons}>
          <Button variant="default" onClick={onClose}>Cancel</Button>
          <Button type="submit" loading={begin.isPending} disabled={!draft.title.trim() || draft.kinds.length === 0}>Begin</Button>
        </div>
      </form>
    </Modal>
  );
}
