/** The turret of Bartizan. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path
        fill="currentColor"
        fillRule="evenodd"
        d="M6 4h4.2v3.2h3.7V4h4.2v3.2h3.7V4H26v7.8l-2.3 2V21c0 .6-.2 1.2-.7 1.7L16 30l-7-7.3c-.5-.5-.7-1.1-.7-1.7v-7.2l-2.3-2zm8.8 10.4v6.2h2.4v-6.2a1.2 1.2 0 0 0-2.4 0"
      />
    </svg>
  );
}
