export default {
  displayName: 'package-tool',
  preset: '../../jest.preset.js',
};
