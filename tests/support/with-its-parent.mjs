// Loaded into a program that a test starts (`node --import`): the program ends when whoever started it is gone, also
// when that was killed and had no time to stop anything.
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
// The line to the parent alone keeps no program running.
process.channel?.unref();
