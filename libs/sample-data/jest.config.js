export default {
  displayName: 'sample-data',
  preset: '../../jest.preset.js',
};
