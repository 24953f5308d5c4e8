import { Component, type ReactNode } from 'react';
import { Failed } from './States';

/** Keeps a fault in one page from taking the frame with it. */
export class Boundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    return this.state.error === null
      ? this.props.children
      : <Failed what="This page" error={this.state.error} again={() => this.setState({ error: null })} />;
  }
}
