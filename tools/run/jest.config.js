export default {
  displayName: 'run-tool',
  preset: '../../jest.preset.js',
};
