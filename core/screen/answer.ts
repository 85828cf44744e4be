// Defines what a person is answered who asked for something.
import type { IpcAnswer } from '../../contract/ipc.ts';

export type Answer = IpcAnswer<{ command?: string }>;
