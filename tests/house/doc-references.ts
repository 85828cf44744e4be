// Finds what a page of the documentation names and the project does not have: files, folders, headings.
import path from 'node:path';

/** `files`: every file of the project, with slashes. `headings`: of a page, as they are linked to. */
export type Project = { files: ReadonlySet<string>; headings: (page: string) => ReadonlySet<string> };

const named = /\.(?:tsx?|mjs|cjs|js|json|md|css|html|ya?ml)$/;

/** Links of the page that lead nowhere within the project. */
export function brokenLinks(page: string, text: string, project: Project): string[] {
  return [...withoutFences(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => {
      const [to = '', heading] = link.split('#');
      const target = to === '' ? page : path.posix.join(path.posix.dirname(page), to).replace(/\/$/, '');
      if (!isThere(target, project)) return true;
      return heading !== undefined && !project.headings(target).has(heading);
    });
}

/** Paths in `code` that no file or folder has. Of a bare name one file anywhere is enough. */
export function brokenPaths(page: string, text: string, project: Project): string[] {
  const tops = new Set([...project.files].map((file) => file.split('/')[0] ?? ''));
  const inline = [...withoutFences(text).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
  const fenced = [...text.matchAll(/^```.*\n([\s\S]*?)^```/gm)].flatMap(([, code = '']) =>
    code.split(/\s+/).filter((word) => word.includes('/')),
  );
  const words = [...inline, ...fenced].map((word) => word.replace(/^\.\//, '').replace(/\/$/, ''));
  return words.filter((word) => {
    // Placeholders, patterns, commands, addresses and places on a computer are no paths of the project.
    if (!/^[\w@.-]+(?:\/[\w@.-]+)*$/.test(word) || /(?:^|\/)[A-Z]+(?:\/|\.|$)(?!md$)/.test(word))
      return false;
    if (word.startsWith('dist/')) return false;
    const fromHere = path.posix.join(path.posix.dirname(page), word);
    if (word.includes('/'))
      return tops.has(word.split('/')[0] ?? '') && !isThere(word, project) && !isThere(fromHere, project);
    return named.test(word) && ![...project.files].some((file) => path.posix.basename(file) === word);
  });
}

/** The headings of a page, as GitHub makes anchors of them. */
export function headingsOf(text: string): Set<string> {
  return new Set(
    [...withoutFences(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replaceAll(/\s/g, '-'),
    ),
  );
}

const withoutFences = (text: string) => text.replace(/^```[\s\S]*?^```/gm, '');

function isThere(target: string, { files }: Project): boolean {
  return files.has(target) || [...files].some((file) => file.startsWith(`${target}/`));
}
