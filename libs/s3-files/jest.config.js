export default {
  displayName: 's3-files',
  preset: '../../jest.preset.js',
};
