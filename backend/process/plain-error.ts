// An error whose sentence says everything to whoever runs the backend: shown without a stack.
export class PlainError extends Error {}
