// Carries out the admin commands that join the people who are one human, and part them again.
import { done, refused } from '../http/refusal.ts';
import { bad, type Command } from './answer.ts';

export const personLink: Command = async ({ identity }, { name, options }) => {
  const other = options.with;
  if (name === undefined || other === undefined)
    return bad('id', 'Say both: admin person link ID --with ID; admin person list shows them.');
  const linked = await identity.linkPeople(name, other);
  if (!linked.ok) return linked;
  return done({
    lines: [
      `${name} and ${other} are one human now: whoever steps in as one may look into the other's restaurant.`,
    ],
    data: { people: [name, other] },
  });
};

export const personUnlink: Command = async ({ identity }, { name }) => {
  if (name === undefined) return bad('id', 'Say its id; admin person list shows them.');
  return (await identity.unlinkPerson(name))
    ? done({ lines: [`${name} has a role in one restaurant only now.`], data: { id: name } })
    : refused('not-found', `There is no person "${name}", or they have no role elsewhere.`);
};
