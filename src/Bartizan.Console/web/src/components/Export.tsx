import { Button, Menu, Tooltip } from '@mantine/core';
import { memo } from 'react';
import { csv } from '../lib/csv';
import { Icon } from './Icon';
import css from './Export.module.css';

type Format = 'csv' | 'json';

/** Takes a table along, as CSV or JSON: from the server by address, or from the rows at hand. */
export const Export = memo(function Export({ may = true, hrefs, rows, name }: {
  may?: boolean;
  hrefs?: (format: Format) => string;
  rows?: readonly Record<string, unknown>[];
  name?: string;
}) {
  const button = (
    <Button variant="default" leftSection={<Icon name="download" size={14} />} disabled={!may} className={css.button} aria-label="Export">
      <span className={css.word}>Export</span>
    </Button>
  );
  if (!may) return <Tooltip label="Your roles do not include exporting. An admin can grant it."><span>{button}</span></Tooltip>;
  const item = (format: Format) =>
    hrefs ? (
      <Menu.Item key={format} component="a" href={hrefs(format)} download>
        {format.toUpperCase()}
      </Menu.Item>
    ) : (
      <Menu.Item key={format} onClick={() => save(`${name}.${format}`, format === 'csv' ? csv(rows ?? []) : JSON.stringify(rows, null, 2))}>
        {format.toUpperCase()}
      </Menu.Item>
    );
  return (
    <Menu position="bottom-end" width={120}>
      <Menu.Target>{button}</Menu.Target>
      <Menu.Dropdown>{(['csv', 'json'] as const).map(item)}</Menu.Dropdown>
    </Menu>
  );
});

function save(name: string, text: string) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text]));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
