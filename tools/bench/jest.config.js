export default {
  displayName: 'bench-tool',
  preset: '../../jest.preset.js',
};
