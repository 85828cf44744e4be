// The bounds of chats that the window goes by as well: it reads nothing, so it brings nothing with it.
export const longestChatText = 500;
/** After the order is closed its customer may still ask for what they forgot. */
export const chatOpenAfterOrderMs = 2 * 3_600_000;
