import { Component, type ReactNode } from "react";

interface Props {
  children: ReactNode;
  /** What is shown instead of the children once one of them has failed to render. */
  fallback(error: unknown, retry: () => void): ReactNode;
  /** A change of it renders the children again. */
  resetKey?: string;
}

/** Confines an error of its children to their place on the page. */
export class ErrorBoundary extends Component<Props, { failed: boolean; error: unknown }> {
  override state = { failed: false, error: null as unknown };

  static getDerivedStateFromError(error: unknown) {
    return { failed: true, error };
  }

  override componentDidUpdate({ resetKey }: Props) {
    if (this.state.failed && resetKey !== this.props.resetKey) this.#retry();
  }

  override render() {
    const { failed, error } = this.state;
    return failed ? this.props.fallback(error, this.#retry) : this.props.children;
  }

  #retry = () => this.setState({ failed: false, error: null });
}
