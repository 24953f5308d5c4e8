import { Button } from '@mantine/core';
import { memo } from 'react';
import { Link } from 'wouter';
import { Icon } from '../../components/Icon';
import { SidePanel as Shell } from '../../components/SidePanel';
import { Failed, SkeletonRows } from '../../components/States';
import { Id } from '../../components/Text';
import { useLink } from '../../lib/url';
import { Conversation } from '../exchange/Conversation';
import { DecisionList } from '../exchange/DecisionList';
import { Facts } from '../exchange/Facts';
import { TimeStrip } from '../exchange/TimeStrip';
import { useExchange } from '../exchange/useExchange';

/** What is this exchange? */
export const SidePanel = memo(function SidePanel({ id, onClose }: { id: string; onClose: () => void }) {
  const exchange = useExchange(id);
  const link = useLink();
  const open = (
    <Button component={Link} href={link(`/exchanges/${id}`)} variant="default" size="compact-sm" rightSection={<Icon name="open" size={14} />}>
      Open
    </Button>
  );
  return (
    <Shell id={id} label="Chosen exchange" head={<Id id={id} what="exchange id" />} actions={open} onClose={onClose}>
      {exchange.isPending && <SkeletonRows rows={10} />}
      {exchange.isError && <Failed what="This exchange" error={exchange.error} again={() => void exchange.refetch()} />}
      {exchange.data && (
        <>
          <DecisionList detail={exchange.data} />
          <Facts row={exchange.data.row} sensitivity={exchange.data.sensitivity} />
          <TimeStrip timing={exchange.data.timing} />
          <Conversation detail={exchange.data} brief />
        </>
      )}
    </Shell>
  );
});
