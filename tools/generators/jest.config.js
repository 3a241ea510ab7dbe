export default {
  displayName: 'generators-tool',
  preset: '../../jest.preset.js',
};
