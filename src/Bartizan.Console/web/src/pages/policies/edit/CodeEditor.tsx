import { useId, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { PolicyProblem, SchemaWords } from '../../../api/types';
import { tokenize } from '../../../lib/cedar';
import { complete, type Completion, type Suggestion } from '../../../lib/cedarWords';
import { columnOf, piecesOf, rangesOf } from '../../../lib/editing';
import cedar from '../../../components/Cedar.module.css';
import css from './CodeEditor.module.css';

/** Above this the text is not coloured: every key would wait for it. */
const mostColoured = 120_000;

/** A place to go to; another object for each going. */
export interface Jump {
  line: number;
  column: number;
}

/** A plain text area with the coloured text behind it: the browser's own editing, undoing and reading aloud, in a policy's colours. */
export function CodeEditor({ label, text, problems, words, jump, onChange }: {
  label: string;
  text: string;
  problems: PolicyProblem[];
  words: SchemaWords | undefined;
  jump: Jump | null;
  onChange: (text: string) => void;
}) {
  const area = useRef<HTMLTextAreaElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const listId = useId();
  const [open, setOpen] = useState<(Completion & { chosen: number }) | null>(null);
  const lines = useMemo(() => text.split('\n'), [text]);
  const tokens = useMemo(() => (text.length > mostColoured ? [{ kind: 'space' as const, text }] : tokenize(text)), [text]);
  const pieces = useMemo(() => piecesOf(tokens, rangesOf(text, problems)), [tokens, text, problems]);
  const worst = useMemo(() => new Map([...problems].sort((a, b) => Number(a.isError) - Number(b.isError)).filter((one) => one.file === null).map((one) => [one.line, one.isError ? 'error' : 'warning'])), [problems]);

  useLayoutEffect(() => {
    if (!jump || !area.current) return;
    const at = offsetOf(area.current.value, jump);
    area.current.focus();
    area.current.setSelectionRange(at, at);
    area.current.closest(`.${css.scroller}`)?.scrollTo({ top: Math.max(0, (jump.line - 6) * 20) });
  }, [jump]);

  useLayoutEffect(() => {
    // In braces: newer browsers answer with a promise, which React would take for the effect's end.
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [open?.chosen]);

  const suggest = (field: HTMLTextAreaElement, asked: boolean) => {
    const found = words && field.selectionStart === field.selectionEnd ? complete(field.value, field.selectionStart, words) : null;
    const typed = field.value[field.selectionStart - 1] ?? '';
    setOpen(found && (asked || /[\w.@:"]/.test(typed)) ? { ...found, chosen: 0 } : null);
  };

  const take = (item: Suggestion) => {
    const field = area.current!;
    const from = open!.from;
    setOpen(null);
    field.setSelectionRange(from, field.selectionStart);
    // The one way of changing a text area that the browser can undo.
    if (!document.execCommand('insertText', false, item.text)) {
      field.setRangeText(item.text, from, field.selectionStart, 'end');
      onChange(field.value);
    }
    const at = from + (item.caret ?? item.text.length);
    field.setSelectionRange(at, at);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const field = event.currentTarget;
    if (event.key === ' ' && event.ctrlKey) {
      event.preventDefault();
      suggest(field, true);
    } else if (open && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      setOpen({ ...open, chosen: (open.chosen + (event.key === 'ArrowDown' ? 1 : open.items.length - 1)) % open.items.length });
    } else if (open && (event.key === 'Enter' || event.key === 'Tab')) {
      event.preventDefault();
      take(open.items[open.chosen]!);
    } else if (open && event.key === 'Escape') {
      event.preventDefault();
      setOpen(null);
    } else if (event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.altKey) {
      const line = field.value.slice(field.value.lastIndexOf('\n', field.selectionStart - 1) + 1, field.selectionStart);
      const indent = /^\s*/.exec(line)![0] + (/[{(]\s*$/.test(line) ? '  ' : '');
      if (indent !== '' && document.execCommand('insertText', false, `\n${indent}`)) event.preventDefault();
    } else if (['ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown'].includes(event.key)) {
      setOpen(null);
    }
  };

  const place = open && { line: text.slice(0, open.from).split('\n').length, column: columnOf(text, open.from) };
  return (
    <div className={css.scroller}>
      <div className={css.sheet}>
        <ol className={css.numbers} aria-hidden="true">{lines.map((_, index) => <li key={index} data-worst={worst.get(index + 1)}>{index + 1}</li>)}</ol>
        <div className={css.stack}>
          <pre className={css.text} aria-hidden="true">
            {pieces.map((piece, index) => <span key={index} className={cedar[piece.kind]} data-mark={piece.mark}>{piece.text}</span>)}
            {'\n'}
          </pre>
          <textarea ref={area} className={css.area} aria-label={label} value={text} spellCheck={false} autoCapitalize="off" autoCorrect="off" autoComplete="off" wrap="off" rows={lines.length + 1}
            aria-autocomplete="list" aria-controls={open ? listId : undefined} aria-activedescendant={open ? `${listId}-${open.chosen}` : undefined}
            onChange={(event) => { onChange(event.target.value); suggest(event.target, false); }} onKeyDown={onKeyDown} onBlur={() => setOpen(null)} onClick={() => setOpen(null)} />
          {open && place && (
            <ul ref={list} id={listId} className={css.list} role="listbox" aria-label="What may stand here" style={{ top: place.line * 20 + 10, left: `calc(${place.column - 1}ch + 4px)` }}>
              {open.items.map((item, index) => (
                <li key={item.text} id={`${listId}-${index}`} role="option" aria-selected={index === open.chosen} onMouseDown={(event) => { event.preventDefault(); take(item); }}>
                  <span className={css.word}>{item.text}</span><span className={css.detail}>{item.detail}</span>
                </li>
              ))}
            </ul>
          )}
        </div>
      </div>
    </div>
  );
}

const offsetOf = (text: string, { line, column }: Jump) => text.split('\n').slice(0, line - 1).reduce((all, one) => all + one.length + 1, 0) + Math.max(0, column - 1);
