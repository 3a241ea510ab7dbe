/** Hands messages on one at a time, in order. */
export interface Mailbox<Message> {
  post(message: Message): void;
}

/**
 * A mailbox whose owner is never interrupted: a message that is posted while another one is being
 * taken waits for its turn.
 *
 * @param take - must not throw
 */
export function createMailbox<Message>(take: (message: Message) => void): Mailbox<Message> {
  const waiting: Message[] = [];
  let isBusy = false;
  return {
    post(message) {
      waiting.push(message);
      if (isBusy) return;
      isBusy = true;
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) take(next);
      isBusy = false;
    },
  };
}
