import { Button, Tooltip } from '@mantine/core';
import { useMarkExchange } from '../../api/calibration';
import { useMay } from '../../api/session';
import type { ExchangeDetail } from '../../api/types';
import { Panel } from '../../components/Panel';
import { Problem } from '../../components/Problem';
import { Time } from '../../components/Text';
import css from './Judgement.module.css';

/** What a person says that it was: calibration and trials of policies count it so. */
export function Judgement({ detail }: { detail: ExchangeDetail }) {
  const may = useMay('markExchanges');
  const mark = useMarkExchange(detail.row.id);
  const said = detail.mark;
  return (
    <Panel title="Was it an attack?" note={said ? <>{said.attack ? 'an attack' : 'benign'}, says {said.by}, <Time value={said.at} /></> : 'nobody said yet'}>
      <Problem error={mark.error} />
      <Tooltip label="Your roles do not include marking exchanges. An admin can grant it." disabled={may}>
        <div className={css.buttons}>
          {[true, false].map((attack) => (
            <Button key={String(attack)} variant="default" aria-pressed={said?.attack === attack} disabled={!may || said?.attack === attack} loading={mark.isPending && mark.variables === attack}
              onClick={() => mark.mutate(attack)}>
              {attack ? 'An attack' : 'Benign'}
            </Button>
          ))}
        </div>
      </Tooltip>
    </Panel>
  );
}
