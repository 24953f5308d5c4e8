import { Button, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { useApplyCalibration, useClearCalibration } from '../../api/calibration';
import { useMay } from '../../api/session';
import type { CalibrationView } from '../../api/types';
import { Confirm } from '../../components/Confirm';
import { Icon } from '../../components/Icon';
import { percent, proposedOf } from '../../lib/calibration';
import css from './Calibration.module.css';

/** Puts what is proposed in force, or takes back what was; asks first, and says what changes. */
export function Apply({ view, ready }: { view: CalibrationView; ready: boolean }) {
  const may = useMay('calibrateGuard');
  const [asking, ask] = useState<'apply' | 'clear'>();
  const [apply, clear] = [useApplyCalibration(), useClearCalibration()];
  const proposed = proposedOf(view.channels);
  const changes = view.channels.filter((channel) => channel.block.proposed);
  const whom = view.system || 'all systems without thresholds of their own';
  const close = () => {
    ask(undefined);
    apply.reset();
    clear.reset();
  };
  const put = () => apply.mutate(
    { system: view.system, budget: view.budget, annotateBudget: view.annotateBudget, since: view.since, upTo: view.upTo, proposed }, { onSuccess: close });
  return (
    <div className={css.apply}>
      <Tooltip label="Your roles do not include setting thresholds. An admin can grant it." disabled={may}>
        <span>
          <Button leftSection={<Icon name="check" size={14} />} disabled={!may || !ready || changes.length === 0} onClick={() => ask('apply')}>Apply what is proposed…</Button>
        </span>
      </Tooltip>
      {view.channels.some((channel) => channel.calibrated) && <Button variant="default" disabled={!may} onClick={() => ask('clear')}>Take back…</Button>}
      <span className="quiet">{changes.length === 0 ? 'Nothing can be promised yet.' : `For ${whom}. Gateways follow within a second; the ledger has who did it.`}</span>
      {asking === 'apply' && (
        <Confirm title="Apply these thresholds?" keep="Keep what is in force" verb="Apply" error={apply.error} busy={apply.isPending} onClose={close} onDo={put}>
          For <strong>{whom}</strong>, at most {percent(view.budget)} wrongly refused:
          <ul className={css.changes}>
            {changes.map(({ channel, annotate, block }) => (
              <li key={channel}>
                {channel} channel: findings from {annotate.now.score.toFixed(3)} → <b>{annotate.proposed?.score.toFixed(3)}</b>, refused from {block.now.score.toFixed(3)} → <b>{block.proposed?.score.toFixed(3)}</b>
              </li>
            ))}
          </ul>
        </Confirm>
      )}
      {asking === 'clear' && (
        <Confirm title="Take these thresholds back?" keep="Keep them" verb="Take back" error={clear.error} busy={clear.isPending} onClose={close}
          onDo={() => clear.mutate(view.system, { onSuccess: close })}>
          What was set for <strong>{whom}</strong> ends. {view.system ? 'The thresholds for all systems, or those that ship, hold again.' : 'The thresholds that ship with the model hold again.'}
        </Confirm>
      )}
    </div>
  );
}
