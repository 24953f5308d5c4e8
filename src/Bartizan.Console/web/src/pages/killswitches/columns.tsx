import type { KillSwitchView } from '../../api/types';
import type { Column } from '../../components/DataTable';
import { StateChip } from '../../components/StateChip';
import { Time } from '../../components/Text';
import { TwoLines } from '../../components/TwoLines';
import { kindWord, switchId } from '../../lib/killSwitches';
import css from './columns.module.css';

export const State = ({ thrown }: { thrown: boolean }) => <StateChip tone={thrown ? 'block' : 'quiet'}>{thrown ? 'Stopped' : 'Lifted'}</StateChip>;

export const columns: Column<KillSwitchView>[] = [
  {
    key: 'what', name: 'What', by: switchId,
    cell: (item) => (item.kind === 'everything' ? kindWord.everything : <TwoLines name={item.name} below={kindWord[item.kind]} />),
  },
  { key: 'state', name: 'State', by: (item) => (item.thrown ? 0 : 1), cell: (item) => <State thrown={item.thrown} /> },
  { key: 'reason', name: 'Why', wide: true, cell: (item) => <span className={css.reason} title={item.reason}>{item.reason}</span> },
  { key: 'by', name: 'By', wide: true, by: (item) => item.by, cell: (item) => item.by },
  { key: 'at', name: 'When', by: (item) => item.at, cell: (item) => <Time value={item.at} /> },
];
