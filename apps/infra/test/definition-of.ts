/** The definition of a template, with the placeholders of the manifest for the ARNs. */
export function definitionOf(value: unknown): unknown {
  const join = (value as { readonly 'Fn::Join'?: readonly [string, readonly unknown[]] })[
    'Fn::Join'
  ];
  if (!join) throw new Error('The definition names no function');
  const text = join[1].map((part) => (typeof part === 'string' ? part : 'ACCOUNT')).join('');
  return JSON.parse(
    text.replace(
      /arn:aws:lambda:us-east-2:ACCOUNT:function:(?:sbir-analytics-)?([\w-]+):live/g,
      '${$1.arn}',
    ),
  );
}
