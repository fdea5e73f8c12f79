// After a whole run of the tests: what was made once is gone.
export default function end() {
  globalThis.endOnce();
}
