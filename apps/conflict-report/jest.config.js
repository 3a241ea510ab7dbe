export default {
  displayName: 'conflict-report',
  preset: '../../jest.preset.js',
};
