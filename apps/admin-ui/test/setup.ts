import { cleanup, configure } from '@testing-library/react';
import { afterEach, beforeEach } from 'vitest';

// The first page of a file waits for its code to be compiled, on a machine that may have other work.
configure({ asyncUtilTimeout: 8_000 });

// happy-dom lays nothing out: give every element a size, so that virtual lists show their rows.
Object.defineProperties(HTMLElement.prototype, {
  clientHeight: { get: () => 600 },
  clientWidth: { get: () => 800 },
});

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

afterEach(cleanup);
