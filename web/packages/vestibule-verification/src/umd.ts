/** Everything in one file, registered: for a plain <script> tag. */
export * from './define.js';
export * from './index.js';
