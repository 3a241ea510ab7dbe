import ts from 'typescript';

/** One function of a source file, as the size and docstring rules see it. */
export interface FunctionFact {
  readonly name: string;
  /** 1-based line of its first token. */
  readonly line: number;
  /** From the first to the last line of the function, docstring left out. */
  readonly lines: number;
  readonly parameters: number;
  readonly isExported: boolean;
  /** Lines of text in its docstring, the comment signs left out; 0 without one. */
  readonly docLines: number;
}

/**
 * Every named function of a file: declarations, methods, and arrows or function expressions that
 * a constant or a property holds. Inline callbacks count towards the function around them.
 *
 * @param path - only for TypeScript's choice of dialect
 * @param text - the source
 */
export function listFunctions(path: string, text: string): readonly FunctionFact[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
  const found: FunctionFact[] = [];
  const visit = (node: ts.Node): void => {
    const holder = functionHolder(node);
    if (holder) found.push(describe(file, holder));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

interface Holder {
  readonly name: string;
  readonly body: ts.SignatureDeclaration;
  /** The statement or member that carries the docstring and the export keyword. */
  readonly statement: ts.Node;
}

function functionHolder(node: ts.Node): Holder | undefined {
  if (ts.isFunctionDeclaration(node) && node.name && node.body) {
    return { name: node.name.text, body: node, statement: node };
  }
  if (ts.isMethodDeclaration(node) && node.body) {
    return { name: node.name.getText(), body: node, statement: node };
  }
  if (!ts.isVariableDeclaration(node) && !ts.isPropertyAssignment(node)) return undefined;
  const value = node.initializer;
  if (!value || !(ts.isArrowFunction(value) || ts.isFunctionExpression(value))) return undefined;
  const statement = ts.isVariableDeclaration(node) ? node.parent.parent : node;
  return { name: node.name.getText(), body: value, statement };
}

function describe(file: ts.SourceFile, { name, body, statement }: Holder): FunctionFact {
  const start = file.getLineAndCharacterOfPosition(body.getStart(file)).line;
  const end = file.getLineAndCharacterOfPosition(body.getEnd()).line;
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  return {
    name,
    line: start + 1,
    lines: end - start + 1,
    parameters: body.parameters.length,
    isExported: modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false,
    docLines: countDocLines(statement),
  };
}

function countDocLines(node: ts.Node): number {
  const doc = ts.getJSDocCommentsAndTags(node).findLast(ts.isJSDoc);
  if (!doc) return 0;
  return doc
    .getText()
    .replace(/^\/\*\*|\*\/$/g, '')
    .split('\n')
    .filter((line) => line.replace(/^\s*\*?\s*/, '').trim() !== '').length;
}
