/** ARN of the function that the machines below call. */
export const LAMBDA = 'arn:aws:lambda:us-east-1:000000000000:function:f';

export const task = (name: string, fields: object = {}) => ({
  StartAt: name,
  States: { [name]: { Type: 'Task', Resource: LAMBDA, End: true, ...fields } },
});
export const passNamed = (name: string) => ({
  StartAt: name,
  States: { [name]: { Type: 'Pass', End: true } },
});
export const pass = passNamed('I');
export const wait = (seconds: number) => ({
  StartAt: 'W',
  States: { W: { Type: 'Wait', Seconds: seconds, End: true } },
});
export const fail = { StartAt: 'F', States: { F: { Type: 'Fail', Error: 'Boom', Cause: 'why' } } };
export const parallel = (branches: readonly object[], fields: object = {}, name = 'P') => ({
  StartAt: name,
  States: { [name]: { Type: 'Parallel', Branches: branches, End: true, ...fields } },
});
export const map = (processor: object, fields: object = {}, name = 'M') => ({
  StartAt: name,
  States: { [name]: { Type: 'Map', ItemProcessor: processor, End: true, ...fields } },
});
