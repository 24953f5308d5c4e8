/** What a feed shows: newest first, with how many wait behind a pause. */
export interface FeedView<T> {
  rows: readonly T[];
  waiting: number;
  paused: boolean;
}

/**
 * Gathers rows that arrive one by one or a thousand a second, and shows them once per frame.
 * Holds at most `capacity` rows: the oldest fall off the end, for they can be read again from the list.
 */
export class Feed<T extends { position: number }> {
  private arriving: T[] = [];
  private scheduled = false;
  private overflow = 0;
  private readonly listeners = new Set<() => void>();
  private view: FeedView<T> = { rows: [], waiting: 0, paused: false };

  constructor(
    private readonly capacity: number,
    private readonly nextFrame: (run: () => void) => void,
  ) {}

  /** Adds rows, oldest first. Rows that were seen already are left out, so a resumed stream may repeat itself. */
  add(rows: readonly T[]) {
    let newest = this.arriving.at(-1)?.position ?? this.view.rows[0]?.position ?? -1;
    for (const row of rows) {
      if (row.position <= newest) continue;
      newest = row.position;
      this.arriving.push(row);
    }

    const excess = this.arriving.length - this.capacity;
    if (excess > 0) {
      this.arriving.splice(0, excess);
      this.overflow += excess;
    }

    this.schedule();
  }

  pause() {
    if (!this.view.paused) this.show({ ...this.view, paused: true, waiting: this.arriving.length });
  }

  resume() {
    if (!this.view.paused) return;
    this.view = { ...this.view, paused: false };
    this.merge();
  }

  clear() {
    this.arriving = [];
    this.overflow = 0;
    this.show({ rows: [], waiting: 0, paused: this.view.paused });
  }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  current = () => this.view;

  private schedule() {
    if (this.scheduled || this.arriving.length === 0) return;
    this.scheduled = true;
    this.nextFrame(() => {
      this.scheduled = false;
      if (this.view.paused) this.show({ ...this.view, waiting: this.arriving.length + this.overflow });
      else this.merge();
    });
  }

  private merge() {
    const rows = this.arriving.reverse().concat(this.view.rows as T[]);
    if (rows.length > this.capacity) rows.length = this.capacity;
    this.arriving = [];
    this.overflow = 0;
    this.show({ rows, waiting: 0, paused: false });
  }

  private show(view: FeedView<T>) {
    this.view = view;
    this.listeners.forEach((listener) => listener());
  }
}
