export default {
  displayName: 'sbir-refresh',
  preset: '../../jest.preset.js',
};
