export default {
  displayName: 'sql-tasks',
  preset: '../../jest.preset.js',
};
