import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useMeta } from '../../api/meta';
import { Snippet } from '../../components/Text';
import { baseUrl, curl } from '../../lib/commands';
import css from './BaseUrl.module.css';

/** What to set in the agent so that it goes through the gateway. */
export function BaseUrl({ agentKey }: { agentKey?: string }) {
  const gateway = useMeta().data?.gateway;
  const [client, setClient] = useState('openai');
  const texts: Record<string, string> = { ...baseUrl(gateway, agentKey), curl: curl(gateway, agentKey) };
  return (
    <div className={css.box}>
      <SegmentedControl aria-label="Client" value={client} onChange={setClient}
        data={[{ value: 'openai', label: 'OpenAI' }, { value: 'anthropic', label: 'Anthropic' }, { value: 'curl', label: 'curl' }]} />
      <Snippet text={texts[client]!} label="settings" />
    </div>
  );
}
