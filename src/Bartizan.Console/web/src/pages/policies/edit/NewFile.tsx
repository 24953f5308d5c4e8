import { Button, Modal, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { Icon } from '../../../components/Icon';
import { fileId } from '../../../lib/editing';
import css from './Editor.module.css';

/** Begins a policy file that is not there yet. */
export function NewFile({ taken, onAdd }: { taken: string[]; onAdd: (file: string) => void }) {
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const id = fileId(name);
  const error = name === '' ? null : id === null ? 'Use letters, digits, - and _.' : taken.includes(id) ? 'There is one of this name.' : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (id === null || error) return;
    setOpen(false);
    setName('');
    onAdd(id);
  };
  return (
    <>
      <Button variant="default" leftSection={<Icon name="plus" size={14} />} onClick={() => setOpen(true)}>New file</Button>
      <Modal opened={open} onClose={() => setOpen(false)} title="New policy file" size={400}>
        <form className={css.add} onSubmit={submit}>
          <TextInput label="Name" description={id ?? 'It stands in the folder of policies.'} value={name} error={error} onChange={(event) => setName(event.target.value)} data-autofocus autoComplete="off" />
          <div className={css.addButtons}><Button variant="default" onClick={() => setOpen(false)}>Not now</Button><Button type="submit" disabled={id === null || error !== null}>Begin</Button></div>
        </form>
      </Modal>
    </>
  );
}
