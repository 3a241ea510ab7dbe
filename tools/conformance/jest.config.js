export default {
  displayName: 'conformance-tool',
  preset: '../../jest.preset.js',
};
