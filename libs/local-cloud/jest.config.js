export default {
  displayName: 'local-cloud',
  preset: '../../jest.preset.js',
};
